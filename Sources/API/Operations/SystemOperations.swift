import Answers
import BatchProcessing
import Engine
import Foundation
import HTTPTypes
import Ports

/// The server itself: whether it is well, what it has, who may use it.
struct SystemOperations {
    private let version: String
    private let start = ContinuousClock.now

    init(_ configuration: APIConfiguration) {
        version = configuration.version
    }

    func all(_ services: APIServices) -> [Operation] {
        var operations = [
            health("/api/health", "getHealth", "Whether the server is well.", thorough: false),
            health("/api/health/db", "getLibraryHealth", "Whether the library can be read.", thorough: false),
            health(
                "/api/system/health",
                "getSystemHealth",
                "Whether everything is well that the server depends on.",
                thorough: true
            ),
            health(
                "/api/system/prerequisites",
                "getPrerequisites",
                "What the server depends on, and how to mend it.",
                thorough: true
            ),
            live, ready, statistics, session,
        ]
        if let initialise = services.initialise { operations.append(initialisation(initialise)) }
        return operations
    }

    // MARK: Health

    private func health(_ path: String, _ name: String, _ summary: String, thorough: Bool) -> Operation {
        Operation(
            method: .get,
            path: PathPattern(path),
            name: name,
            summary: summary,
            group: .system,
            answers: [
                .json(.named("Health"), "How it is; `degraded` when something should be mended."),
                .json(.named("Health"), "Something does not work.", status: .serviceUnavailable),
            ],
            access: .open
        ) { [version, start] call in
            let findings = thorough ? call.services.health?() ?? [] : Self.library(call.services)
            let answer = HealthJSON(findings, version: version, uptime: ContinuousClock.now - start)
            return try .json(answer, status: answer.status == "failed" ? .serviceUnavailable : .ok)
        }
    }

    /// Whether the library answers; its findings name nothing of where it lies, as anybody may ask.
    private static func library(_ services: APIServices) -> [HealthFinding] {
        do {
            _ = try services.queries.stores.papers.changeCounter()
            return [HealthFinding("Library", .ok, "can be read")]
        } catch {
            return [HealthFinding("Library", .failed, "cannot be read", remedy: "on the server: arxiv-cosci check")]
        }
    }

    private static let state = Schema.record([.required("status", .choice(["ok"]))])

    private var live: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/health/live"),
            name: "getLiveness",
            summary: "Whether the process runs.",
            group: .system,
            answers: [.json(Self.state, "It does.")],
            access: .open
        ) { _ in
            try .json(["status": "ok"])
        }
    }

    private var ready: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/health/ready"),
            name: "getReadiness",
            summary: "Whether requests can be answered.",
            group: .system,
            answers: [.json(Self.state, "They can.")],
            access: .open
        ) { call in
            do {
                _ = try call.services.queries.stores.papers.changeCounter()
            } catch {
                throw Problem.unavailable("the library cannot be read", retryAfter: 5)
            }
            return try .json(["status": "ok"])
        }
    }

    // MARK: The library

    private var statistics: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/system/stats"),
            name: "getStatistics",
            summary: "How many papers, citations and authors the library has.",
            group: .system,
            answers: [.json(.named("Statistics"), "The counts.")],
            isSettled: true
        ) { call in
            let statistics = try await call.answer(StatisticsQuery())
            return try .json(
                StatisticsJSON(
                    statistics,
                    embeddings: try call.services.queries.stores.indexes.library.embeddingCount()
                )
            )
        }
    }

    private func initialisation(_ initialise: @escaping @Sendable () throws -> Bool) -> Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/system/init"),
            name: "initialise",
            summary: "Makes the library where there is none, and brings an older one up to date. Does nothing else.",
            group: .system,
            answers: [.json(.record([.required("created", .boolean)]), "Whether there was none.")],
            access: .write
        ) { _ in
            try .json(["created": try initialise()])
        }
    }

    // MARK: Sessions

    private var session: Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/session"),
            name: "openSession",
            summary:
                "Exchanges the token of a link, once, for a key that lasts as long as the process, at most 12 hours.",
            group: .system,
            body: .record([.required("token", .string(1...200), "The token of the link.")]),
            answers: [
                .json(
                    .record([.required("key", .string), .required("scope", .string), .required("seconds", .count)]),
                    "The key."
                )
            ],
            access: .open
        ) { call in
            guard let key = call.services.sessions.exchange(call.arguments.text("token") ?? "") else {
                throw Problem(
                    .conflict,
                    "the link was used or is too old; start the server with --open for another one"
                )
            }
            return try .json(SessionJSON(key: key, scope: "admin", seconds: Int(SessionTokens.sessionLife.inSeconds)))
        }
    }
}

/// A session.
private struct SessionJSON: Encodable {
    var key: String
    var scope: String
    var seconds: Int
}

/// How the server is.
private struct HealthJSON: Encodable {
    struct Check: Encodable {
        var subject: String
        var status: String
        var detail: String
        var remedy: String
    }

    var status: String
    var version: String
    var uptime_seconds: Double
    var checks: [Check]

    init(_ findings: [HealthFinding], version: String, uptime: Duration) {
        let isFailed = findings.contains { $0.status == .failed }
        status = isFailed ? "failed" : findings.contains { $0.status == .warning } ? "degraded" : "ok"
        self.version = version
        uptime_seconds = (uptime / .milliseconds(1)).rounded() / 1000
        checks = findings.map {
            Check(subject: $0.subject, status: $0.status.rawValue, detail: $0.detail, remedy: $0.remedy)
        }
    }
}
