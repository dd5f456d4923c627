import Answers
import ArgumentParser
import BatchProcessing
import Engine
import Foundation

/// `batch list`.
struct BatchListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show all batches, and how many jobs stand where in the queues."
    )

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            let batches = try BatchCatalogue(settings).all().map { try BatchJSON($0.summary()) }
            let queues = try await QueueJSON.all(settings)
            var total: [String: Int] = [:]
            for queue in queues { total.merge(queue.jobs) { $0 + $1 } }
            if json { return try JSONOutput.print(ListJSON(batches: batches, jobs: total, queues: queues)) }
            var text = ""
            for batch in batches { text += batch.line + "\n" }
            for queue in queues { text += queue.line + "\n" }
            Terminal.standardOutput.write(text.isEmpty ? "no batches and no jobs\n" : text)
        }
    }
}

private struct ListJSON: Encodable {
    var batches: [BatchJSON]
    var jobs: [String: Int]
    var queues: [QueueJSON]
}

/// Where a batch stands.
struct BatchJSON: Encodable {
    var batch: String
    var pipeline: String
    var state: String
    var created: String
    var items: Int
    var done: Int
    var skipped: Int
    var failed: Int
    var dead: Int
    var damagedLines: Int

    enum CodingKeys: String, CodingKey {
        case batch, pipeline, state, created, items, done, skipped, failed, dead
        case damagedLines = "damaged_lines"
    }

    init(_ summary: BatchRunSummary) {
        batch = summary.id
        pipeline = summary.pipeline
        state = summary.state.rawValue
        created = TimeText.of(summary.createdAt)
        items = summary.items
        done = summary.done
        skipped = summary.skipped
        failed = summary.failed
        dead = summary.dead
        damagedLines = summary.damagedLines
    }

    var line: String {
        var parts = ["\(done) done"]
        if skipped > 0 { parts.append("\(skipped) skipped") }
        if failed > 0 { parts.append("\(failed) failed") }
        if dead > 0 { parts.append("\(dead) dead") }
        if damagedLines > 0 { parts.append("\(damagedLines) damaged lines in the journal") }
        let terminal = Terminal.standardOutput
        return "\(terminal.styled(batch, .identifier))  \(pipeline)  \(state)  \(items) items: "
            + parts.joined(separator: ", ")
    }
}

/// How many jobs of a queue stand where.
struct QueueJSON: Encodable {
    var queue: String
    var jobs: [String: Int]
    var oldestWaitingSeconds: Nullable<Double>

    enum CodingKeys: String, CodingKey {
        case queue, jobs
        case oldestWaitingSeconds = "oldest_waiting_seconds"
    }

    /// All queues; none where no job was ever put into one.
    static func all(_ settings: Settings) async throws -> [QueueJSON] {
        guard try JobAccess.exists(settings) else { return [] }
        return try await JobAccess.with(settings) { access in
            var queues: [QueueJSON] = []
            for name in try await access.store.queues() {
                let counts = try await access.store.counts(queue: name)
                queues.append(
                    QueueJSON(
                        queue: name,
                        jobs: Dictionary(uniqueKeysWithValues: counts.states.map { ($0.key.rawValue, $0.value) }),
                        oldestWaitingSeconds: Nullable(counts.oldestWaitingAge)
                    )
                )
            }
            return queues
        }
    }

    var line: String {
        let order = JobState.allCases.map(\.rawValue)
        let parts = order.compactMap { state in (jobs[state] ?? 0) > 0 ? "\(jobs[state] ?? 0) \(state)" : nil }
        return "queue \(queue): " + (parts.isEmpty ? "empty" : parts.joined(separator: ", "))
    }
}

/// Times for people and programs.
enum TimeText {
    /// `2026-01-31T12:07:55Z`.
    static func of(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds.rounded(.down)).ISO8601Format()
    }
}

/// `batch show`.
struct BatchShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a batch, with what failed and why; or a job.",
        discussion: """
            EXAMPLES
              arxiv-cosci batch show last --failures
              arxiv-cosci batch show --job fetch-0123abcd
            """
    )

    @Argument(help: "The batch, by its name or the beginning of it; 'last' is the newest.")
    var batch = "last"

    @Option(name: .customLong("job"), help: ArgumentHelp("A job instead of a batch.", valueName: "id"))
    var job: String?

    @Flag(help: "Also every item that did not end well.")
    var failures = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            if let job { return try await show(job: job, settings) }
            let run = try BatchCatalogue(settings).open(batch)
            let summary = BatchJSON(try run.summary())
            let failed = failures ? try run.failures() : []
            if json {
                let items = failed.map(FailureJSON.init)
                return try JSONOutput.print(ShowJSON(summary: summary, arguments: run.arguments, failures: items))
            }
            Terminal.standardOutput.write(summary.line + "\n")
            for entry in failed {
                let line = "  \(entry.key.printable)  \(entry.outcome.rawValue) after \(entry.attempts): "
                Terminal.standardOutput.write(line + entry.message.printable + "\n")
            }
        }
    }

    private func show(job id: String, _ settings: Settings) async throws {
        let found = try await JobAccess.with(settings) { try await $0.store.job(id) }
        guard let found else { throw CommandFailure.nothingFound("there is no job \(id)") }
        if json { return try JSONOutput.print(JobJSON(found)) }
        Terminal.standardOutput.write(JobJSON(found).line + "\n  " + found.payload.printable + "\n")
    }
}

private struct ShowJSON: Encodable {
    var summary: BatchJSON
    var arguments: [String: String]
    var failures: [FailureJSON]
}

private struct FailureJSON: Encodable {
    var item: String
    var outcome: String
    var failure: String
    var attempts: Int
    var message: String
    var time: String

    init(_ entry: JournalEntry) {
        item = entry.key
        outcome = entry.outcome.rawValue
        failure = entry.failure
        attempts = entry.attempts
        message = entry.message
        time = TimeText.of(entry.time)
    }
}

/// A job for people and programs.
struct JobJSON: Encodable {
    var job: String
    var queue: String
    var kind: String
    var state: String
    var deliveries: Int
    var enqueued: String
    var available: String
    var worker: Nullable<String>
    var error: Nullable<String>
    var payload: String

    init(_ job: Job) {
        self.job = job.id
        queue = job.queue
        kind = job.kind
        state = job.state.rawValue
        deliveries = job.deliveries
        enqueued = TimeText.of(job.enqueuedAt)
        available = TimeText.of(job.availableAt)
        worker = Nullable(job.worker)
        error = Nullable(job.error)
        payload = job.payload
    }

    var line: String {
        let name = Terminal.standardOutput.styled(job, .identifier)
        let reason = error.value.map { ": " + $0.printable } ?? ""
        return "\(name)  \(kind)  queue \(queue)  \(state), \(deliveries) deliveries\(reason)"
    }
}

/// `batch dead`.
struct BatchDeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "Show jobs that were given up; let them try again, or remove them.",
        discussion: """
            EXAMPLES
              arxiv-cosci batch dead
              arxiv-cosci batch dead --retry
              arxiv-cosci batch dead --remove --yes
            """
    )

    @Argument(help: "Only these jobs.")
    var jobs: [String] = []

    @Option(help: ArgumentHelp("Only those of this queue.", valueName: "name"))
    var queue: String?

    @Flag(help: "Let them try again.")
    var retry = false

    @Flag(help: "Remove them; goes with --yes.")
    var remove = false

    @Flag(help: "Confirm --remove.")
    var yes = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if retry, remove { throw ValidationError("--retry and --remove exclude each other") }
        if remove, !yes { throw ValidationError("--remove forgets the jobs for good; add --yes to do it") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            try await JobAccess.with(settings) { access in
                let dead = try await access.dead(queue: queue, only: jobs)
                if retry {
                    try tell("revived", try await access.store.revive(dead.map(\.id)), "jobs wait again")
                } else if remove {
                    try tell("removed", try await access.store.removeDead(dead.map(\.id)), "jobs are removed")
                } else {
                    try show(dead)
                }
            }
        }
    }

    private func tell(_ key: String, _ count: Int, _ text: String) throws {
        if json { try JSONOutput.print([key: count]) } else { Terminal.standardOutput.write("\(count) \(text)\n") }
        if count == 0 { throw CommandFailure.nothingFound("") }
    }

    private func show(_ dead: [Job]) throws {
        if json { return try JSONOutput.print(["dead": dead.map(JobJSON.init)]) }
        if dead.isEmpty { Terminal.standardOutput.write("no dead jobs\n") }
        for job in dead { Terminal.standardOutput.write(JobJSON(job).line + "\n") }
    }
}
