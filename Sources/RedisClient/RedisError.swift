/// Why a command has no answer.
public struct RedisError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    public enum Kind: Hashable, Sendable {
        /// The server cannot be reached.
        case unreachable
        /// The server refuses the user or the password.
        case unauthorised
        /// The connection ended before the answer came.
        case connectionLost
        /// No answer came in time.
        case timedOut
        /// The answer is not of the protocol.
        case malformed
        /// A cluster sent the command from node to node, or is not whole.
        case unsettled
        /// The client was shut down.
        case shutDown
        /// The address cannot be used.
        case invalidAddress
    }

    /// What happened.
    public var kind: Kind
    /// Whether the server may have run the command.
    public var mayHaveRun: Bool
    /// Which server, what happened, what to do.
    public var description: String

    init(_ kind: Kind, mayHaveRun: Bool = false, _ description: String) {
        self.kind = kind
        self.mayHaveRun = mayHaveRun
        self.description = description
    }
}
