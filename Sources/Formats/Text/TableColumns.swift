import Literature

/// The columns of a table of arXiv records, found by their names.
struct TableColumns {
    /// How many columns there are.
    let count: Int
    private let indices: [String: Int]

    /// The columns of a header line; nil when none holds identifiers.
    init?(_ window: UnsafeRawBufferPointer, _ fields: [Range<Int>]) {
        count = fields.count
        var indices: [String: Int] = [:]
        for (index, field) in fields.enumerated() {
            let name = Self.text(window, field)?.lowercased() ?? ""
            if indices[name] == nil { indices[name] = index }
        }
        if indices["arxiv_id"] == nil { indices["arxiv_id"] = indices["id"] }
        guard indices["arxiv_id"] != nil, count > 1 else { return nil }
        self.indices = indices
    }

    /// Whether a line can start a row: where the header leaves the first column without a name, a row number stands in it;
    /// in other tables any line may start a row.
    func isPlausibleStart(_ window: UnsafeRawBufferPointer) -> Bool {
        guard indices[""] == 0 else { return true }
        var at = 0
        while at < window.count, window[at] &- 0x30 < 10 { at += 1 }
        return at > 0 && at < 12 && at < window.count && window[at] == 0x09
    }

    /// The paper of a row, or why there is none.
    func item(_ window: UnsafeRawBufferPointer, _ fields: [Range<Int>], line: Int, byte: Int64) -> ReadItem {
        func value(_ name: String) -> String? { indices[name].flatMap { Self.text(window, fields[$0]) } }
        let name = value("arxiv_id") ?? ""
        do throws(ArxivIDError) {
            let id = try ArxivID(parsing: name)
            return .record(.paper(Self.makeRecord(id, value)))
        } catch {
            return .issue(ReadIssue(line: line, byte: byte, message: "row '\(name.prefix(80))': \(error)"))
        }
    }

    private static func makeRecord(_ id: ArxivID, _ value: (String) -> String?) -> PaperRecord {
        var record = PaperRecord(source: .recordTable, arxiv: id, doi: value("doi"))
        record.title = value("title")
        record.abstract = value("abstract")
        record.authorsText = value("author_text") ?? value("authors")
        record.authors = AuthorLine.list(record.authorsText ?? "")
        record.categories = CategoryCodes.folded(
            [value("primary_cat"), value("categories")].compactMap { $0 }.joined(separator: " ")
        )
        record.comments = value("comments")
        record.journalReference = value("journal_ref")
        record.reportNumber = value("report_no")
        record.license = value("license")
        record.submitter = value("submitter")
        record.submitted = value("created").flatMap { Timestamp(iso: $0) }
        record.updated = value("updated").flatMap { Timestamp(iso: $0) } ?? record.submitted
        record.isWithdrawn = Withdrawal.isStated(comments: record.comments, abstract: record.abstract)
        return record
    }

    /// The text of a field without its quotes; nil when nothing is in it.
    private static func text(_ window: UnsafeRawBufferPointer, _ field: Range<Int>) -> String? {
        let bytes = window[field]
        guard bytes.first == UInt8(ascii: "\"") else { return RawText.trimmed(RawText.string(bytes)) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var isQuoted = true
        var at = bytes.startIndex + 1
        while at < bytes.endIndex {
            let isQuote = bytes[at] == UInt8(ascii: "\"")
            if isQuote, isQuoted, at + 1 < bytes.endIndex, bytes[at + 1] == UInt8(ascii: "\"") {
                output.append(bytes[at])
                at += 1
            } else if isQuote, isQuoted {
                isQuoted = false
            } else {
                output.append(bytes[at])
            }
            at += 1
        }
        return RawText.trimmed(RawText.string(output))
    }
}
