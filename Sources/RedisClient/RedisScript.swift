import Crypto

/// A script that runs on the server as one step.
public struct RedisScript: Sendable {
    /// The text, in Lua.
    let source: String
    /// The SHA-1 by which the server knows it.
    let digest: String
    /// Whether running it twice does no more than running it once.
    let isRepeatable: Bool

    /// A script.
    public init(_ source: String, isRepeatable: Bool = false) {
        self.source = source
        self.isRepeatable = isRepeatable
        digest = Insecure.SHA1.hash(data: Array(source.utf8)).reduce(into: "") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
