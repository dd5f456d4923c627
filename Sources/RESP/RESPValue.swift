public import NIOCore

/// A value of the Redis serialization protocol, versions 2 and 3 (https://github.com/redis/redis-specifications, `RESP3.md`).
public enum RESPValue: Hashable, Sendable {
    /// A pair of a map.
    public struct Pair: Hashable, Sendable {
        /// The key.
        public var key: RESPValue
        /// The value.
        public var value: RESPValue

        /// A pair.
        public init(_ key: RESPValue, _ value: RESPValue) {
            self.key = key
            self.value = value
        }
    }

    /// A short text without line ends.
    case simple(String)
    /// Any bytes.
    case bulk(ByteBuffer)
    /// Text that says how it is to be shown: three letters (`txt`, `mkd`) and bytes.
    case verbatim(format: String, ByteBuffer)
    /// Why the server did not do what it was asked.
    case error(RedisReplyError)
    /// A whole number.
    case integer(Int64)
    /// A number, possibly infinite or none.
    case double(Double)
    /// Decimal digits of a number that needs more than 64 bits.
    case bigNumber(String)
    /// True or false.
    case boolean(Bool)
    /// No value.
    case null
    /// Values in their order.
    case array([RESPValue])
    /// Pairs in the order in which they came.
    case map([Pair])
    /// Values without an order.
    case set([RESPValue])
    /// What the server says unasked; its first element names the kind.
    case push([RESPValue])
}

/// An error that the server answered with.
public struct RedisReplyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// All of it: a code in capitals, a blank, details.
    public var message: String

    /// An error.
    public init(_ message: String) { self.message = message }

    /// The first word (`ERR`, `MOVED`, `NOSCRIPT`).
    public var code: Substring { message.prefix { $0 != " " } }

    /// What the server said.
    public var description: String { "Redis: \(message)" }
}

extension RESPValue {
    /// The text of a string of any kind; bytes that are no UTF-8 are replaced. Nil for other values.
    public var string: String? {
        switch self {
        case .simple(let text), .bigNumber(let text): text
        case .bulk(let bytes), .verbatim(_, let bytes): String(buffer: bytes)
        default: nil
        }
    }

    /// The bytes of a string.
    public var bytes: ByteBuffer? {
        switch self {
        case .simple(let text): ByteBuffer(string: text)
        case .bulk(let bytes), .verbatim(_, let bytes): bytes
        default: nil
        }
    }

    /// A copy of the bytes of a string.
    public var byteArray: [UInt8]? { bytes.map { Array($0.readableBytesView) } }

    /// A whole number, or the decimal digits of one as version 2 writes some.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .boolean(let value): value ? 1 : 0
        default: string.flatMap { Int64($0) }
        }
    }

    /// The elements of an array, set or push; nil for other values.
    public var elements: [RESPValue]? {
        switch self {
        case .array(let elements), .set(let elements), .push(let elements): elements
        default: nil
        }
    }

    /// The pairs of a map, or of the array of keys and values that stands for one in version 2.
    public var pairs: [Pair]? {
        switch self {
        case .map(let pairs): return pairs
        case .array(let elements) where elements.count.isMultiple(of: 2):
            return stride(from: 0, to: elements.count, by: 2).map { Pair(elements[$0], elements[$0 + 1]) }
        default: return nil
        }
    }

    /// Whether there is no value.
    public var isNull: Bool { self == .null }

    /// The value itself, unless it is an error.
    ///
    /// - Throws: ``RedisReplyError``.
    public func orThrow() throws -> RESPValue {
        if case .error(let error) = self { throw error }
        return self
    }
}
