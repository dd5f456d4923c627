import Answers
import BatchProcessing
import Engine
import Foundation
import HTTPTypes
import Literature
import Ports

/// Ingestion: starting work, seeing how it stands, stopping it.
struct IngestionOperations {
    private let ingestion: IngestionServices

    init(_ ingestion: IngestionServices) {
        self.ingestion = ingestion
    }

    var all: [Operation] { [statistics, status, start, stop, clear] }

    private static let counts = Schema.map(.count)

    // MARK: Looking

    private var statistics: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/ingestion/stats"),
            name: "getIngestionStatistics",
            summary: "How much the library has, and how many jobs stand where.",
            group: .ingestion,
            answers: [
                .json(
                    .record([
                        .required("papers", .count), .required("stubs", .count), .required("citations", .count),
                        .required("jobs", Self.counts), .required("batches", .count),
                    ]),
                    "The counts."
                )
            ]
        ) { [ingestion] call in
            let library = try await call.answer(StatisticsQuery())
            return try .json(
                IngestionStatisticsJSON(
                    papers: library.papers,
                    stubs: library.stubs,
                    citations: library.citations,
                    jobs: try await Self.states(ingestion.jobs.counts(queue: nil)),
                    batches: try ingestion.batches.all().count
                )
            )
        }
    }

    private static func states(_ counts: JobCounts) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: counts.states.map { ($0.key.rawValue, $0.value) })
    }

    private var status: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/ingestion/status"),
            name: "getIngestionStatus",
            summary: "Whether something is under way, and how the queues stand.",
            group: .ingestion,
            answers: [
                .json(
                    .record([
                        .required("running", .boolean),
                        .required("worker", .boolean, "Whether this server works on jobs."),
                        .required("active", .list(.named("Job"))),
                        .required(
                            "queues",
                            .list(
                                .record([
                                    .required("queue", .string), .required("jobs", Self.counts),
                                    .required("oldest_waiting_seconds", .nullable(.real)),
                                ])
                            )
                        ),
                    ]),
                    "How it stands."
                )
            ]
        ) { [ingestion] _ in
            let running = try await ingestion.jobs.jobs(queue: nil, state: .running, after: nil, limit: 100)
            var queues: [QueueJSON] = []
            for name in try await ingestion.jobs.queues() {
                let counts = try await ingestion.jobs.counts(queue: name)
                let age = counts.oldestWaitingAge
                queues.append(QueueJSON(queue: name, jobs: Self.states(counts), oldest_waiting_seconds: Nullable(age)))
            }
            return try .json(
                IngestionStatusJSON(
                    running: !running.isEmpty,
                    worker: ingestion.hasWorker,
                    active: running.map { JobJSON($0, progress: ingestion.progress($0.id)) },
                    queues: queues
                )
            )
        }
    }

    // MARK: Starting and stopping

    private var start: Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/ingestion/start"),
            name: "startIngestion",
            summary:
                "Puts work into a queue: fetching papers, harvesting a set, downloading files, reading files of the server.",
            group: .ingestion,
            body: .record([
                .required("kind", .choice(["fetch", "harvest", "download", "ingest"]), "What is done."),
                .optional(
                    "items",
                    .array(.string(1...1000), 0...10_000),
                    "Identifiers of papers; paths of files for `ingest`."
                ),
                .optional("source", .choice(FetchOptions.Source.allCases.map(\.rawValue)), "Who is asked; fetch."),
                .optional("with_citations", .boolean, "Also the works that cite them; fetch."),
                .optional("with_references", .boolean, "Also the works that they cite; fetch."),
                .optional("depth", .integer(0...3), "Follow citations so many steps; fetch."),
                .optional("max", .integer(1...100_000), "How many papers at most when citations are followed; fetch."),
                .optional("file", .choice(DownloadOptions.Kind.allCases.map(\.rawValue)), "Which file; download."),
                .optional("set", .string(1...100, example: "physics:hep-th"), "The set; harvest."),
                .optional("from", .moment, "The first day; harvest."),
                .optional("until", .moment, "The last day; harvest."),
                .optional("queue", .name, "The queue; `default`."),
            ]),
            answers: [
                .json(
                    .record([
                        .required("job", .string),
                        .required("created", .boolean, "False when the same work waits or runs."),
                    ]),
                    "The job that does it.",
                    status: .accepted
                )
            ],
            access: .write
        ) { [ingestion] call in
            let work = try WorkRequest(call).work
            let request = try work.request(queue: call.arguments.text("queue") ?? "default")
            guard let outcome = try await ingestion.jobs.enqueue([request]).first else {
                throw Problem.unavailable("the queue did not take the work", retryAfter: 5)
            }
            return try .json(StartedJSON(outcome), status: .accepted)
        }
    }

    private var stop: Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/ingestion/stop"),
            name: "stopIngestion",
            summary: "Takes back all jobs that wait or run, or those named; what they did stays done.",
            group: .ingestion,
            body: .record([.optional("jobs", .array(.name, 0...1000), "Only these.")]),
            isBodyOptional: true,
            answers: [.json(.record([.required("cancelled", .count)]), "How many were taken back.")],
            access: .write
        ) { [ingestion] call in
            var names = call.arguments.texts("jobs")
            if names.isEmpty {
                for state in [JobState.running, .waiting, .delayed] {
                    names += try await ingestion.jobs.jobs(queue: nil, state: state, after: nil, limit: 10_000).map(
                        \.id
                    )
                }
            }
            return try .json(["cancelled": try await ingestion.jobs.cancel(names)])
        }
    }

    private var clear: Operation {
        Operation(
            method: .delete,
            path: PathPattern("/api/ingestion/clear"),
            name: "clearIngestion",
            summary: "Takes back all jobs and removes those that were given up. Papers of the library stay.",
            group: .ingestion,
            parameters: [.confirmation("ingestion")],
            answers: [
                .json(.record([.required("cancelled", .count), .required("removed", .count)]), "How many of either.")
            ],
            access: .admin
        ) { [ingestion] _ in
            var counts = ["cancelled": 0, "removed": 0]
            for state in [JobState.running, .waiting, .delayed] {
                let names = try await ingestion.jobs.jobs(queue: nil, state: state, after: nil, limit: 100_000).map(
                    \.id
                )
                counts["cancelled", default: 0] += try await ingestion.jobs.cancel(names)
            }
            let dead = try await ingestion.jobs.jobs(queue: nil, state: .dead, after: nil, limit: 100_000).map(\.id)
            counts["removed"] = try await ingestion.jobs.removeDead(dead)
            return try .json(counts)
        }
    }
}

/// Work that somebody asks for.
private struct WorkRequest {
    let work: IngestJob

    init(_ call: Call) throws {
        let arguments = call.arguments
        let items = arguments.texts("items")
        let kind = arguments.text("kind") ?? ""
        if kind != "harvest", items.isEmpty { throw Problem.wrong("items", "at least one is needed") }
        switch kind {
        case "fetch":
            var options = FetchOptions()
            options.source = arguments.text("source").flatMap { .init(rawValue: $0) } ?? .automatic
            options.withCitations = arguments.flag("with_citations")
            options.withReferences = arguments.flag("with_references")
            options.depth = arguments.integer("depth") ?? 0
            options.maximum = arguments.integer("max") ?? 1000
            work = .fetch(identifiers: try Self.unique(items) { try Self.paper($0, $1) }, options: options)
        case "download":
            var options = DownloadOptions()
            options.kind = arguments.text("file").flatMap { .init(rawValue: $0) } ?? .pdf
            work = .download(identifiers: try Self.unique(items) { try Self.article($0, $1) }, options: options)
        case "ingest":
            // Reading files of the server tells what is in them: only who may destroy things may have that done.
            guard call.caller.scope == .admin else {
                throw Problem(.forbidden, "reading files of the server needs a key with the scope 'admin'")
            }
            work = .ingest(files: items)
        default:
            var options = HarvestOptions()
            options.set = arguments.text("set")
            options.from = arguments.text("from")
            options.until = arguments.text("until")
            work = .harvest(options)
        }
    }

    private static func unique(_ items: [String], _ name: (String, Int) throws -> String) rethrows -> [String] {
        var seen: Set<String> = []
        return try items.enumerated().map { try name($1, $0) }.filter { seen.insert($0).inserted }
    }

    private static func paper(_ text: String, _ place: Int) throws -> String {
        guard let paper = PaperIdentifier(text) else {
            throw Problem.wrong("items[\(place)]", "'\(text.prefix(100))' is no identifier of a paper")
        }
        return paper.description
    }

    private static func article(_ text: String, _ place: Int) throws -> String {
        guard let article = ArxivID(text) else {
            throw Problem.wrong(
                "items[\(place)]",
                "'\(text.prefix(100))' is no article of arXiv; only those have files there"
            )
        }
        return article.description
    }
}

/// What became of work that was put into a queue.
private struct StartedJSON: Encodable {
    var job: String
    var created: Bool

    init(_ outcome: EnqueueOutcome) {
        switch outcome {
        case .enqueued(let id):
            job = id
            created = true
        case .duplicate(let id):
            job = id
            created = false
        }
    }
}

private struct IngestionStatisticsJSON: Encodable {
    var papers: Int
    var stubs: Int
    var citations: Int
    var jobs: [String: Int]
    var batches: Int
}

private struct IngestionStatusJSON: Encodable {
    var running: Bool
    var worker: Bool
    var active: [JobJSON]
    var queues: [QueueJSON]
}

private struct QueueJSON: Encodable {
    var queue: String
    var jobs: [String: Int]
    var oldest_waiting_seconds: Nullable<Double>
}
