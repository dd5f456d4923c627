import NIOCore

/// A command as it goes to a server.
public struct RedisCommand: Sendable {
    /// The bytes that are sent.
    let bytes: ByteBuffer
    /// The key by which a cluster finds the node; nil for commands without one.
    let key: String?
    /// Whether running it twice does no more than running it once, so that it may be sent again when its answer got lost.
    let isRepeatable: Bool
    /// For how long the server may hold the answer back; nil for commands that are answered at once.
    let blocking: Duration?

    /// A command.
    ///
    /// - Parameters:
    ///   - words: the name and the arguments; nothing in them has a meaning to the protocol.
    ///   - key: the key by which a cluster finds the node.
    ///   - isRepeatable: whether it may be sent again when its answer got lost.
    ///   - blocking: for how long the server may hold the answer back.
    ///   - payload: a last argument of any bytes; nil for none.
    public init(
        _ words: [String],
        key: String? = nil,
        isRepeatable: Bool = false,
        blocking: Duration? = nil,
        payload: [UInt8]? = nil
    ) {
        var bytes = ByteBuffer()
        bytes.reserveCapacity(words.reduce(16) { $0 + $1.utf8.count + 16 } + (payload?.count ?? 0) + 16)
        bytes.writeInteger(UInt8(ascii: "*"))
        bytes.writeString("\(words.count + (payload == nil ? 0 : 1))\r\n")
        for word in words {
            bytes.writeInteger(UInt8(ascii: "$"))
            bytes.writeString("\(word.utf8.count)\r\n")
            bytes.writeString(word)
            bytes.writeStaticString("\r\n")
        }
        if let payload {
            bytes.writeInteger(UInt8(ascii: "$"))
            bytes.writeString("\(payload.count)\r\n")
            bytes.writeBytes(payload)
            bytes.writeStaticString("\r\n")
        }
        self.bytes = bytes
        self.key = key
        self.isRepeatable = isRepeatable
        self.blocking = blocking
    }

    /// A command whose first argument is its key.
    public init(_ name: String, key: String, _ rest: String..., isRepeatable: Bool = false) {
        self.init([name, key] + rest, key: key, isRepeatable: isRepeatable)
    }
}

/// Where the keys of a cluster lie.
public enum RedisSlot {
    /// How many slots there are.
    public static let count = 16384

    /// The slot of a key: CRC-16 (XMODEM) of what stands between the first `{` and the next `}`, if that is not nothing, or of all of it
    /// (Redis cluster specification, "Hash tags").
    public static func of(_ key: String) -> Int {
        let bytes = Array(key.utf8)
        var tag = bytes[...]
        if let begin = bytes.firstIndex(of: UInt8(ascii: "{")),
            let end = bytes[(begin + 1)...].firstIndex(of: UInt8(ascii: "}")), end > begin + 1
        {
            tag = bytes[(begin + 1)..<end]
        }
        return Int(crc16(tag)) % count
    }

    private static func crc16(_ bytes: some Sequence<UInt8>) -> UInt16 {
        bytes.reduce(0) { value, byte in
            (0..<8).reduce(value ^ UInt16(byte) << 8) { value, _ in
                value & 0x8000 != 0 ? value << 1 ^ 0x1021 : value << 1
            }
        }
    }
}
