/// Gathers the canonical bytes of a key: each value behind a mark of its type, so that values of different types, and sequences
/// that only look alike when joined, give different bytes.
///
/// The form, version 1. A whole number is a mark for its sign and its magnitude in groups of seven bits, lowest first; so `Int` 5
/// and `UInt8` 5 are equal. A floating-point number is its bits, most significant byte first, with one zero and one not-a-number;
/// `Float` and `Double` differ. A text is its length and its UTF-8: texts are compared by their scalars, as files and databases do,
/// not by canonical equivalence. Arrays are opened and closed by marks, sets and dictionaries are sorted by the bytes of their
/// elements, and the fields of a structure by their names. Each form ends where it says it ends, whatever follows (it is a prefix
/// code); therefore different sequences of parameters are different bytes.
public struct CacheKeyEncoder: Sendable {
    /// What has been gathered.
    @usableFromInline var storage: [UInt8]

    /// An encoder that has the form's version, the query's schema version and the name of its kind.
    public init(kind: CacheKind, schema: Int) {
        storage = []
        storage.reserveCapacity(96)
        storage.append(Self.version)
        append(schema)
        append(kind.name)
    }

    /// An encoder for a part that has to be sorted among others.
    init() { storage = [] }

    /// The bytes so far.
    public var bytes: [UInt8] { storage }

    /// Adds the absence of a value.
    public mutating func appendNil() { mark(.none) }

    /// Adds a truth value.
    public mutating func append(_ value: Bool) { mark(value ? .yes : .no) }

    /// Adds a whole number.
    public mutating func append(_ value: some BinaryInteger) {
        mark(value < 0 ? .negative : .natural)
        var rest = value.magnitude
        while rest > 127 {
            storage.append(UInt8(truncatingIfNeeded: rest) | 128)
            rest >>= 7
        }
        storage.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Adds a floating-point number.
    public mutating func append(_ value: Double) {
        mark(.double)
        let plain = value.isNaN ? Double.nan : value == 0 ? 0 : value
        withUnsafeBytes(of: plain.bitPattern.bigEndian) { storage.append(contentsOf: $0) }
    }

    /// Adds a floating-point number of single precision.
    public mutating func append(_ value: Float) {
        mark(.float)
        let plain = value.isNaN ? Float.nan : value == 0 ? 0 : value
        withUnsafeBytes(of: plain.bitPattern.bigEndian) { storage.append(contentsOf: $0) }
    }

    /// Adds a text.
    public mutating func append(_ value: some StringProtocol) {
        mark(.text)
        appendLength(value.utf8.count)
        storage.append(contentsOf: value.utf8)
    }

    /// Adds a point in time, in seconds since some fixed moment.
    public mutating func append(seconds: Double) {
        mark(.time)
        append(seconds)
    }

    /// Adds bytes.
    public mutating func append(bytes: some Collection<UInt8>) {
        mark(.bytes)
        appendLength(bytes.count)
        storage.append(contentsOf: bytes)
    }

    /// Adds a value that is present where it could be missing.
    public mutating func append(present value: some CacheParameter) {
        mark(.present)
        value.encodeParameter(into: &self)
    }

    /// Adds values whose order counts.
    public mutating func append(list values: some Sequence<some CacheParameter>) {
        mark(.listBegin)
        for value in values { value.encodeParameter(into: &self) }
        mark(.listEnd)
    }

    /// Adds values whose order does not count.
    public mutating func append(set values: some Sequence<some CacheParameter>) {
        appendSorted(values.map(Self.part), from: .setBegin, to: .setEnd)
    }

    /// Adds values by key; their order does not count.
    public mutating func append(pairs: some Sequence<(key: some CacheParameter, value: some CacheParameter)>) {
        let parts = pairs.map { Self.part($0.key) + Self.part($0.value) }
        appendSorted(parts, from: .pairsBegin, to: .pairsEnd)
    }

    /// Adds a value through its `Encodable` conformance; the fields of structures are sorted by name.
    ///
    /// - Throws: what the value's `encode(to:)` throws.
    public mutating func encode(_ value: any Encodable) throws {
        try CanonicalNode.node(of: value).write(into: &self)
    }

    /// Adds the encoded parts of a collection without order.
    mutating func append(unordered collection: UnorderedParts) {
        switch collection {
        case .set(let parts): appendSorted(parts, from: .setBegin, to: .setEnd)
        case .pairs(let parts): appendSorted(parts, from: .pairsBegin, to: .pairsEnd)
        }
    }

    /// Adds fields by name.
    mutating func append(fields: [(name: String, value: [UInt8])]) {
        let parts = fields.map { field in
            var part = CacheKeyEncoder()
            part.append(field.name)
            return part.storage + field.value
        }
        appendSorted(parts, from: .fieldsBegin, to: .fieldsEnd)
    }

    /// Adds parts that are encoded already, between two marks.
    mutating func append(encodedList parts: [[UInt8]]) {
        mark(.listBegin)
        for part in parts { storage.append(contentsOf: part) }
        mark(.listEnd)
    }

    private mutating func appendSorted(_ parts: [[UInt8]], from begin: Mark, to end: Mark) {
        mark(begin)
        for part in parts.sorted(by: { $0.lexicographicallyPrecedes($1) }) { storage.append(contentsOf: part) }
        mark(end)
    }

    private static func part(_ value: some CacheParameter) -> [UInt8] {
        var encoder = CacheKeyEncoder()
        value.encodeParameter(into: &encoder)
        return encoder.storage
    }

    private mutating func appendLength(_ length: Int) {
        var rest = length
        while rest > 127 {
            storage.append(UInt8(truncatingIfNeeded: rest) | 128)
            rest >>= 7
        }
        storage.append(UInt8(truncatingIfNeeded: rest))
    }

    @inline(__always)
    private mutating func mark(_ mark: Mark) { storage.append(mark.rawValue) }

    /// The version of the form.
    static let version: UInt8 = 1

    /// What follows.
    enum Mark: UInt8 {
        case none = 0
        case no, yes, natural, negative, double, float, text, bytes, time, present
        case listBegin = 0x10
        case listEnd, setBegin, setEnd, pairsBegin, pairsEnd, fieldsBegin, fieldsEnd
    }
}
