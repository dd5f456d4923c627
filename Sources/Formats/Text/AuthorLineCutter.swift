/// Cuts an author line into pieces at commas and `and`, in groups at semicolons and colons.
struct AuthorLineCutter {
    /// The pieces between commas, in groups between semicolons; white space is folded.
    private(set) var groups: [[String]] = []
    /// Whether a semicolon stood outside of braces and parentheses.
    private(set) var hasSemicolon = false

    private let bytes: [UInt8]
    private var group: [String] = []
    private var piece: [UInt8] = []
    private var at = 0
    private var braces = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
        piece.reserveCapacity(64)
    }

    mutating func cut() {
        while at < bytes.count { step() }
        endGroup()
    }

    private mutating func step() {
        let byte = bytes[at]
        if byte == UInt8(ascii: "\\") { return takeEscape() }
        if byte == UInt8(ascii: "{") { braces += 1 }
        if byte == UInt8(ascii: "}") { braces = max(0, braces - 1) }
        if braces > 0 { return take(byte) }
        switch byte {
        case UInt8(ascii: ","):
            endPiece()
            at += 1
        case UInt8(ascii: ";"):
            hasSemicolon = true
            endGroup()
            at += 1
        case UInt8(ascii: ":"):
            endGroup()
            at += 1
        case UInt8(ascii: "&"):
            endPiece()
            at += 1
        case UInt8(ascii: "("):
            skipParentheses()
            take(0x20, advance: 0)
        case UInt8(ascii: "~"):
            take(0x20)
        case 0...0x20:
            takeSpace()
        default:
            take(byte)
        }
    }

    /// Keeps a TeX command; `\,` is a thin space, `\&` and `\and` separate.
    private mutating func takeEscape() {
        guard at + 1 < bytes.count else { return take(bytes[at]) }
        let next = bytes[at + 1]
        if braces == 0, next == UInt8(ascii: ",") || next == UInt8(ascii: ";") || next == 0x20 || next == 0x0A {
            return take(0x20, advance: 2)
        }
        if braces == 0, next == UInt8(ascii: "&") {
            endPiece()
            at += 2
            return
        }
        if braces == 0, isWord("and", at: at + 1) {
            endPiece()
            at += 4
            return
        }
        take(bytes[at])
        // An accent's argument (\", \{, \') is never a separator; a letter starts a command name and is taken as usual.
        if (next | 0x20) &- 0x61 >= 26 { take(next) }
    }

    /// A space; ` and ` and ` with ` between names separate them.
    private mutating func takeSpace() {
        take(0x20)
        while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
        if isWord("and", at: at) || isWord("AND", at: at) || isWord("And", at: at) {
            endPiece()
            at += 3
        }
    }

    /// Skips to the matching parenthesis, or to the end when there is none.
    private mutating func skipParentheses() {
        var depth = 0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "(") { depth += 1 }
            if bytes[at] == UInt8(ascii: ")") { depth -= 1 }
            at += 1
            if depth == 0 { return }
        }
    }

    private func isWord(_ word: String, at index: Int) -> Bool {
        let word = word.utf8
        guard index + word.count <= bytes.count, bytes[index..<index + word.count].elementsEqual(word) else {
            return false
        }
        return index + word.count == bytes.count || bytes[index + word.count] <= 0x20
    }

    private mutating func take(_ byte: UInt8, advance: Int = 1) {
        at += advance
        if byte <= 0x20 {
            if let last = piece.last, last != 0x20 { piece.append(0x20) }
        } else {
            piece.append(byte)
        }
    }

    private mutating func endPiece() {
        if piece.last == 0x20 { piece.removeLast() }
        // A line may begin with "and" after a comma, or consist of it.
        let text = String(decoding: piece, as: UTF8.self)
        if text.lowercased() != "and" {
            group.append(text.lowercased().hasPrefix("and ") ? String(text.dropFirst(4)) : text)
        }
        piece.removeAll(keepingCapacity: true)
    }

    private mutating func endGroup() {
        endPiece()
        groups.append(group)
        group = []
    }
}
