import Answers
import BatchProcessing
import Foundation
import HTTPTypes

/// Jobs of the queues and batches of the command line: where they stand, and what is to become of them.
struct JobOperations {
    private let ingestion: IngestionServices

    init(_ ingestion: IngestionServices) {
        self.ingestion = ingestion
    }

    var all: [Operation] {
        [list, dead, one, resume, retry, cancel, events, removeDead, batches, batch, batchEvents, cancelBatch]
    }

    private static let name = Parameter.path("job", .name, "The name of the job.")
    private static let batchName = Parameter.path(
        "batch",
        .name,
        "The name of the batch, or the beginning of it; `last` is the newest."
    )
    private static let states = Schema.choice(JobState.allCases.map(\.rawValue))
    private static let jobs = Schema.record([
        .required("jobs", .list(.named("Job"))), .required("next_cursor", .nullable(.string)),
    ])

    // MARK: Jobs

    private var list: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/jobs"),
            name: "listJobs",
            summary: "Jobs of all queues or of one, a page at a time.",
            group: .jobs,
            parameters: [
                .query("state", Self.states, "Only those that stand so."),
                .query("queue", .name, "Only those of this queue."),
                .limit(100, upTo: 1000), .query("cursor", .name, "Where to go on: `next_cursor` of the page before."),
            ],
            answers: [.json(Self.jobs, "The jobs, in the order of their names.")]
        ) { [ingestion] call in
            let limit = call.arguments.integer("limit") ?? 100
            let jobs = try await ingestion.jobs.jobs(
                queue: call.arguments.text("queue"),
                state: call.arguments.text("state").flatMap { JobState(rawValue: $0) },
                after: call.arguments.text("cursor"),
                limit: limit
            )
            return try .json(JobListJSON(jobs, limit: limit))
        }
    }

    private var dead: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/jobs/dead"),
            name: "listDeadJobs",
            summary: "Jobs that were given up, with the reasons.",
            group: .jobs,
            parameters: [.limit(100, upTo: 1000), .query("cursor", .name, "Where to go on.")],
            answers: [.json(Self.jobs, "The jobs, in the order of their names.")]
        ) { [ingestion] call in
            let limit = call.arguments.integer("limit") ?? 100
            let jobs = try await ingestion.jobs.jobs(
                queue: nil,
                state: .dead,
                after: call.arguments.text("cursor"),
                limit: limit
            )
            return try .json(JobListJSON(jobs, limit: limit))
        }
    }

    private var one: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/jobs/{job}"),
            name: "getJob",
            summary: "A job, and how far it is.",
            group: .jobs,
            parameters: [Self.name],
            answers: [.json(.named("Job"), "The job.")]
        ) { [ingestion] call in
            let job = try await Self.job(call, ingestion)
            return try .json(JobJSON(job, progress: ingestion.progress(job.id)))
        }
    }

    private static func job(_ call: Call, _ ingestion: IngestionServices) async throws -> Job {
        let name = call.arguments.text("job") ?? ""
        guard let job = try await ingestion.jobs.job(name) else {
            throw Problem.notFound("there is no job \(name); jobs that ended well are forgotten after a while")
        }
        return job
    }

    // MARK: What is to become of them

    private var retry: Operation {
        change("retry", "retryJob", "Lets a job that was given up try again.") { jobs, name in
            try await jobs.revive([name])
        }
    }

    private var resume: Operation {
        change("resume", "resumeJob", "Lets a job that was given up go on; what it did stays done.") { jobs, name in
            try await jobs.revive([name])
        }
    }

    private var cancel: Operation {
        change("cancel", "cancelJob", "Takes a job back; what it did stays done.") { jobs, name in
            try await jobs.cancel([name])
        }
    }

    private func change(
        _ verb: String,
        _ name: String,
        _ summary: String,
        _ body: @escaping @Sendable (any JobStore, String) async throws -> Int
    ) -> Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/jobs/{job}/\(verb)"),
            name: name,
            summary: summary,
            group: .jobs,
            parameters: [Self.name],
            answers: [.json(.named("Job"), "The job as it is now.")],
            access: .write
        ) { [ingestion] call in
            let job = try await Self.job(call, ingestion)
            guard try await body(ingestion.jobs, job.id) > 0 else {
                throw Problem(.conflict, "the job is \(job.state.rawValue); that cannot be done with it")
            }
            let now = try await ingestion.jobs.job(job.id) ?? job
            return try .json(JobJSON(now, progress: ingestion.progress(job.id)))
        }
    }

    private var removeDead: Operation {
        Operation(
            method: .delete,
            path: PathPattern("/api/jobs/dead"),
            name: "removeDeadJobs",
            summary: "Removes jobs that were given up, for good.",
            group: .jobs,
            parameters: [.confirmation("dead-jobs")],
            answers: [.json(.record([.required("removed", .count)]), "How many there were.")],
            access: .admin
        ) { [ingestion] _ in
            var names: [String] = []
            while true {
                let page = try await ingestion.jobs.jobs(queue: nil, state: .dead, after: names.last, limit: 1000)
                names += page.map(\.id)
                if page.count < 1000 { break }
            }
            return try .json(["removed": try await ingestion.jobs.removeDead(names)])
        }
    }

    // MARK: Progress

    private var events: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/jobs/{job}/events"),
            name: "watchJob",
            summary:
                "How a job gets on, as server-sent events: `progress` when something changed, `end` when it ended.",
            group: .jobs,
            parameters: [Self.name],
            answers: [.events]
        ) { [ingestion] call in
            let job = try await Self.job(call, ingestion)
            return EventStream.reply {
                guard let now = try await ingestion.jobs.job(job.id) else {
                    // One that ended well was forgotten.
                    let text = try JSONText.encode(["job": job.id, "state": JobState.done.rawValue])
                    return EventStream.State(name: "end", data: text, isLast: true)
                }
                let text = try JSONText.encode(JobJSON(now, progress: ingestion.progress(job.id)))
                return EventStream.State(
                    name: now.state.isOver ? "end" : "progress",
                    data: text,
                    isLast: now.state.isOver
                )
            }
        }
    }

    // MARK: Batches

    private var batches: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/batches"),
            name: "listBatches",
            summary: "Batches of the command line on this machine.",
            group: .jobs,
            answers: [.json(.record([.required("batches", .list(.named("Batch")))]), "The oldest first.")]
        ) { [ingestion] _ in
            try .json(["batches": try ingestion.batches.all().map { BatchJSON(try $0.summary()) }])
        }
    }

    private var batch: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/batches/{batch}"),
            name: "getBatch",
            summary: "A batch, with the items that did not end well.",
            group: .jobs,
            parameters: [Self.batchName],
            answers: [.json(.named("BatchDetails"), "The batch.")]
        ) { [ingestion] call in
            let run = try Self.batch(call, ingestion)
            let failures = try run.failures().prefix(1000).map { FailureJSON($0) }
            return try .json(BatchDetailsJSON(summary: BatchJSON(try run.summary()), failures: failures))
        }
    }

    private static func batch(_ call: Call, _ ingestion: IngestionServices) throws -> BatchRun {
        let name = call.arguments.text("batch") ?? ""
        do {
            return try ingestion.batches.open(name)
        } catch {
            throw Problem.notFound("there is no batch \(name), or several begin so")
        }
    }

    private var batchEvents: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/batches/{batch}/events"),
            name: "watchBatch",
            summary:
                "How a batch gets on, as server-sent events: `progress` when something changed, `end` when it ended.",
            group: .jobs,
            parameters: [Self.batchName],
            answers: [.events]
        ) { [ingestion] call in
            let run = try Self.batch(call, ingestion)
            return EventStream.reply {
                let summary = try run.summary()
                let isOver = summary.state != .running && summary.state != .new
                let text = try JSONText.encode(BatchJSON(summary))
                return EventStream.State(name: isOver ? "end" : "progress", data: text, isLast: isOver)
            }
        }
    }

    private var cancelBatch: Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/batches/{batch}/cancel"),
            name: "cancelBatch",
            summary: "Gives a batch up: it stops after the items that are begun. What is done stays.",
            group: .jobs,
            parameters: [Self.batchName],
            answers: [.json(.named("Batch"), "The batch as it is now.")],
            access: .write
        ) { [ingestion] call in
            let run = try Self.batch(call, ingestion)
            try run.markCancelled()
            return try .json(BatchJSON(try run.summary()))
        }
    }
}

extension JobState {
    /// Whether nothing more happens by itself.
    var isOver: Bool { self == .done || self == .dead || self == .cancelled }
}

extension Parameter {
    /// A confirmation of something that cannot be undone.
    static func confirmation(_ word: String) -> Parameter {
        .required("confirm", .choice([word]), "Confirms that this is meant: it cannot be undone.")
    }
}

extension Operation.Outcome {
    /// Server-sent events.
    static let events = Operation.Outcome(
        status: .ok,
        summary: "A stream of events.",
        content: [("text/event-stream", .string)]
    )
}
