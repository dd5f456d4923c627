import Literature

/// Reads RIS: entries from `TY` to `ER` of lines `XX  - value`; a line without a tag continues the one before.
///
/// A paper is known by `DO`, by an arXiv or DOI address in `UR` or `L1`…`L4`, or by an arXiv identifier in `M1`, `AN`, `C1`,
/// `JO` or `N1`; an entry without any is refused, because nothing could be linked to it.
public struct RISReader: RecordReader {
    /// The longest entry, in bytes.
    static let entryLimit = 1 << 20

    private var lines: LineReader
    private var entry: RISEntry?
    private var isSkipping = false
    private var hasEntries = false
    private var firstStrayLine: (line: Int, byte: Int64)?
    private var isEnded = false

    /// A reader of a bibliography.
    public init(_ input: ByteInput) {
        lines = LineReader(input, limit: Self.entryLimit)
    }

    /// The next paper or issue.
    public mutating func next() -> ReadItem? {
        while !isEnded {
            switch lines.next() {
            case .line(let bytes):
                if let item = take(bytes) { return item }
            case .tooLong(let length):
                if let item = drop("a line of \(length) bytes is too long") { return item }
            case .end(let failure):
                return end(failure)
            }
        }
        return nil
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) -> ReadItem? {
        let bytes = Self.withoutMark(bytes)
        guard let (tag, value) = Self.field(bytes) else { return takeContinuation(bytes) }
        if tag == "TY" {
            let unfinished = entry.map { issue("the entry '\($0.label)' has no ER", line: $0.line, byte: $0.byte) }
            hasEntries = true
            isSkipping = false
            entry = RISEntry(line: lines.number, byte: lines.offset)
            return unfinished
        }
        if tag == "ER" {
            defer { entry = nil }
            return entry?.item
        }
        if entry == nil, !isSkipping { noteStrayLine() }
        entry?.take(tag, value)
        return checkSize()
    }

    private mutating func takeContinuation(_ bytes: UnsafeRawBufferPointer) -> ReadItem? {
        guard bytes.contains(where: { $0 > 0x20 }) else { return nil }
        if entry == nil, !isSkipping { noteStrayLine() }
        entry?.takeContinuation(RawText.string(bytes))
        return checkSize()
    }

    private mutating func noteStrayLine() {
        if firstStrayLine == nil { firstStrayLine = (lines.number, lines.offset) }
    }

    private mutating func checkSize() -> ReadItem? {
        guard let entry, entry.size > Self.entryLimit else { return nil }
        return drop("the entry is longer than \(Self.entryLimit >> 20) MB")
    }

    /// Refuses the entry at hand; its other lines are skipped.
    private mutating func drop(_ message: String) -> ReadItem? {
        guard !isSkipping else { return nil }
        let item = issue(message, line: entry?.line ?? lines.number, byte: entry?.byte ?? lines.offset)
        entry = nil
        isSkipping = true
        return item
    }

    private mutating func end(_ failure: ReadIssue?) -> ReadItem? {
        isEnded = true
        if let failure { return .issue(failure) }
        if let entry {
            return issue("the entry '\(entry.label)' is cut off: no ER", line: entry.line, byte: entry.byte)
        }
        if !hasEntries, let stray = firstStrayLine {
            return issue("no RIS entry found", line: stray.line, byte: stray.byte)
        }
        return nil
    }

    private func issue(_ message: String, line: Int, byte: Int64) -> ReadItem {
        .issue(ReadIssue(line: line, byte: byte, message: message))
    }

    /// The byte order mark that Windows programs put before the first line.
    private static func withoutMark(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF else { return bytes }
        return UnsafeRawBufferPointer(rebasing: bytes[3...])
    }

    /// `XX  - value`; the number of spaces varies between programs.
    private static func field(_ bytes: UnsafeRawBufferPointer) -> (tag: String, value: String)? {
        guard bytes.count >= 3, bytes[0] &- 0x41 < 26, bytes[1] &- 0x41 < 26 || bytes[1] &- 0x30 < 10 else {
            return nil
        }
        var at = 2
        while at < bytes.count, bytes[at] == 0x20 { at += 1 }
        guard at > 2, at < bytes.count, bytes[at] == UInt8(ascii: "-") else { return nil }
        guard at + 1 == bytes.count || bytes[at + 1] == 0x20 else { return nil }
        return (RawText.string(bytes[0..<2]), RawText.trimmed(RawText.string(bytes[(at + 1)...])) ?? "")
    }
}
