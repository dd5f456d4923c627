import ArgumentParser
import BatchProcessing
import Engine
import Foundation

/// A command that works on many items: now, as a batch with a journal; or later, as jobs of a queue.
protocol IngestCommand: AsyncParsableCommand {
    var running: RunOptions { get }
    var options: LibraryOptions { get }

    /// What is to be done.
    func work() throws -> [IngestJob]
}

extension IngestCommand {
    func run() async throws {
        try await CommandFailure.reported {
            let work = try work()
            let settings = try await options.settings()
            if running.dryRun {
                try DryRun(settings, work).show(json: running.json)
            } else if running.enqueue {
                try await JobAccess.with(settings) { access in
                    try await EnqueueAnswer(work, queue: running.queue, settings, access).show(json: running.json)
                }
            } else {
                let runtime = try await IngestRuntime(settings, concurrency: running.concurrency)
                try await BatchRunner(runtime, running).run(work)
            }
        }
    }
}

/// What commands with `--enqueue` and schedules put into a queue.
enum QueuedWork {
    /// Cuts work on many items into jobs of a batch size each, which workers share.
    static func jobs(_ work: [IngestJob], settings: Settings) throws -> [IngestJob] {
        let size = try settings.number(.batchSize)
        return work.flatMap { jobs(of: $0, size: size) }
    }

    private static func jobs(of work: IngestJob, size: Int) -> [IngestJob] {
        switch work {
        case .fetch(let identifiers, let options) where options.depth == 0:
            pieces(identifiers, size).map { .fetch(identifiers: $0, options: options) }
        case .download(let identifiers, let options):
            pieces(identifiers, size).map { .download(identifiers: $0, options: options) }
        case .ingest(let files):
            files.map { .ingest(files: [$0]) }
        case .fetch, .harvest:
            [work]
        }
    }

    private static func pieces(_ items: [String], _ size: Int) -> [[String]] {
        stride(from: 0, to: items.count, by: size).map { Array(items[$0..<min($0 + size, items.count)]) }
    }
}

/// The answer of a command that put work into a queue.
private struct EnqueueAnswer: Encodable {
    var queue: String
    var enqueued: [String] = []
    var duplicates: [String] = []

    init(_ work: [IngestJob], queue: String, _ settings: Settings, _ access: JobAccess) async throws {
        self.queue = queue
        let requests = try QueuedWork.jobs(work, settings: settings).map { try $0.request(queue: queue) }
        for outcome in try await access.store.enqueue(requests) {
            switch outcome {
            case .enqueued(let id): enqueued.append(id)
            case .duplicate(let id): duplicates.append(id)
            }
        }
    }

    func show(json: Bool) throws {
        if json { return try JSONOutput.print(self) }
        var text = "\(enqueued.count) jobs in queue \(queue)"
        if !duplicates.isEmpty { text += ", \(duplicates.count) were there already" }
        Terminal.standardOutput.write(text + "; 'arxiv-cosci worker --queues \(queue)' works on them\n")
    }
}
