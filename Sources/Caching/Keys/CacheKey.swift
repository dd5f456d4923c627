internal import Crypto

/// What an answer is kept under: a query's kind and all of its parameters.
///
/// A key holds the canonical encoding of (schema version, kind, parameters) that ``CacheKeyEncoder`` makes: equal parameters give
/// equal bytes, different ones different bytes, in every process and on every machine. In process, keys are compared by those
/// bytes, so two different queries are never taken for each other; a shared tier uses ``digest``.
public struct CacheKey: Hashable, Sendable, CustomStringConvertible {
    /// The kind of query.
    public let kind: CacheKind

    /// The canonical encoding: schema version, name of the kind, parameters.
    public let bytes: [UInt8]

    /// A hash of ``bytes`` for tables in this process only: it depends on a seed that changes with each start.
    @usableFromInline let hash: UInt64

    /// A key from parameters, in their order.
    ///
    /// - Parameters:
    ///   - kind: the kind of query.
    ///   - schema: the version of the query's meaning; raise it when the same parameters shall give another answer or another type.
    ///   - parameters: everything that the answer depends on, apart from what its tags stand for.
    /// - Complexity: one allocation, linear in the size of the parameters.
    @inlinable
    public init<each Parameter: CacheParameter>(
        _ kind: CacheKind,
        schema: Int = 1,
        _ parameters: repeat each Parameter
    ) {
        var encoder = CacheKeyEncoder(kind: kind, schema: schema)
        repeat (each parameters).encodeParameter(into: &encoder)
        self.init(kind: kind, encoder: encoder)
    }

    /// A key from one value that can be encoded, such as a structure with all parameters of a query. Slower than the other way.
    ///
    /// - Throws: what the value's own `encode(to:)` throws.
    public init(_ kind: CacheKind, schema: Int = 1, encoding parameters: any Encodable) throws {
        var encoder = CacheKeyEncoder(kind: kind, schema: schema)
        try encoder.encode(parameters)
        self.init(kind: kind, encoder: encoder)
    }

    /// A key from what an encoder has gathered.
    public init(kind: CacheKind, encoder: CacheKeyEncoder) {
        self.init(kind: kind, bytes: encoder.bytes)
    }

    /// A key from its canonical encoding, as ``bytes`` gave it in this process or an earlier one.
    public init(kind: CacheKind, bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
        hash = ByteHash.hash(bytes)
    }

    /// The SHA-256 digest of ``bytes`` (FIPS 180-4), the same in every process.
    ///
    /// - Complexity: linear in the encoding; a few hundred nanoseconds.
    public var digest: CacheKeyDigest { CacheKeyDigest(Array(SHA256.hash(data: bytes))) }

    /// Kind and digest, as a shared tier names the entry.
    public var description: String { "\(kind.name):\(digest)" }

    /// Whether both stand for the same query with the same parameters; exact.
    @inlinable
    public static func == (left: CacheKey, right: CacheKey) -> Bool {
        left.hash == right.hash && left.bytes == right.bytes
    }

    /// Feeds the hash of the encoding.
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// The SHA-256 digest of a key's canonical encoding.
public struct CacheKeyDigest: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// A digest of bytes that were one; nil unless there are 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// A digest from 64 hexadecimal digits; nil when it is anything else.
    public init?(_ text: some StringProtocol) {
        let digits = text.utf8.map { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: 64, by: 2) {
            guard let high = digits[place], let low = digits[place + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// 64 lower-case hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
