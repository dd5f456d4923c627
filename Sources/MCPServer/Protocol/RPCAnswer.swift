import Answers

/// The answer to a request, ready to be written.
struct RPCAnswer: Encodable, Sendable {
    var identifier: RPCIdentifier?
    var outcome: Result<RPCResult, RPCError>

    init(_ identifier: RPCIdentifier?, _ outcome: Result<RPCResult, RPCError>) {
        self.identifier = identifier
        self.outcome = outcome
    }

    private enum CodingKeys: String, CodingKey {
        case jsonrpc, id, result, error
    }

    private enum ErrorKeys: String, CodingKey {
        case code, message, data
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("2.0", forKey: .jsonrpc)
        try container.encode(identifier?.json ?? .null, forKey: .id)
        switch outcome {
        case .success(let result): try container.encode(result, forKey: .result)
        case .failure(let error):
            var nested = container.nestedContainer(keyedBy: ErrorKeys.self, forKey: .error)
            try nested.encode(error.code, forKey: .code)
            try nested.encode(error.message, forKey: .message)
            try nested.encodeIfPresent(error.data, forKey: .data)
        }
    }

    /// The message, in one line without a line feed.
    var bytes: [UInt8] {
        do {
            return try JSONText.encode(self)
        } catch {
            let failure = RPCError.internalFailure("the answer has no text in JSON: \(error)")
            let answer = RPCAnswer(identifier, .failure(failure))
            // Answers are made of values that were read from JSON or have a form in it.
            return (try? JSONText.encode(answer)) ?? []
        }
    }
}

/// What a request gives: members of the result, those that all results have besides.
struct RPCResult: Encodable, Sendable {
    private var members: [String: JSONValue]

    init(_ members: [String: JSONValue]) {
        self.members = members
    }

    /// Adds what results of a revision carry besides their own members.
    ///
    /// - Parameter freshness: how long a client may keep it, for results that say so.
    mutating func complete(for revision: ProtocolRevision, server: JSONValue, freshness: Freshness?) {
        guard revision.isStateless else { return }
        members["resultType"] = "complete"
        var meta = members["_meta"]?.members ?? [:]
        meta["io.modelcontextprotocol/serverInfo"] = server
        members["_meta"] = .object(meta)
        guard let freshness else { return }
        members["ttlMs"] = .integer(freshness.milliseconds)
        members["cacheScope"] = .string(freshness.isPublic ? "public" : "private")
    }

    func encode(to encoder: any Encoder) throws { try JSONValue.object(members).encode(to: encoder) }
}

/// How long, and for whom, a client may keep a result.
struct Freshness {
    var milliseconds: Int
    var isPublic: Bool
}
