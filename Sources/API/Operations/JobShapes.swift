import Answers
import BatchProcessing
import Foundation

/// A job, as `batch show --job` prints it, and how far it is when this process works on it.
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
    var progress: Nullable<ProgressJSON>

    init(_ job: Job, progress: ProgressSnapshot?) {
        self.job = job.id
        queue = job.queue
        kind = job.kind
        state = job.state.rawValue
        deliveries = job.deliveries
        enqueued = Self.time(job.enqueuedAt)
        available = Self.time(job.availableAt)
        worker = Nullable(job.worker)
        error = Nullable(job.error)
        payload = job.payload
        self.progress = Nullable(progress.map(ProgressJSON.init))
    }

    static func time(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds.rounded(.down)).ISO8601Format()
    }

    static let schema = Schema.record([
        .required("job", .string), .required("queue", .string), .required("kind", .string),
        .required("state", .choice(JobState.allCases.map(\.rawValue))), .required("deliveries", .count),
        .required("enqueued", .string), .required("available", .string), .required("worker", .nullable(.string)),
        .required("error", .nullable(.string)), .required("payload", .string),
        .required("progress", .nullable(ProgressJSON.schema), "How far it is, when this server works on it."),
    ])
}

/// A page of jobs.
struct JobListJSON: Encodable {
    var jobs: [JobJSON]
    var next_cursor: Nullable<String>

    init(_ jobs: [Job], limit: Int) {
        self.jobs = jobs.map { JobJSON($0, progress: nil) }
        next_cursor = Nullable(jobs.count == limit ? jobs.last?.id : nil)
    }
}

/// How far work is, as the command line's progress events tell it.
struct ProgressJSON: Encodable {
    var pipeline: String
    var total: Nullable<Int>
    var done: Int
    var skipped: Int
    var failed: Int
    var dead: Int
    var already_done: Int
    var in_flight: Int
    var rate: Double
    var elapsed: Double

    init(_ snapshot: ProgressSnapshot) {
        pipeline = snapshot.pipeline
        total = Nullable(snapshot.total)
        done = snapshot.done
        skipped = snapshot.skipped
        failed = snapshot.failed
        dead = snapshot.dead
        already_done = snapshot.alreadyDone
        in_flight = snapshot.inFlight
        rate = (snapshot.rate * 100).rounded() / 100
        elapsed = (snapshot.elapsed * 100).rounded() / 100
    }

    static let schema = Schema.record([
        .required("pipeline", .string), .required("total", .nullable(.count)), .required("done", .count),
        .required("skipped", .count), .required("failed", .count), .required("dead", .count),
        .required("already_done", .count), .required("in_flight", .count), .required("rate", .real),
        .required("elapsed", .real),
    ])
}

/// A batch, as `batch list` prints it.
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
    var damaged_lines: Int

    init(_ summary: BatchRunSummary) {
        batch = summary.id
        pipeline = summary.pipeline
        state = summary.state.rawValue
        created = JobJSON.time(summary.createdAt)
        items = summary.items
        done = summary.done
        skipped = summary.skipped
        failed = summary.failed
        dead = summary.dead
        damaged_lines = summary.damagedLines
    }

    static let schema = Schema.record([
        .required("batch", .string), .required("pipeline", .string), .required("state", .string),
        .required("created", .string), .required("items", .count), .required("done", .count),
        .required("skipped", .count), .required("failed", .count), .required("dead", .count),
        .required("damaged_lines", .count),
    ])
}

/// A batch with what did not end well.
struct BatchDetailsJSON: Encodable {
    var summary: BatchJSON
    var failures: [FailureJSON]

    static let schema = Schema.record([
        .required("summary", .named("Batch")),
        .required(
            "failures",
            .list(
                .record([
                    .required("item", .string), .required("outcome", .string), .required("failure", .string),
                    .required("attempts", .count), .required("message", .string), .required("time", .string),
                ])
            )
        ),
    ])
}

/// An item that did not end well.
struct FailureJSON: Encodable {
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
        time = JobJSON.time(entry.time)
    }
}
