/// A JSON value as a tree, for records that are small or have many optional parts.
enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// The members in the order of the text. Of equal keys the last one counts.
    case object([Member])

    /// A key and its value.
    struct Member: Hashable, Sendable {
        let key: String
        let value: JSONValue
    }

    /// The most values in one text: a text that is nothing but brackets must not fill the memory.
    static let maximumCount = 1_000_000

    /// Parses a whole text.
    ///
    /// Linear in its length; needs about 48 bytes a value beyond the strings.
    init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        var scanner = JSONScanner(bytes)
        var budget = Self.maximumCount
        self = try Self.take(&scanner, &budget)
        try scanner.finish()
    }

    /// Takes one value off a scanner.
    init(taking scanner: inout JSONScanner) throws(JSONError) {
        var budget = Self.maximumCount
        self = try Self.take(&scanner, &budget)
    }

    /// Recursion ends at the scanner's limit of nesting.
    private static func take(_ scanner: inout JSONScanner, _ budget: inout Int) throws(JSONError) -> JSONValue {
        budget -= 1
        guard budget > 0 else { throw JSONError(offset: scanner.at, reason: .tooManyValues) }
        switch scanner.peekKind() {
        case .object: return .object(try members(&scanner, &budget))
        case .array: return .array(try elements(&scanner, &budget))
        case .string: return .string(try scanner.string(try scanner.takeText()))
        case .number: return number(try scanner.takeNumber())
        case .boolean: return .bool(try scanner.takeBool())
        case .null:
            try scanner.takeNull()
            return .null
        default: throw scanner.unexpected()
        }
    }

    private static func members(_ scanner: inout JSONScanner, _ budget: inout Int) throws(JSONError) -> [Member] {
        var members: [Member] = []
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            members.append(Member(key: try scanner.string(key), value: try take(&scanner, &budget)))
        }
        return members
    }

    private static func elements(_ scanner: inout JSONScanner, _ budget: inout Int) throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try scanner.enterArray()
        while try scanner.nextElement() { elements.append(try take(&scanner, &budget)) }
        return elements
    }

    private static func number(_ digits: UnsafeBufferPointer<UInt8>) -> JSONValue {
        let text = String(decoding: digits, as: UTF8.self)
        if let integer = Int(text) { return .integer(integer) }
        return .number(Double(text) ?? .infinity)
    }
}

extension JSONValue {
    /// The value of a key; nil when this is no object or has no such key.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }

    /// The string, if it is one that is not blank.
    var text: String? {
        guard case .string(let text) = self, text.utf8.contains(where: { $0 > 0x20 }) else { return nil }
        return text
    }

    /// The integer, also when it is written as a string of digits or with a fraction of zero.
    var integer: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        case .string(let text): Int(text)
        default: nil
        }
    }

    /// The truth value, if it is one.
    var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements; none when it is no array.
    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The members; none when it is no object.
    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    /// Whether it is null.
    var isNull: Bool { self == .null }

    /// What kind of value it is.
    var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .integer, .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}
