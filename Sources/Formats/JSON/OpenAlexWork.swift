import Literature

/// A work object of OpenAlex as a record with its references.
struct OpenAlexWork {
    /// The record.
    var record: PaperRecord
    /// The works it refers to.
    var references: [PaperIdentifier]
    /// What had to be left out.
    var problem: String?

    /// Nil when the object names no work.
    init?(_ value: JSONValue) {
        guard let record = PaperRecord(source: .openAlex, identifiers: Self.identifiers(value)) else { return nil }
        self.record = record
        references = (value["referenced_works"]?.elements ?? []).compactMap { $0.text.flatMap(Self.work) }
        fill(value)
        switch InvertedAbstract.text(value["abstract_inverted_index"]) {
        case .success(let text): self.record.abstract = text
        case .failure(let reason): problem = reason.description
        }
    }

    private mutating func fill(_ value: JSONValue) {
        record.title = value["title"]?.text ?? value["display_name"]?.text
        record.authors = Self.authors(value["authorships"])
        record.submitted = value["publication_date"]?.text.flatMap { Timestamp(iso: $0) }
        record.year = value["publication_year"]?.integer
        record.venue = value["primary_location"]?["source"]?["display_name"]?.text
        record.doi = value["doi"]?.text.flatMap { DOI($0) }?.name
        record.license = value["best_oa_location"]?["license"]?.text ?? value["primary_location"]?["license"]?.text
        record.reportedCitations = value["cited_by_count"]?.integer
        record.isWithdrawn = value["is_retracted"]?.bool ?? false
    }

    /// The upstream's words, when the object is an error.
    static func error(_ value: JSONValue) -> String? {
        guard value["id"] == nil, let error = value["error"]?.text else { return nil }
        return [error, value["message"]?.text].compactMap { $0 }.joined(separator: ": ")
    }

    /// Why an object is no work.
    static func refusal(_ value: JSONValue) -> String {
        guard let id = value["id"]?.text else { return "the work has no identifier" }
        let kinds: [UInt8: String] = [
            0x41: "an author", 0x53: "a source", 0x49: "an institution", 0x54: "a topic", 0x50: "a publisher",
            0x46: "a funder", 0x43: "a concept",
        ]
        let name = id.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? id
        if let first = name.utf8.first, let kind = kinds[first] { return "\(kind), not a work" }
        return "'\(FieldText.excerpt(id))' is no OpenAlex work"
    }

    // MARK: Fields

    private static func work(_ text: String) -> PaperIdentifier? {
        guard case .openAlex(let number)? = PaperIdentifier(text) else { return nil }
        return .openAlex(number)
    }

    private static func identifiers(_ value: JSONValue) -> [PaperIdentifier] {
        var all: [PaperIdentifier] = []
        let ids = value["ids"]
        for text in [value["id"]?.text, ids?["openalex"]?.text].compactMap({ $0 }) {
            if let id = work(text) { all.append(id) }
        }
        for text in [value["doi"]?.text, ids?["doi"]?.text].compactMap({ $0 }) {
            if let doi = DOI(text) { all.append(PaperIdentifier(doi)) }
        }
        let pages =
            (value["locations"]?.elements ?? [value["primary_location"], value["best_oa_location"]].compactMap { $0 })
            .compactMap { $0["landing_page_url"]?.text }
        for text in [ids?["arxiv"]?.text].compactMap({ $0 }) + pages where isArxiv(text) {
            if let id = ArxivID(text) { all.append(PaperIdentifier(id)) }
        }
        return all
    }

    private static func isArxiv(_ address: String) -> Bool {
        let lower = address.lowercased()
        return lower.contains("arxiv.org/") || lower.contains("arxiv:") || lower.contains("10.48550/arxiv.")
    }

    private static func authors(_ list: JSONValue?) -> AuthorList {
        let names = (list?.elements ?? []).compactMap {
            $0["author"]?["display_name"]?.text ?? $0["raw_author_name"]?.text
        }
        return AuthorList(names.map { AuthorText.author(named: $0) })
    }
}

/// Abstracts as OpenAlex gives them: for each word the places where it stands.
enum InvertedAbstract {
    /// The last place that is read: no abstract is longer.
    static let lastPosition = 100_000

    /// Why an abstract is left out.
    enum Refusal: Error, CustomStringConvertible {
        case badPosition
        case tooLong

        var description: String {
            switch self {
            case .badPosition: "the inverted abstract (left out: a position is no number)"
            case .tooLong: "the inverted abstract (left out: a position is beyond \(lastPosition))"
            }
        }
    }

    /// The text; nil when there is none. Linear in the number of places.
    static func text(_ index: JSONValue?) -> Result<String?, Refusal> {
        var words: [String?] = []
        for member in index?.members ?? [] {
            for element in member.value.elements {
                guard case .integer(let position) = element, position >= 0 else { return .failure(.badPosition) }
                guard position <= lastPosition else { return .failure(.tooLong) }
                if position >= words.count {
                    words.append(contentsOf: repeatElement(nil, count: position + 1 - words.count))
                }
                words[position] = member.key
            }
        }
        let text = words.compactMap { $0 }.joined(separator: " ")
        return .success(text.isEmpty ? nil : text)
    }
}
