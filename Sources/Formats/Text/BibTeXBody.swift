/// Why an entry cannot be read.
struct BibTeXError: Error {
    let message: String
}

/// The macros of a bibliography: the months, and what `@string` defines.
struct BibTeXMacros {
    private static let sizeLimit = 4 << 20

    private var values: [String: String] = [
        "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June",
        "jul": "July", "aug": "August", "sep": "September", "oct": "October", "nov": "November", "dec": "December",
    ]
    private var size = 0

    /// The value of a macro; the name itself where nobody defined it.
    subscript(name: String) -> String { values[name.lowercased()] ?? name }

    /// Defines a macro.
    ///
    /// - Returns: false when macros take more memory than any bibliography needs.
    mutating func define(_ name: String, _ value: String) -> Bool {
        size += name.utf8.count + value.utf8.count + 64
        guard size <= Self.sizeLimit else { return false }
        values[name] = value
        return true
    }
}

/// Parses what stands between the delimiters of an entry.
struct BibTeXBody {
    /// The key of the entry, once read.
    private(set) var keySeen = ""

    private static let valueLimit = 1 << 20
    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The key, up to the first comma.
    mutating func key() -> String {
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: ",") { at += 1 }
        keySeen = RawText.folded(RawText.string(bytes[start..<at])) ?? ""
        if at < bytes.count { at += 1 }
        return keySeen
    }

    /// The fields that follow, names in lower case.
    mutating func fields(_ macros: BibTeXMacros) throws(BibTeXError) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        while true {
            skip { $0 <= 0x20 || $0 == UInt8(ascii: ",") }
            guard at < bytes.count else { return fields }
            let name = word()
            guard !name.isEmpty else { throw BibTeXError(message: "expected the name of a field, found '\(excerpt)'") }
            skip { $0 <= 0x20 }
            guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else {
                throw BibTeXError(message: "expected '=' behind '\(name.prefix(40))', found '\(excerpt)'")
            }
            at += 1
            fields.append((name.lowercased(), try value(of: name, macros)))
        }
    }

    /// Pieces joined by `#`.
    private mutating func value(of name: String, _ macros: BibTeXMacros) throws(BibTeXError) -> String {
        var result = ""
        while true {
            skip { $0 <= 0x20 }
            guard at < bytes.count else { throw BibTeXError(message: "'\(name.prefix(40))' has no value") }
            result += try piece(macros)
            guard result.utf8.count <= Self.valueLimit else {
                throw BibTeXError(message: "'\(name.prefix(40))' is too long")
            }
            skip { $0 <= 0x20 }
            guard at < bytes.count, bytes[at] == UInt8(ascii: "#") else { return result }
            at += 1
        }
    }

    private mutating func piece(_ macros: BibTeXMacros) throws(BibTeXError) -> String {
        if bytes[at] == UInt8(ascii: "{") { return try delimited(by: UInt8(ascii: "}")) }
        if bytes[at] == UInt8(ascii: "\"") { return try delimited(by: UInt8(ascii: "\"")) }
        let text = word()
        guard let first = text.utf8.first else { throw BibTeXError(message: "expected a value, found '\(excerpt)'") }
        return first &- 0x30 < 10 ? text : macros[text]
    }

    /// What is between the delimiter here and the one that closes it outside of inner braces.
    private mutating func delimited(by close: UInt8) throws(BibTeXError) -> String {
        at += 1
        let start = at
        var depth = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == close, depth == 0 {
                at += 1
                return RawText.string(bytes[start..<at - 1])
            }
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
            at += 1
        }
        throw BibTeXError(message: "a value is not closed")
    }

    private mutating func word() -> String {
        let start = at
        while at < bytes.count, bytes[at] > 0x20, !Self.isSpecial(bytes[at]) { at += 1 }
        return RawText.string(bytes[start..<at])
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "#"), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: "\""):
            true
        default: false
        }
    }

    private mutating func skip(while condition: (UInt8) -> Bool) {
        while at < bytes.count, condition(bytes[at]) { at += 1 }
    }

    private var excerpt: String { RawText.string(bytes[at..<min(at + 20, bytes.count)]) }
}
