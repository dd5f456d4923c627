import Glibc
import Literature

/// Reads lists of citations: on each line the citing and the cited work, separated by a tab, spaces or a comma. Lines that
/// start with `#` and empty ones are skipped, and so is a first line of column names.
///
/// Works are named in any form that ``PaperIdentifier`` parses. A bare number (`9304045`, or `1001` for `0001001`) names no
/// work, because its archive is not known: such lines are refused.
public struct CitationListReader: RecordReader {
    private static let lineLimit = 16 << 10

    private var lines: LineReader
    private var isEnded = false
    private var isFirst = true

    /// A reader of a list.
    public init(_ input: ByteInput) {
        lines = LineReader(input, limit: Self.lineLimit)
    }

    /// The next citation or issue.
    public mutating func next() -> ReadItem? {
        while !isEnded {
            switch lines.next() {
            case .line(let bytes):
                if let item = take(bytes.assumingMemoryBound(to: UInt8.self)) { return item }
            case .tooLong(let length):
                return issue("a line of \(length) bytes is no pair of identifiers")
            case .end(let failure):
                isEnded = true
                if let failure { return .issue(failure) }
            }
        }
        return nil
    }

    private mutating func take(_ line: UnsafeBufferPointer<UInt8>) -> ReadItem? {
        let bytes = Self.trimmed(line)
        guard let first = bytes.first, first != UInt8(ascii: "#") else { return nil }
        let wasFirst = isFirst
        isFirst = false
        guard let (left, right) = Self.columns(bytes) else {
            return issue("'\(Self.excerpt(bytes))' is not a pair of identifiers")
        }
        if let citing = Self.identifier(left), let cited = Self.identifier(right) {
            return .record(.citation(CitationRecord(citing: citing, cited: cited, source: .citationList)))
        }
        if wasFirst, Self.isColumnName(left), Self.isColumnName(right) { return nil }
        return issue(Self.identifier(left) == nil ? Self.reason(left) : Self.reason(right))
    }

    private func issue(_ message: String) -> ReadItem {
        .issue(ReadIssue(line: lines.number, byte: lines.offset, message: message))
    }

    // MARK: Columns

    /// The two columns: split at a tab where there is one, else at white space, else at a comma.
    private static func columns(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>)? {
        guard let base = bytes.baseAddress else { return nil }
        let cut: Int
        if let tab = memchr(base, 0x09, bytes.count) {
            cut = UnsafeRawPointer(tab) - UnsafeRawPointer(base)
        } else if let space = memchr(base, 0x20, bytes.count) {
            cut = UnsafeRawPointer(space) - UnsafeRawPointer(base)
        } else if let comma = memchr(base, 0x2C, bytes.count) {
            cut = UnsafeRawPointer(comma) - UnsafeRawPointer(base)
        } else {
            return nil
        }
        var left = trimmed(UnsafeBufferPointer(rebasing: bytes[..<cut]))
        if left.last == UInt8(ascii: ",") { left = trimmed(UnsafeBufferPointer(rebasing: left.dropLast())) }
        let right = trimmed(UnsafeBufferPointer(rebasing: bytes[(cut + 1)...]))
        guard !left.isEmpty, !right.isEmpty, !right.contains(where: { $0 <= 0x20 }) else { return nil }
        return (left, right)
    }

    private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var (start, end) = (0, bytes.count)
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while start < end, bytes[end - 1] <= 0x20 { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<end])
    }

    // MARK: Identifiers

    private static func identifier(_ bytes: UnsafeBufferPointer<UInt8>) -> PaperIdentifier? {
        // What is no arXiv identifier may be one of another kind.
        if let id = try? ArxivID(parsing: bytes) { return PaperIdentifier(id) }
        return PaperIdentifier(RawText.string(bytes))
    }

    /// Column names have a letter and no digit but at the end: `citing`, `source_id`, `paper1`.
    private static func isColumnName(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let name = bytes.last.map { $0 &- 0x30 < 10 } ?? false ? UnsafeBufferPointer(rebasing: bytes.dropLast()) : bytes
        return !name.isEmpty
            && name.allSatisfy {
                ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: "\"")
            }
    }

    private static func reason(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let text = excerpt(bytes)
        if bytes.count <= 7, bytes.allSatisfy({ $0 &- 0x30 < 10 }) {
            return "the bare number '\(text)' needs an archive, as in hep-th/\(padded(text))"
        }
        return "'\(text)' names no work (expected an arXiv identifier, a DOI, s2:, corpus: or openalex:)"
    }

    private static func padded(_ digits: String) -> String {
        String(repeating: "0", count: max(0, 7 - digits.utf8.count)) + digits
    }

    private static func excerpt(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        RawText.string(bytes.prefix(80))
    }
}
