import Answers
import Engine
import HTTPTypes
import Logging

/// One request for an operation, after it was checked: who asks, and with which values.
struct Call: Sendable {
    /// The values of the parameters and the body.
    var arguments: Arguments
    /// Who asks.
    var caller: Caller
    /// What the server works with.
    var services: APIServices
    /// Names the request in logs and answers.
    var requestID: String
    /// The body as it came, for operations that take it so.
    var body: [UInt8] = []
    /// The headers of the request.
    var headers: HTTPFields
    /// A log that names the request.
    var logger: Logger

    /// Answers a question of the engine, from the cache when it can.
    func answer<Query: CachedQuery>(_ query: Query) async throws -> Query.Answer {
        try await services.queries.answer(query)
    }

    /// How many results are wanted.
    var limit: Int { arguments.integer("limit") ?? 20 }

    /// How many results are left out from the start.
    var offset: Int { arguments.integer("offset") ?? 0 }
}
