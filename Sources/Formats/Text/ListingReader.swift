import Literature

/// Reads arXiv's plain-text abstracts (`.abs`), one or many in a file: headers between the first two lines of `\\`, the
/// abstract up to the third, a line of dashes between articles.
///
/// Headers: `Paper`, `From`, `Date`, `Date (revised…)`, `Title`, `Author(s)`, `Comments`, `Report-no`, `Journal-ref`, `DOI`,
/// `Subj-class`, `Categories`, `License`; a line that starts with two spaces continues the one before. A date that cannot
/// be read becomes the first of the month of the identifier.
public struct ListingReader: RecordReader {
    /// No abstract page is nearly as long.
    private static let sizeLimit = 1 << 20

    private enum Place {
        case outside
        case headers
        case abstract
    }

    private var lines: LineReader
    private var place = Place.outside
    private var draft = ListingDraft()
    private var isEnded = false
    private var hasArticles = false
    private var firstStrayLine: (line: Int, byte: Int64)?

    /// A reader of a listing.
    public init(_ input: ByteInput) {
        lines = LineReader(input, limit: Self.sizeLimit)
    }

    /// The next paper or issue.
    public mutating func next() -> ReadItem? {
        while !isEnded {
            switch lines.next() {
            case .line(let bytes):
                if let item = take(bytes) { return item }
            case .tooLong(let length):
                place = .outside
                return issue("a line of \(length) bytes is too long for a listing")
            case .end(let failure):
                return end(failure)
            }
        }
        return nil
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) -> ReadItem? {
        if Self.isDashes(bytes) { return finish(atDashes: true) }
        if bytes.count >= 2, bytes[0] == UInt8(ascii: "\\"), bytes[1] == UInt8(ascii: "\\") { return takeMark() }
        switch place {
        case .outside:
            if firstStrayLine == nil, bytes.contains(where: { $0 > 0x20 }) {
                firstStrayLine = (lines.number, lines.offset)
            }
        case .headers:
            draft.takeHeader(bytes)
        case .abstract:
            draft.takeAbstract(bytes)
        }
        guard draft.size > Self.sizeLimit else { return nil }
        place = .outside
        defer { draft = ListingDraft() }
        return issue("an article of more than \(Self.sizeLimit >> 20) MB", line: draft.line, byte: draft.byte)
    }

    /// A line of `\\` leads from before the headers through headers and abstract to the end.
    private mutating func takeMark() -> ReadItem? {
        switch place {
        case .outside:
            draft = ListingDraft(line: lines.number, byte: lines.offset)
            place = .headers
            return nil
        case .headers:
            place = .abstract
            return nil
        case .abstract:
            return finish(atDashes: false)
        }
    }

    /// Ends an article: at its third mark, or where the next one begins.
    private mutating func finish(atDashes: Bool) -> ReadItem? {
        defer { place = .outside }
        // A mark with nothing but dashes behind it starts no article.
        guard place != .outside, !(atDashes && draft.isEmpty) else { return nil }
        hasArticles = true
        return draft.item
    }

    private mutating func end(_ failure: ReadIssue?) -> ReadItem? {
        isEnded = true
        if let failure { return .issue(failure) }
        if place == .abstract || (place == .headers && !draft.isEmpty) {
            return issue("the article is cut off: its last line of \\\\ is missing", line: draft.line, byte: draft.byte)
        }
        if !hasArticles, let stray = firstStrayLine {
            return issue("no article of an arXiv listing found", line: stray.line, byte: stray.byte)
        }
        return nil
    }

    private func issue(_ message: String, line: Int? = nil, byte: Int64? = nil) -> ReadItem {
        .issue(ReadIssue(line: line ?? lines.number, byte: byte ?? lines.offset, message: message))
    }

    private static func isDashes(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 20 && bytes.allSatisfy { $0 == UInt8(ascii: "-") }
    }
}
