import Literature

/// Reads answers of the arXiv query API (Atom 1.0 with arXiv's and OpenSearch's elements; arXiv API User's Manual).
///
/// Gives a paper for each entry, a notice with the number of results, and an issue for the entry that stands for an error.
/// Categories of other schemes (MSC, ACM) are dropped.
public struct AtomReader: RecordReader {
    private let stream: XMLStream
    private var entry = AtomEntry()
    private var isRootSeen = false
    private var isEnded = false
    private var totalResults: Int?
    private var startIndex = 0

    /// A reader of one answer.
    public init(_ input: ByteInput) {
        stream = XMLStream(input)
    }

    /// The next paper, issue or notice.
    public mutating func next() -> ReadItem? {
        while !isEnded {
            switch stream.next() {
            case .event(let event):
                if let item = take(event) { return item }
            case .failure(let issue):
                isEnded = true
                return .issue(issue)
            case .end:
                isEnded = true
            }
        }
        return nil
    }

    private mutating func take(_ event: XMLEvent) -> ReadItem? {
        if !isRootSeen {
            isRootSeen = true
            guard event.name == "feed" || event.name == "entry" else { return refuse(root: event) }
        }
        switch event.kind {
        case .start:
            if event.name == "entry" { entry = AtomEntry(line: event.line, byte: event.byte) }
            if event.parent == "entry" { entry.take(attributesOf: event) }
        case .end:
            if event.name == "entry" { return entry.item }
            if event.parent == "feed" || event.parent.isEmpty { return takeFeedElement(event) }
            entry.take(event)
        }
        return nil
    }

    private mutating func refuse(root event: XMLEvent) -> ReadItem {
        isEnded = true
        let message = "not an Atom feed: the outermost element is '\(event.name)'"
        return .issue(ReadIssue(line: event.line, byte: event.byte, message: message, extent: .restOfInput))
    }

    /// `totalResults` and `startIndex` come in any order before or behind the entries; the notice goes out when the answer
    /// ends or both are known.
    private mutating func takeFeedElement(_ event: XMLEvent) -> ReadItem? {
        switch event.name {
        case "totalResults":
            totalResults = Int(event.text)
        case "startIndex":
            startIndex = Int(event.text) ?? 0
        default:
            guard event.parent.isEmpty, event.name == "feed" else { return nil }
            return totalResults.map { .notice(.totalResults($0, startIndex: startIndex)) }
        }
        return nil
    }
}

/// One entry of a feed while it is read.
private struct AtomEntry {
    /// More text than any entry has; what is beyond is a mistake or an attack.
    private static let sizeLimit = 16 << 20

    private var line = 0
    private var byte: Int64 = 0
    private var size = 0
    private var fields: [String: String] = [:]
    private var authors: [Author] = []
    private var categories: [String] = []
    private var primaryCategory: String?

    init() {}

    init(line: Int, byte: Int64) {
        self.line = line
        self.byte = byte
    }

    mutating func take(attributesOf event: XMLEvent) {
        guard let term = event["term"], categories.count < 1000 else { return }
        if event.name == "primary_category" { primaryCategory = term }
        if event.name == "category" { categories.append(term) }
    }

    mutating func take(_ event: XMLEvent) {
        size += event.text.utf8.count + 16
        guard size <= Self.sizeLimit, !event.text.isEmpty else { return }
        if event.parent == "author", event.name == "name" {
            authors += AuthorLine.parseOne(event.text)
        } else if event.parent == "entry" {
            fields[event.name] = fields[event.name] ?? event.text
        }
    }

    /// The paper, or why there is none.
    var item: ReadItem {
        guard size <= Self.sizeLimit else { return issue("the entry is larger than \(Self.sizeLimit >> 20) MB") }
        guard let name = fields["id"] else { return issue("the entry has no id") }
        if name.contains("/api/errors") {
            return issue("arXiv answered with an error: \(fields["summary"] ?? name)")
        }
        do throws(ArxivIDError) {
            return .record(.paper(makeRecord(try ArxivID(parsing: name))))
        } catch {
            return issue("the entry '\(name.prefix(80))' has no arXiv identifier: \(error)")
        }
    }

    private func issue(_ message: String) -> ReadItem {
        .issue(ReadIssue(line: line, byte: byte, message: message))
    }

    private func makeRecord(_ id: ArxivID) -> PaperRecord {
        var record = PaperRecord(source: .atom, arxiv: id, doi: fields["doi"])
        record.title = fields["title"]
        record.abstract = fields["summary"]
        record.authors = AuthorList(authors)
        record.comments = fields["comment"]
        record.journalReference = fields["journal_ref"]
        record.categories = CategoryCodes.joined([primaryCategory].compactMap { $0 } + categories)
        record.submitted = fields["published"].flatMap { Timestamp(iso: $0) }
        record.updated = fields["updated"].flatMap { Timestamp(iso: $0) }
        record.isWithdrawn = Withdrawal.isStated(comments: record.comments, abstract: record.abstract)
        record.versions = versions(id.version, of: record)
        return record
    }

    /// The version that the entry describes, and the first one, whose date every entry carries.
    private func versions(_ number: Int?, of record: PaperRecord) -> [PaperVersion] {
        guard let number else { return [] }
        let first = PaperVersion(number: 1, created: record.submitted ?? record.updated)
        return number == 1 ? [first] : [first, PaperVersion(number: number, created: record.updated)]
    }
}
