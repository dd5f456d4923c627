/// Reads the parameters back from the canonical bytes of a key, in the order in which they were added.
///
/// Total: of bytes that are no key, or for a parameter of another type, each method answers nil; after that the reader is of no
/// more use.
public struct CacheKeyReader: Sendable {
    private var reader: ByteReader

    /// The version of the query's meaning.
    public let schema: Int

    /// The name of the kind.
    public let kind: String

    /// A reader behind the kind's name; nil when the bytes are no key of this version of the form.
    public init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.byte() == CacheKeyEncoder.version, let schema = Self.integer(&reader),
            let kind = Self.text(&reader)
        else { return nil }
        self.reader = reader
        self.schema = schema
        self.kind = kind
    }

    /// Whether all parameters were read.
    public var isAtEnd: Bool { reader.isAtEnd }

    /// A truth value.
    public mutating func bool() -> Bool? {
        switch mark() {
        case .yes: true
        case .no: false
        default: nil
        }
    }

    /// A whole number.
    public mutating func int() -> Int? { Self.integer(&reader) }

    /// A floating-point number.
    public mutating func double() -> Double? {
        guard mark() == .double else { return nil }
        return reader.fixed().map(Double.init(bitPattern:))
    }

    /// A text.
    public mutating func string() -> String? { Self.text(&reader) }

    /// A value that could be missing: `.some(nil)` when it is, nil when there is something else.
    public mutating func optional<Value>(_ read: (inout CacheKeyReader) -> Value?) -> Value?? {
        switch mark() {
        case CacheKeyEncoder.Mark.none?: return .some(nil)
        case .present?: return read(&self).map { .some($0) }
        default: return nil
        }
    }

    /// Values of an array or a set; those of a set are in the order of their bytes.
    public mutating func list<Value>(_ read: (inout CacheKeyReader) -> Value?) -> [Value]? {
        let end: CacheKeyEncoder.Mark
        switch mark() {
        case .listBegin: end = .listEnd
        case .setBegin: end = .setEnd
        default: return nil
        }
        var values: [Value] = []
        while reader.next != end.rawValue {
            guard !reader.isAtEnd, let value = read(&self) else { return nil }
            values.append(value)
        }
        _ = reader.byte()
        return values
    }

    private mutating func mark() -> CacheKeyEncoder.Mark? { Self.mark(&reader) }

    private static func mark(_ reader: inout ByteReader) -> CacheKeyEncoder.Mark? {
        reader.byte().flatMap(CacheKeyEncoder.Mark.init(rawValue:))
    }

    private static func text(_ reader: inout ByteReader) -> String? {
        mark(&reader) == .text ? reader.text() : nil
    }

    private static func integer(_ reader: inout ByteReader) -> Int? {
        switch mark(&reader) {
        case .natural: reader.number().flatMap { Int(exactly: $0) }
        case .negative: reader.number().flatMap { $0 <= 1 << 63 ? Int(truncatingIfNeeded: 0 &- $0) : nil }
        default: nil
        }
    }
}
