import Answers
import Caching
import Engine
import Foundation
import HTTPTypes
import Literature

/// The cache of answers: what it does, and what is to be done with it.
struct CacheOperations {
    private let control: CacheControl

    init(_ control: CacheControl) {
        self.control = control
    }

    var all: [Operation] { [statistics, warm, invalidate, clear] }

    private var statistics: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/cache/stats"),
            name: "getCacheStatistics",
            summary: "What the cache has done, by kind of question: this server and the programs before it.",
            group: .cache,
            answers: [.json(.named("CacheStatistics"), "The figures.")]
        ) { [control] _ in
            var sum = control.records.sum().statistics
            sum.merge(control.cache.statistics())
            // A tier that does not answer has no usage to show; the rest is shown.
            let usage = try? await control.tier?.usage()
            let name = control.tier?.name ?? "memory"
            return try .json(
                CacheStatisticsJSON(name: name, capacity: control.cache.configuration.capacity, sum, usage)
            )
        }
    }

    private var warm: Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/cache/warm"),
            name: "warmCache",
            summary: "Finds the answers anew that were asked for most and took longest.",
            group: .cache,
            body: .record([
                .optional("seconds", .number(0.1...20), "When to stop; 5."),
                .optional("limit", .integer(1...512), "How many questions at most; 64."),
            ]),
            isBodyOptional: true,
            answers: [
                .json(
                    .record([.required("warmed", .count), .required("failed", .count), .required("left", .count)]),
                    "What was done."
                )
            ],
            access: .write
        ) { [control] call in
            let questions = control.records.sum().questions.prefix(call.arguments.integer("limit") ?? 64)
            let budget = Duration.seconds(call.arguments.number("seconds") ?? 5)
            return try .json(try await WarmQueries(call.services.queries)(Array(questions), budget: budget))
        }
    }

    private var invalidate: Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/cache/invalidate"),
            name: "invalidateCache",
            summary: "Ends kept answers, so that they are found anew: about papers, of kinds, or that depend on tags.",
            group: .cache,
            body: .object(
                Schema.ObjectRule(
                    members: [
                        .optional("papers", .array(.paper, 1...1000), "All about these papers."),
                        .optional("kinds", .array(.name, 1...50), "All of these kinds, such as search."),
                        .optional(
                            "tags",
                            .array(.string(1...200), 1...50),
                            "All that depend on these: texts, graph, vectors, library."
                        ),
                        .optional("prefix", .name, "All of the kinds that begin so."),
                    ],
                    needsOneOf: ["papers", "kinds", "tags", "prefix"]
                )
            ),
            answers: [
                .json(
                    .record([.required("tags", .list(.string)), .required("prefixes", .list(.string))]),
                    "What was ended."
                )
            ],
            access: .write
        ) { [control] call in
            let papers = try call.arguments.papers("papers").map(\.description)
            let tags =
                papers.flatMap { [CacheTag.paper($0), .neighbours(of: $0)] }
                + call.arguments.texts("tags").map { CacheTag(text: $0) }
                + call.arguments.texts("kinds").map { CacheTag.kind(CacheKind($0)) }
            let prefix = call.arguments.text("prefix")
            try await Self.told {
                if !tags.isEmpty { try await control.cache.invalidate(tags) }
                if let prefix { try await control.cache.invalidate(kindsWithPrefix: prefix) }
            }
            return try .json(["tags": tags.map(\.text), "prefixes": prefix.map { [$0] } ?? []])
        }
    }

    private var clear: Operation {
        Operation(
            method: .delete,
            path: PathPattern("/api/cache"),
            name: "clearCache",
            summary: "Forgets all kept answers of this library, and the figures about them.",
            group: .cache,
            parameters: [.confirmation("cache")],
            answers: [
                .json(.record([.required("cleared", .boolean), .required("entries", .count)]), "How many there were.")
            ],
            access: .admin
        ) { [control] _ in
            let count = try await Self.told { try await control.cache.clear() }
            control.records.remove()
            return try .json(ClearedJSON(entries: count))
        }
    }

    /// Runs a change of the cache that others share.
    private static func told<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Problem.unavailable("the cache could not be told; try again", retryAfter: 5)
        }
    }
}

/// What was cleared.
private struct ClearedJSON: Encodable {
    var cleared = true
    var entries: Int
}
