import Literature

/// Reads CSL-JSON (Citation Style Language 1.0.2), as Zotero and other reference managers write it: an array of items, or one
/// item.
///
/// An item is known by its DOI, or by an arXiv identifier in its address, number, archive location or note.
public struct CSLReader: RecordReader {
    private var document: JSONDocument

    /// A reader of `input`.
    public init(_ input: ByteInput) {
        document = JSONDocument(input, pageKeys: ["items"])
    }

    /// The next paper or issue; nil at the end.
    public mutating func next() -> ReadItem? {
        while true {
            switch document.next() {
            case .element(let bytes, let place): return read(bytes, place)
            case .envelope: continue
            case .issue(let issue): return .issue(issue)
            case .end: return nil
            }
        }
    }

    private func read(_ bytes: UnsafeRawBufferPointer, _ place: JSONDocument.Place) -> ReadItem {
        do throws(JSONError) {
            let value = try JSONValue(parsing: bytes)
            guard case .object = value else {
                return .issue(JSONDocument.issue("expected an item, found \(value.kind.rawValue)", at: place))
            }
            if let record = CSLItem.record(value) { return .record(.paper(record)) }
            return .issue(JSONDocument.issue("\(CSLItem.name(value)) has neither a DOI nor an arXiv id", at: place))
        } catch {
            return .issue(JSONDocument.issue(error.description, at: place, byte: error.offset))
        }
    }
}

/// Items of CSL-JSON as records.
private enum CSLItem {
    /// The item in messages.
    static func name(_ item: JSONValue) -> String {
        if let id = item["id"]?.text ?? item["id"]?.integer.map({ "\($0)" }) {
            return "item '\(FieldText.excerpt(id))'"
        }
        return item["title"]?.text.map { "the item '\(FieldText.excerpt($0))'" } ?? "the item"
    }

    /// The record of an item; nil when it has no identifier.
    static func record(_ item: JSONValue) -> PaperRecord? {
        guard var record = PaperRecord(source: .cslJSON, identifiers: identifiers(item)) else { return nil }
        record.title = text(item["title"])
        record.abstract = text(item["abstract"])
        record.authors = AuthorList((item["author"]?.elements ?? []).compactMap(author))
        record.venue = text(item["container-title"])
        record.doi = item["DOI"]?.text
        record.submitted = date(item["issued"])
        record.year = record.submitted?.year ?? year(item["issued"])
        record.journalReference = journalReference(item, venue: record.venue, year: record.year)
        return record
    }

    /// Crossref writes texts as arrays of one.
    private static func text(_ value: JSONValue?) -> String? {
        value?.text ?? value?.elements.first?.text
    }

    private static func identifiers(_ item: JSONValue) -> [PaperIdentifier] {
        var all: [PaperIdentifier] = []
        if let doi = item["DOI"]?.text { all += DOIList.parse(doi).map { .doi($0) } + ownDOI(doi) }
        if let address = item["URL"]?.text { all += named(address) }
        for key in ["number", "archive_location", "archive-location", "note", "id"] {
            if let text = item[key]?.text { all += arxivIdentifiers(text) }
        }
        return all
    }

    private static func ownDOI(_ text: String) -> [PaperIdentifier] {
        guard let doi = DOI(text), case .arxiv(let id) = PaperIdentifier(doi) else { return [] }
        return [.arxiv(id)]
    }

    private static func named(_ address: String) -> [PaperIdentifier] {
        switch PaperIdentifier(address) {
        case .arxiv(let id): [.arxiv(id)]
        case .doi(let doi): [.doi(doi)]
        default: []
        }
    }

    /// The words of a text that start with `arXiv:`, or the whole text when it is an identifier.
    private static func arxivIdentifiers(_ text: String) -> [PaperIdentifier] {
        if let id = ArxivID(text) { return [PaperIdentifier(id)] }
        let words = text.utf8.split { $0 <= 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
            .map { String(Substring($0)) }
        var all: [PaperIdentifier] = []
        for (index, word) in words.enumerated() {
            let lower = word.lowercased()
            if lower == "arxiv:" || lower == "arxiv" {
                if index + 1 < words.count, let id = ArxivID(words[index + 1]) { all.append(PaperIdentifier(id)) }
            } else if lower.hasPrefix("arxiv:") || lower.contains("arxiv.org/"), let id = ArxivID(word) {
                all.append(PaperIdentifier(id))
            }
        }
        return all
    }

    private static func author(_ name: JSONValue) -> Author? {
        if let literal = name["literal"]?.text { return Author(family: literal) }
        let particles = [name["non-dropping-particle"]?.text, name["family"]?.text].compactMap { $0 }
        let given = [name["given"]?.text, name["dropping-particle"]?.text].compactMap { $0 }
        guard !(particles.isEmpty && given.isEmpty) else { return nil }
        return Author(
            family: particles.joined(separator: " "),
            given: given.joined(separator: " "),
            suffix: name["suffix"]?.text ?? ""
        )
    }

    /// `{"date-parts": [[2020, 1, 2]]}`; only whole dates are dates.
    private static func date(_ issued: JSONValue?) -> Timestamp? {
        let parts = (issued?["date-parts"]?.elements.first?.elements ?? []).compactMap(\.integer)
        if parts.count >= 3 { return Timestamp(year: parts[0], month: parts[1], day: parts[2]) }
        return (issued?["raw"]?.text ?? issued?["literal"]?.text).flatMap { text in
            text.utf8.count >= 10 ? Timestamp(iso: text) : nil
        }
    }

    private static func year(_ issued: JSONValue?) -> Int? {
        if let year = issued?["date-parts"]?.elements.first?.elements.first?.integer { return year }
        return (issued?["raw"]?.text ?? issued?["literal"]?.text).flatMap { Timestamp(iso: $0)?.year }
    }

    /// `Journal volume, page (year)`, when there is a volume.
    private static func journalReference(_ item: JSONValue, venue: String?, year: Int?) -> String? {
        guard let venue, let volume = item["volume"]?.text ?? item["volume"]?.integer.map({ "\($0)" }) else {
            return nil
        }
        var reference = "\(venue) \(volume)"
        if let page = item["page"]?.text { reference += ", \(page)" }
        if let year { reference += " (\(year))" }
        return FieldText.folded(reference)
    }
}
