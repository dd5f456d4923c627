/// What kind of value stands somewhere in a JSON text.
enum JSONKind: String, Hashable, Sendable {
    case object = "an object"
    case array = "an array"
    case string = "a string"
    case number = "a number"
    case integer = "an integer"
    case boolean = "true or false"
    case null = "null"
    case end = "the end"
    case nothing = "no JSON value"
}

/// Why bytes are not the JSON (RFC 8259) that a reader wants, and where.
struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason.
    enum Reason: Hashable, Sendable {
        case cutOff
        case unexpected(UInt8)
        case unterminatedString
        case controlCharacter
        case badEscape
        case badNumber
        case invalidUTF8
        case nulCharacter
        case tooDeep
        case tooManyValues
        case trailingBytes
        case wrongType(expected: JSONKind, found: JSONKind)
    }

    /// Where, in bytes from the start of the text.
    var offset: Int
    /// The reason.
    var reason: Reason

    var description: String {
        switch reason {
        case .cutOff: "the JSON is cut off"
        case .unexpected(let byte): "unexpected \(Self.name(byte)) in the JSON"
        case .unterminatedString: "unterminated string"
        case .controlCharacter: "control character in a string"
        case .badEscape: "malformed escape in a string"
        case .badNumber: "malformed number"
        case .invalidUTF8: "invalid UTF-8"
        case .nulCharacter: "NUL character in a string"
        case .tooDeep: "nesting deeper than \(JSONScanner.maximumDepth)"
        case .tooManyValues: "more than \(JSONValue.maximumCount) values in one record"
        case .trailingBytes: "trailing bytes behind the record"
        case .wrongType(let expected, let found): "expected \(expected.rawValue), found \(found.rawValue)"
        }
    }

    private static func name(_ byte: UInt8) -> String {
        if byte > 0x20, byte < 0x7F { return "'\(Character(UnicodeScalar(byte)))'" }
        let digits = String(byte, radix: 16, uppercase: true)
        return "byte 0x" + (digits.utf8.count < 2 ? "0" + digits : digits)
    }
}
