public import Answers

/// An error of the protocol, told apart from a tool that could not do what was asked.
public struct RPCError: Error, Hashable, Sendable {
    /// The code of JSON-RPC 2.0 or of the protocol.
    public var code: Int
    /// What failed, and what to do.
    public var message: String
    /// More, for programs.
    public var data: JSONValue?

    /// An error.
    public init(_ code: Int, _ message: String, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// The bytes are no JSON.
    static func parse(_ message: String) -> RPCError { RPCError(-32700, message) }
    /// The JSON is no message.
    static func invalidRequest(_ message: String) -> RPCError { RPCError(-32600, message) }
    /// Nothing goes by that name.
    static func unknownMethod(_ name: String) -> RPCError { RPCError(-32601, "there is no method \(name.prefix(100))") }
    /// The parameters are not what the method takes.
    static func invalidParameters(_ message: String, data: JSONValue? = nil) -> RPCError {
        RPCError(-32602, message, data: data)
    }
    /// Something failed that is nobody's doing.
    static func internalFailure(_ message: String) -> RPCError { RPCError(-32603, message) }

    /// The headers of an HTTP request say something else than its body (2026-07-28).
    static func headerMismatch(_ message: String) -> RPCError { RPCError(-32020, "Header mismatch: \(message)") }

    /// A revision that is not spoken here (2026-07-28).
    static func unsupported(_ version: String) -> RPCError {
        RPCError(
            -32022,
            "Unsupported protocol version",
            data: ["supported": .array(ProtocolRevision.names.map { .string($0) }), "requested": .string(version)]
        )
    }

    /// A resource that is not there. The code changed with 2026-07-28.
    static func unknownResource(_ uri: String, _ message: String, in revision: ProtocolRevision) -> RPCError {
        RPCError(revision.isStateless ? -32602 : -32002, message, data: ["uri": .string(uri)])
    }
}
