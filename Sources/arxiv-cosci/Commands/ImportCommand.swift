import ArgumentParser
import Engine
import Formats
import Foundation
import Literature
import SQLiteLibrary

/// `import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read files of papers and citations into the library.",
        discussion: """
            The format is recognised from the content; gzip is read as it is; folders are read with everything below them; \
            - reads standard input. Importing the same file again changes nothing. A record that cannot be read is \
            refused with its file, line and byte, and the rest goes on (exit code 4).

            FORMATS (--format)
            \(formats)

            EXAMPLES
              arxiv-cosci import arxiv-metadata-oai-snapshot.json
              arxiv-cosci import Samples/hep-th/papers.jsonl.gz Samples/hep-th/citations.tsv.gz
              xz -dc records.tsv.xz | arxiv-cosci import -
              arxiv-cosci import --about hep-th/9711200 references.json
            """
    )

    private static var formats: String {
        SourceFormat.allCases.map { format in
            let name = format.rawValue
            return "  " + name + String(repeating: " ", count: max(1, 18 - name.count)) + format.summary
        }.joined(separator: "\n")
    }

    @Argument(help: "Files and folders; - is standard input.", completion: .file())
    var files: [String]

    @Option(
        help: ArgumentHelp("The format of all files, where the content does not tell.", valueName: "format"),
        completion: .list(SourceFormat.allCases.map(\.rawValue))
    )
    var format: SourceFormat?

    @Option(help: ArgumentHelp("The paper that pages of citations or references are about.", valueName: "id"))
    var about: String?

    @Flag(help: "Stop at the first record that cannot be read; what came before it is kept.")
    var strict = false

    @Flag(
        name: [.customLong("no-index"), .customLong("no-text-index")],
        help: "Leave the search index for later; the next search brings it up to date."
    )
    var skipsIndex = false

    @Flag(
        name: .customLong("no-warm"),
        help: "Do not find answers anew that were asked for before and that the import has ended."
    )
    var skipsWarming = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @Flag(name: .shortAndLong, help: "Show no progress.")
    var quiet = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            let folder = try settings.resolve(.library).value
            var request = ImportRequest(paths: files)
            request.format = format
            request.about = try about.map { try PaperIdentifier(argument: $0) }
            request.isStrict = strict
            let clock = ContinuousClock()
            let start = clock.now
            let report = try await run(request, folder: folder)
            let seconds = (clock.now - start) / .seconds(1)
            if json {
                try JSONOutput.print(ImportJSON(report, seconds: seconds))
            } else {
                Terminal.standardOutput.write(ImportText.summary(report, seconds: seconds, folder: folder))
            }
            if !skipsWarming, !skipsIndex, report.inserted + report.updated > 0, !report.wasInterrupted {
                await CacheWarming.afterImport(settings)
            }
            try conclude(report)
        }
    }

    private func run(_ request: ImportRequest, folder: String) async throws -> ImportReport {
        let progress = ProgressLine(isQuiet: quiet, isJSON: json)
        defer { progress.finish() }
        let skipsIndex = skipsIndex
        let work = Task {
            let report = try await ImportFiles(request) { progress.update($0) }.run {
                try LibraryAccess.writing(folder)
            }
            guard !skipsIndex, !report.wasInterrupted else { return report }
            try LibraryAccess.index(folder) { progress.update($0) }
            return report
        }
        let signals = InterruptSignals { work.cancel() }
        defer { signals.stop() }
        return try await work.value
    }

    private func conclude(_ report: ImportReport) throws {
        let shown = json ? [] : report.failures.prefix(20).map { "\($0.file): \($0.issue)" }
        for line in shown { Terminal.standardError.write(line.printable + "\n") }
        if !json, report.failed > shown.count {
            Terminal.standardError.write("and \(report.failed - shown.count) more refused records: --json lists them\n")
        }
        if report.wasInterrupted {
            throw CommandFailure(
                code: .interrupted,
                message: "interrupted; what was read is saved, the same command goes on from there"
            )
        }
        if report.stoppedAtFailure {
            throw CommandFailure.badInput("stopped at the first refused record; what came before it is saved")
        }
        guard report.failed > 0 else { return }
        throw CommandFailure(code: report.read > 0 ? .partlyDone : .badInput, message: "")
    }
}

/// The JSON form of an import.
private struct ImportJSON: Encodable {
    struct Failure: Encodable {
        var file: String
        var line: Int
        var byte: Int64
        var message: String
    }

    struct Notice: Encodable {
        var file: String
        var kind: String
        var value: String
    }

    var read: Int
    var inserted: Int
    var updated: Int
    var unchanged: Int
    var failed: Int
    var files: Int
    var errors: [Failure]
    var notices: [Notice]
    var interrupted: Bool
    var seconds: Double

    init(_ report: ImportReport, seconds: Double) {
        read = report.read
        inserted = report.inserted
        updated = report.updated
        unchanged = report.unchanged
        failed = report.failed
        files = report.files
        errors = report.failures.map { failure in
            Failure(
                file: failure.file,
                line: failure.issue.line,
                byte: failure.issue.byte,
                message: failure.issue.message
            )
        }
        notices = report.notices.sorted { $0.key < $1.key }.flatMap { file, notices in
            notices.map { Notice(file: file, kind: $0.kind, value: $0.value) }
        }
        interrupted = report.wasInterrupted
        self.seconds = (seconds * 1000).rounded() / 1000
    }
}

extension ReadNotice {
    /// A stable name for JSON.
    fileprivate var kind: String {
        switch self {
        case .resumptionToken: "resumption_token"
        case .responseDate: "response_date"
        case .totalResults: "total_results"
        case .deleted: "deleted"
        case .next: "next"
        }
    }

    fileprivate var value: String {
        switch self {
        case .resumptionToken(let text), .responseDate(let text), .deleted(let text), .next(let text): text
        case .totalResults(let total, let start): "\(total) from \(start)"
        }
    }
}

/// The form of an import for people.
private enum ImportText {
    static func summary(_ report: ImportReport, seconds: Double, folder: String) -> String {
        let time = seconds < 10 ? "\((seconds * 10).rounded() / 10)" : "\(Int(seconds))"
        var parts = ["\(report.inserted) new", "\(report.updated) changed", "\(report.unchanged) known"]
        if report.failed > 0 { parts.append("\(report.failed) refused") }
        let files = report.files == 1 ? "1 file" : "\(report.files) files"
        return
            "\(report.read) records from \(files) in \(time) s: \(parts.joined(separator: ", ")). Library: \(folder)\n"
    }
}
