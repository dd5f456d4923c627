/// Finds the extent of the entry that a window starts with (at its `@`).
struct BibTeXEntryScan {
    enum Result {
        /// The `@` starts no entry.
        case noEntry
        /// An entry: its type in lower case, what is between its delimiters, and where it ends.
        case entry(type: String, body: Range<Int>, end: Int)
        /// Another entry (or the end of the input) comes before this one is closed.
        case unclosed(type: String, end: Int)
        /// No end within the limit.
        case tooLong(type: String)
    }

    private let window: UnsafeRawBufferPointer
    private let limit: Int

    init(_ window: UnsafeRawBufferPointer, limit: Int) {
        self.window = window
        self.limit = limit
    }

    func run() -> Result {
        guard let (type, open) = head(at: 0) else { return .noEntry }
        let closesWithParenthesis = window[open] == UInt8(ascii: "(")
        var depth = 0
        var at = open
        while at < window.count {
            if at > limit { return .tooLong(type: type) }
            switch window[at] {
            case UInt8(ascii: "{"):
                depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0, !closesWithParenthesis { return .entry(type: type, body: open + 1..<at, end: at + 1) }
                depth = max(depth, 0)
            case UInt8(ascii: ")"):
                if depth == 0, closesWithParenthesis { return .entry(type: type, body: open + 1..<at, end: at + 1) }
            case 0x0A:
                // A line that starts an entry never stands inside one; so damage does not spread, and no byte is looked at twice.
                if at + 1 < window.count, window[at + 1] == UInt8(ascii: "@"), head(at: at + 1) != nil {
                    return .unclosed(type: type, end: at + 1)
                }
            default:
                break
            }
            at += 1
        }
        return .unclosed(type: type, end: window.count)
    }

    /// The type and the opening delimiter of an entry whose `@` stands at `index`.
    private func head(at index: Int) -> (type: String, open: Int)? {
        var at = index + 1
        while at < window.count, window[at] == 0x20 { at += 1 }
        let start = at
        while at < window.count, at - start < 32, (window[at] | 0x20) &- 0x61 < 26 { at += 1 }
        guard at > start else { return nil }
        let type = RawText.string(window[start..<at]).lowercased()
        while at < window.count, at - start < 64, window[at] <= 0x20 { at += 1 }
        guard at < window.count, window[at] == UInt8(ascii: "{") || window[at] == UInt8(ascii: "(") else { return nil }
        return (type, at)
    }
}
