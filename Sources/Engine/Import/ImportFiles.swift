import AsyncAlgorithms
public import Formats
public import Literature
public import Ports

/// What to import, and how.
public struct ImportRequest: Sendable {
    /// Files and folders; `-` is standard input.
    public var paths: [String]
    /// The format of all files; nil lets the content decide.
    public var format: SourceFormat?
    /// The work that pages of citations or references are about, where the file does not say.
    public var about: PaperIdentifier?
    /// Whether the first refused record ends the import.
    public var isStrict = false

    /// An import of `paths`.
    public init(paths: [String]) {
        self.paths = paths
    }
}

/// Reads files into the library.
///
/// One task reads and parses, another writes; between them travel batches, one at a time, so that memory does not grow
/// with the files. What was read before a failure or an interruption is saved.
public struct ImportFiles: Sendable {
    /// Records between two commits.
    private static let recordsPerCommit = 20_000
    /// Items that travel together.
    private static let batchSize = 512

    private let request: ImportRequest
    private let report: @Sendable (ImportProgress) -> Void

    /// An import.
    ///
    /// - Parameter progress: called after every batch.
    public init(_ request: ImportRequest, progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }) {
        self.request = request
        self.report = progress
    }

    /// Items of one file on their way from the reading to the writing task.
    private struct Batch: Sendable {
        var file: String
        var items: [ReadItem]
    }

    /// Runs the import; when the task is cancelled, it saves what it has and returns.
    ///
    /// - Parameter makeWriter: opens the library for writing.
    /// - Throws: the writer's errors (disk full, read-only, locked); what was committed before stays.
    @concurrent
    public func run(into makeWriter: @Sendable () throws -> any PaperWriter) async throws -> ImportReport {
        let writer = try makeWriter()
        defer { writer.close() }
        let files = InputFiles(request.paths)
        let meter = ByteMeter()
        let channel = AsyncChannel<Batch>()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await read(files, meter: meter, into: channel) }
            defer { channel.finish() }
            var report = ImportReport()
            report.files = files.paths.count
            var uncommitted = 0
            for await batch in channel {
                uncommitted += try write(batch, with: writer, report: &report)
                if uncommitted >= Self.recordsPerCommit {
                    try writer.commit()
                    uncommitted = 0
                }
                self.report(
                    ImportProgress(
                        file: batch.file,
                        bytesRead: meter.bytes,
                        bytesTotal: files.totalBytes,
                        records: report.read,
                        failed: report.failed
                    )
                )
                if report.stoppedAtFailure { break }
            }
            try writer.commit()
            report.wasInterrupted = Task.isCancelled
            group.cancelAll()
            return report
        }
    }

    /// - Returns: how many records were written.
    private func write(_ batch: Batch, with writer: any PaperWriter, report: inout ImportReport) throws -> Int {
        var records: [SourceRecord] = []
        records.reserveCapacity(batch.items.count)
        for item in batch.items {
            switch item {
            case .record(let record):
                records.append(record)
            case .notice(let notice):
                report.notices[batch.file, default: []].append(notice)
            case .issue(let issue):
                report.add(issue, file: batch.file)
                if request.isStrict { report.stoppedAtFailure = true }
            }
            if report.stoppedAtFailure { break }
        }
        for outcome in try writer.write(records) {
            switch outcome {
            case .inserted: report.inserted += 1
            case .updated: report.updated += 1
            case .unchanged: report.unchanged += 1
            }
        }
        report.read += records.count
        return records.count
    }

    // MARK: Reading

    private func read(_ files: InputFiles, meter: ByteMeter, into channel: AsyncChannel<Batch>) async {
        for path in files.paths {
            if Task.isCancelled { break }
            switch open(path, meter: meter) {
            case .failure(let issue):
                await channel.send(Batch(file: path, items: [.issue(issue)]))
            case .success(var reader):
                while !Task.isCancelled {
                    let items = reader.nextBatch(Self.batchSize)
                    if items.isEmpty { break }
                    await channel.send(Batch(file: path, items: items))
                }
            }
        }
        channel.finish()
    }

    private func open(_ path: String, meter: ByteMeter) -> Result<any RecordReader, ReadIssue> {
        do throws(ReadIssue) {
            let source = path == "-" ? FileSource(borrowing: 0) : try FileSource(path: path)
            let input = ByteInput(MeteredSource(source, meter: meter))
            let name = path == "-" ? nil : path
            let format =
                if let format = request.format { format } else { try FormatDetector.detect(input, name: name).get() }
            return .success(ReaderFactory.makeReader(for: format, input: input, about: request.about))
        } catch {
            return .failure(error)
        }
    }
}
