/// Why bytes are no JSON text.
public struct JSONReadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The position of the byte, from 0.
    public var offset: Int
    /// What is wrong there.
    public var reason: String

    /// What is wrong, and where.
    public var description: String { "\(reason) at byte \(offset)" }
}

/// Reads JSON texts (RFC 8259), strictly: any bytes end in a value or an error, in time and memory linear in their number.
public struct JSONReader {
    /// How deep arrays and objects may be nested.
    public static let maximumDepth = 64

    private let bytes: [UInt8]
    private let allowsRepeatedNames: Bool
    private var position = 0

    private init(_ bytes: [UInt8], _ allowsRepeatedNames: Bool) {
        self.bytes = bytes
        self.allowsRepeatedNames = allowsRepeatedNames
    }

    /// The value of a text.
    ///
    /// - Parameter allowsRepeatedNames: whether an object may have members of one name, of which the last counts.
    public static func read(
        _ bytes: [UInt8],
        allowsRepeatedNames: Bool = true
    ) throws(JSONReadError) -> JSONValue {
        var reader = JSONReader(bytes, allowsRepeatedNames)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        if reader.position < bytes.count { throw reader.failure("there is more behind the value") }
        return value
    }

    private func failure(_ reason: String) -> JSONReadError { JSONReadError(offset: position, reason: reason) }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ expected: UInt8) -> Bool {
        guard byte == expected else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONReadError) -> JSONValue {
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"): return try number()
        case let digit? where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit): return try number()
        case nil: throw failure("the text ends where a value is needed")
        default: throw failure("a value cannot begin so")
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONReadError) -> JSONValue {
        let count = text.utf8CodeUnitCount
        guard bytes.count - position >= count else { throw failure("the text ends within a word") }
        for index in 0..<count where bytes[position + index] != text.utf8Start[index] {
            throw failure("an unknown word")
        }
        position += count
        return value
    }

    private mutating func array(depth: Int) throws(JSONReadError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw failure("nested too deep") }
        position += 1
        var values: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(values) }
        while true {
            skipSpace()
            values.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw failure("a comma or ] is needed") }
            return .array(values)
        }
    }

    private mutating func object(depth: Int) throws(JSONReadError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw failure("nested too deep") }
        position += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            guard byte == UInt8(ascii: "\"") else { throw failure("a key in quotation marks is needed") }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw failure("a colon is needed") }
            skipSpace()
            let value = try value(depth: depth + 1)
            let isRepeated = members.updateValue(value, forKey: key) != nil
            if isRepeated, !allowsRepeatedNames { throw failure("'\(key)' comes twice") }
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw failure("a comma or } is needed") }
            return .object(members)
        }
    }

    private mutating func number() throws(JSONReadError) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")), !digits() { throw failure("a digit is needed") }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            if !digits() { throw failure("a digit is needed") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            if !digits() { throw failure("a digit is needed") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw failure("a number too large") }
        // 10.0 and 1e1 are whole numbers too.
        if let whole = Int(exactly: value), whole.magnitude < 1 << 53 { return .integer(whole) }
        return .number(value)
    }

    private mutating func digits() -> Bool {
        let start = position
        while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position > start
    }
}

// MARK: Texts

extension JSONReader {
    private mutating func string() throws(JSONReadError) -> String {
        position += 1
        var text: [UInt8] = []
        while true {
            guard let byte else { throw failure("the text ends within quotation marks") }
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let value = String(validating: text, as: UTF8.self) else { throw failure("no UTF-8") }
                return value
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &text)
            case 0..<0x20: throw failure("a control character within quotation marks")
            default:
                text.append(byte)
                position += 1
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONReadError) {
        guard let byte else { throw failure("the text ends within quotation marks") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try scalar())).utf8)
        default: throw failure("an unknown escape")
        }
    }

    /// The scalar of a `\u` escape; two surrogates make one, and one alone is none.
    private mutating func scalar() throws(JSONReadError) -> Unicode.Scalar {
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard (0xD800..<0xDC00).contains(unit), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw failure("half a character")
        }
        let low = try codeUnit()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
        else { throw failure("half a character") }
        return scalar
    }

    private mutating func codeUnit() throws(JSONReadError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("four hexadecimal digits are needed")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
