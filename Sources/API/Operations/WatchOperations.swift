import Answers
import Engine
import HTTPTypes
import Literature
import Ports

/// Saved searches, and what is new for them.
extension ShelfOperations {
    var watches: [Operation] { [listWatches, addWatch, deleteWatch, digest, mark] }

    private static let modes = Schema.choice(Watch.Mode.allCases.map(\.rawValue))

    private var listWatches: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/watches"),
            name: "listWatches",
            summary: "All saved searches.",
            group: .shelves,
            answers: [.json(.record([.required("watches", .list(.named("Watch")))]), "In the order of their names.")]
        ) { [shelves] _ in
            try .json(WatchesJSON(try shelves.watches()))
        }
    }

    private var addWatch: Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/watches"),
            name: "addWatch",
            summary: "Saves a search that tells what is new from now on.",
            group: .shelves,
            body: .record([
                .required("query", .string(1...1000), "What is searched for."),
                .optional("name", .shelf, "The name; without one the query, shortened."),
                .optional("mode", Self.modes, "Which papers it takes."),
                .optional("depth", .integer(1...1000), "How many of the best, when it goes by rank; 100."),
                .optional("from_start", .boolean, "Whether what the library has already counts as new."),
            ]),
            answers: [.json(.named("Watch"), "The saved search.", status: .created)],
            access: .write
        ) { [shelves] call in
            let watch = try await shelves.addWatch(
                call.arguments.text("name"),
                query: call.arguments.text("query") ?? "",
                mode: call.arguments.text("mode").flatMap { .init(rawValue: $0) } ?? .lexical,
                depth: call.arguments.integer("depth") ?? Shelves.defaultDepth,
                fromStart: call.arguments.flag("from_start")
            )
            return try .json(WatchJSON(watch), status: .created)
        }
    }

    private var deleteWatch: Operation {
        Operation(
            method: .delete,
            path: PathPattern("/api/watches/{name}"),
            name: "deleteWatch",
            summary: "Forgets a saved search.",
            group: .shelves,
            parameters: [Self.name],
            answers: [Operation.Outcome(status: .noContent, summary: "It is forgotten.")],
            access: .write
        ) { [shelves] call in
            try await shelves.deleteWatch(call.arguments.text("name") ?? "")
            return Reply(.none, status: .noContent)
        }
    }

    // MARK: News

    private var digest: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/digest"),
            name: "getDigest",
            summary: "What is new for saved searches since they were last marked as seen.",
            group: .shelves,
            parameters: [.repeated("name", .shelf, "Only this one."), .limit(50, upTo: 500)],
            answers: [.json(.named("Digest"), "The news of each.")]
        ) { [shelves] call in
            let digest = try await Self.news(shelves, call)(
                call.arguments.texts("name"),
                limit: call.arguments.integer("limit") ?? 50
            )
            return try .json(DigestJSON(digest))
        }
    }

    private var mark: Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/digest/mark"),
            name: "markDigest",
            summary: "Marks what is new as seen.",
            group: .shelves,
            body: .record([.optional("names", .array(.shelf, 0...1000), "Only these saved searches.")]),
            isBodyOptional: true,
            answers: [.json(.named("Digest"), "What was marked.")],
            access: .write
        ) { [shelves] call in
            try .json(
                DigestJSON(try await Self.news(shelves, call)(call.arguments.texts("names"), limit: 50, marks: true))
            )
        }
    }

    private static func news(_ shelves: Shelves, _ call: Call) -> TellNews {
        let stores = call.services.queries.stores
        return TellNews(shelves: shelves, papers: stores.papers, indexes: stores.indexes)
    }
}
