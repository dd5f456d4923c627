/// Reads JSON (RFC 8259) from bytes in one pass, without a tree: the caller asks for what it expects and skips the rest.
///
/// Total on any bytes: it ends after at most one step per byte, nests no deeper than ``depthLimit``, and every failure names
/// the byte.
struct JSONCursor {
    /// What is wrong, and at which byte.
    struct Failure: Error {
        var byte: Int
        var reason: String
    }

    static let depthLimit = 64

    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0
    private var depth = 0

    /// A cursor at the start of `bytes`, which must outlive it.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    func failure(_ reason: String) -> Failure { Failure(byte: position, reason: reason) }

    /// The next byte that is no white space, not consumed; nil at the end.
    mutating func peek() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return bytes[position]
            }
        }
        return nil
    }

    private mutating func take(_ byte: UInt8) throws(Failure) {
        guard peek() == byte else { throw failure("expected \(Character(Unicode.Scalar(byte)))") }
        position += 1
    }

    /// Calls `body` with each key of an object; it must consume the value.
    mutating func object(_ body: (String, inout JSONCursor) throws -> Void) throws {
        try take(UInt8(ascii: "{"))
        try enter()
        var isFirst = true
        while peek() != UInt8(ascii: "}") {
            if !isFirst { try take(UInt8(ascii: ",")) }
            isFirst = false
            let key = try string()
            try take(UInt8(ascii: ":"))
            try body(key, &self)
        }
        position += 1
        depth -= 1
    }

    /// Calls `body` at each element of an array; it must consume the element.
    mutating func array(_ body: (inout JSONCursor) throws -> Void) throws {
        try take(UInt8(ascii: "["))
        try enter()
        var isFirst = true
        while peek() != UInt8(ascii: "]") {
            if !isFirst { try take(UInt8(ascii: ",")) }
            isFirst = false
            try body(&self)
        }
        position += 1
        depth -= 1
    }

    private mutating func enter() throws(Failure) {
        depth += 1
        guard depth <= Self.depthLimit else { throw failure("nested too deeply") }
    }

    /// A string.
    mutating func string() throws(Failure) -> String {
        try take(UInt8(ascii: "\""))
        var text: [UInt8] = []
        while true {
            guard position < bytes.count else { throw failure("a string does not end") }
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw failure("not UTF-8") }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw failure("a control character in a string")
            default: text.append(byte)
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(Failure) {
        guard position < bytes.count else { throw failure("a string does not end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var value = try hexadecimal()
            if value & 0xFC00 == 0xD800 {
                guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                    bytes[position + 1] == UInt8(ascii: "u")
                else { throw failure("half of a surrogate pair") }
                position += 2
                let low = try hexadecimal()
                guard low & 0xFC00 == 0xDC00 else { throw failure("half of a surrogate pair") }
                value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
            }
            guard let scalar = Unicode.Scalar(value) else { throw failure("half of a surrogate pair") }
            text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        default: throw failure("an unknown escape")
        }
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        guard position + 4 <= bytes.count else { throw failure("a string does not end") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw failure("expected a hexadecimal digit")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    /// A number, in double precision.
    mutating func number() throws(Failure) -> Double {
        _ = peek()
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                position += 1
            default: return try number(from: start)
            }
        }
        return try number(from: start)
    }

    private func number(from start: Int) throws(Failure) -> Double {
        guard position > start, position - start <= 64,
            let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite
        else { throw failure("expected a number") }
        return value
    }

    /// A whole number that an `Int` holds.
    mutating func integer() throws(Failure) -> Int {
        guard let value = Int(exactly: try number()) else { throw failure("expected a whole number") }
        return value
    }

    /// `true` or `false`.
    mutating func bool() throws(Failure) -> Bool {
        if try word("true") { return true }
        if try word("false") { return false }
        throw failure("expected true or false")
    }

    /// Whether the next value is `null`, which is then consumed.
    mutating func null() throws(Failure) -> Bool {
        try word("null")
    }

    private mutating func word(_ word: StaticString) throws(Failure) -> Bool {
        _ = peek()
        let isThere = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        if isThere { position += word.utf8CodeUnitCount }
        return isThere
    }

    /// Consumes any value, without looking closely: brackets have to match and strings have to end.
    mutating func skip() throws {
        var open: [UInt8] = []
        repeat {
            guard let byte = peek() else { throw failure("expected a value") }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                position += 1
                // In ASCII a closing bracket comes two behind the opening one.
                open.append(byte + 2)
                guard open.count <= Self.depthLimit else { throw failure("nested too deeply") }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.popLast() == byte else { throw failure("expected a value") }
                position += 1
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard !open.isEmpty else { throw failure("expected a value") }
                position += 1
            case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
            case UInt8(ascii: "n"):
                guard try null() else { throw failure("expected a value") }
            default: _ = try number()
            }
        } while !open.isEmpty
    }

    private mutating func skipString() throws(Failure) {
        try take(UInt8(ascii: "\""))
        while position < bytes.count {
            let byte = bytes[position]
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return }
        }
        position = bytes.count
        throw failure("a string does not end")
    }

    /// Nothing but white space may follow.
    mutating func end() throws(Failure) {
        guard peek() == nil else { throw failure("something follows the end") }
    }
}
