import CByteScan

/// The place of a string in a JSON text, not decoded yet.
struct JSONText {
    /// The index of the first byte behind the opening quotation mark.
    let start: Int
    /// The index of the closing quotation mark.
    let end: Int
    /// What `cosci_json_string_end` saw.
    let marks: UInt8

    var isEmpty: Bool { start == end }
    var hasEscapes: Bool { marks & UInt8(cosci_json_escaped) != 0 }
    var isASCII: Bool { marks & UInt8(cosci_json_non_ascii) == 0 }
}

/// A cursor over the bytes of one JSON text (RFC 8259): the caller asks for what it wants and skips the rest.
///
/// Total: every method returns or throws on any bytes, in time linear in what it passes over. Objects and arrays are
/// walked with ``enterObject()`` and ``nextKey()``, ``enterArray()`` and ``nextElement()``; after a key or an element exactly
/// one value must be taken (or skipped). Values that are skipped are checked for balanced brackets and strings only.
struct JSONScanner {
    /// The deepest nesting of objects and arrays.
    static let maximumDepth = 512

    /// The first byte of the text; not dereferenced when `count` is 0.
    let base: UnsafePointer<UInt8>
    /// The length of the text in bytes.
    let count: Int
    /// The index of the next byte.
    private(set) var at = 0
    private(set) var depth = 0
    private var needsComma = false

    /// A cursor at the start of `bytes`, which must outlive it.
    init(_ bytes: UnsafeRawBufferPointer) {
        base = bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) } ?? Self.nowhere
        count = bytes.count
    }

    /// Where a scan of no bytes stands. Unsafe to the compiler only because it is a pointer: nothing is ever read or written there.
    private nonisolated(unsafe) static let nowhere = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

    // MARK: Structure

    /// Skips white space.
    @inline(__always)
    mutating func skipSpace() {
        while at < count, base[at] <= 0x20, Self.isSpace(base[at]) { at += 1 }
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Skips white space and tells the next byte, 0 at the end.
    @inline(__always)
    mutating func peek() -> UInt8 {
        skipSpace()
        return at < count ? base[at] : 0
    }

    /// What kind of value comes next.
    mutating func peekKind() -> JSONKind {
        skipSpace()
        guard at < count else { return .end }
        return switch base[at] {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        default: .nothing
        }
    }

    /// The error that another kind of value stands here than `expected`.
    mutating func mismatch(_ expected: JSONKind) -> JSONError {
        let found = peekKind()
        if found == .end { return JSONError(offset: at, reason: .cutOff) }
        if found == .nothing || found == expected { return JSONError(offset: at, reason: .unexpected(base[at])) }
        return JSONError(offset: at, reason: .wrongType(expected: expected, found: found))
    }

    /// Takes the `{` of an object.
    @inline(__always)
    mutating func enterObject() throws(JSONError) {
        try enter(UInt8(ascii: "{"), .object)
    }

    /// Takes the `[` of an array.
    @inline(__always)
    mutating func enterArray() throws(JSONError) {
        try enter(UInt8(ascii: "["), .array)
    }

    @inline(__always)
    private mutating func enter(_ bracket: UInt8, _ kind: JSONKind) throws(JSONError) {
        guard peek() == bracket else { throw mismatch(kind) }
        guard depth < Self.maximumDepth else { throw JSONError(offset: at, reason: .tooDeep) }
        depth += 1
        at += 1
        needsComma = false
    }

    /// Takes the next key and its colon; nil (and the `}`) at the end of the object.
    mutating func nextKey() throws(JSONError) -> JSONText? {
        guard try advance(UInt8(ascii: "}")) else { return nil }
        guard peek() == UInt8(ascii: "\"") else { throw unexpected() }
        let key = try takeText()
        guard peek() == UInt8(ascii: ":") else { throw unexpected() }
        at += 1
        needsComma = false
        return key
    }

    /// Moves to the next element; false (and the `]` is taken) at the end of the array.
    mutating func nextElement() throws(JSONError) -> Bool {
        try advance(UInt8(ascii: "]"))
    }

    @inline(__always)
    private mutating func advance(_ close: UInt8) throws(JSONError) -> Bool {
        let byte = peek()
        if byte == close, at < count {
            at += 1
            depth -= 1
            needsComma = true
            return false
        }
        guard needsComma else { return true }
        guard byte == UInt8(ascii: ",") else { throw unexpected() }
        at += 1
        if peek() == close { throw unexpected() }
        needsComma = false
        return true
    }

    /// The error for the byte that stands here.
    func unexpected() -> JSONError {
        at < count
            ? JSONError(offset: at, reason: .unexpected(base[at])) : JSONError(offset: count, reason: .cutOff)
    }

    /// Checks that nothing but white space is left.
    mutating func finish() throws(JSONError) {
        skipSpace()
        guard at == count else { throw JSONError(offset: at, reason: .trailingBytes) }
    }

    // MARK: Values

    /// Takes a string without decoding it.
    @inline(__always)
    mutating func takeText() throws(JSONError) -> JSONText {
        guard peek() == UInt8(ascii: "\"") else { throw mismatch(.string) }
        let start = at + 1
        var marks: UInt8 = 0
        let end = start + cosci_json_string_end(base + start, count - start, &marks)
        guard marks & UInt8(cosci_json_control) == 0 else {
            throw JSONError(offset: end, reason: .controlCharacter)
        }
        guard end < count else { throw JSONError(offset: start - 1, reason: .unterminatedString) }
        at = end + 1
        needsComma = true
        return JSONText(start: start, end: end, marks: marks)
    }

    /// Takes a string without decoding it, or null.
    @inline(__always)
    mutating func takeOptionalText() throws(JSONError) -> JSONText? {
        if peek() == UInt8(ascii: "n") {
            try takeNull()
            return nil
        }
        return try takeText()
    }

    /// Takes `null`.
    mutating func takeNull() throws(JSONError) {
        guard takeWord("null") else { throw mismatch(.null) }
    }

    /// Takes `true` or `false`.
    mutating func takeBool() throws(JSONError) -> Bool {
        skipSpace()
        if takeWord("true") { return true }
        if takeWord("false") { return false }
        throw mismatch(.boolean)
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard at + length <= count else { return false }
        for index in 0..<length where base[at + index] != word.utf8Start[index] { return false }
        if at + length < count, Self.isWordByte(base[at + length]) { return false }
        at += length
        needsComma = true
        return true
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }

    /// Takes a number as it is written.
    mutating func takeNumber() throws(JSONError) -> UnsafeBufferPointer<UInt8> {
        guard peekKind() == .number else { throw mismatch(.number) }
        let start = at
        if base[at] == UInt8(ascii: "-") { at += 1 }
        let first = at
        guard takeDigits() else { throw JSONError(offset: start, reason: .badNumber) }
        if base[first] == UInt8(ascii: "0"), at > first + 1 { throw JSONError(offset: start, reason: .badNumber) }
        if at < count, base[at] == UInt8(ascii: ".") {
            at += 1
            guard takeDigits() else { throw JSONError(offset: start, reason: .badNumber) }
        }
        if at < count, base[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < count, base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at += 1 }
            guard takeDigits() else { throw JSONError(offset: start, reason: .badNumber) }
        }
        needsComma = true
        return UnsafeBufferPointer(start: base + start, count: at - start)
    }

    private mutating func takeDigits() -> Bool {
        let start = at
        while at < count, base[at] &- 0x30 < 10 { at += 1 }
        return at > start
    }

    /// Takes an integer that fits into 64 bits.
    mutating func takeInteger() throws(JSONError) -> Int {
        let start = at
        let digits = try takeNumber()
        guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
            throw JSONError(offset: start, reason: .wrongType(expected: .integer, found: .number))
        }
        return value
    }

    /// Skips one value of any kind.
    mutating func skipValue() throws(JSONError) {
        switch peekKind() {
        case .string: _ = try takeText()
        case .object, .array: try skipContainer()
        case .number: _ = try takeNumber()
        case .boolean: _ = try takeBool()
        case .null: try takeNull()
        default: throw unexpected()
        }
    }

    private mutating func skipContainer() throws(JSONError) {
        var open = 0
        while at < count {
            switch base[at] {
            case UInt8(ascii: "\""):
                _ = try takeText()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open += 1
                if depth + open > Self.maximumDepth { throw JSONError(offset: at, reason: .tooDeep) }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                open -= 1
            default:
                break
            }
            at += 1
            if open == 0 {
                needsComma = true
                return
            }
        }
        throw JSONError(offset: count, reason: .cutOff)
    }
}
