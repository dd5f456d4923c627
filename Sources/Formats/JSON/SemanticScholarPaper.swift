import Literature

/// A row of a page of citations or references.
struct SemanticScholarLink {
    /// The paper on the other side.
    let paper: JSONValue
    /// Whether that paper is cited by the page's subject (else it cites it).
    let isCited: Bool

    init?(_ row: JSONValue) {
        if let paper = row["citedPaper"] {
            self.paper = paper
            isCited = true
        } else if let paper = row["citingPaper"] {
            self.paper = paper
            isCited = false
        } else {
            return nil
        }
    }
}

/// Paper objects of Semantic Scholar as records.
enum SemanticScholarPaper {
    /// What `value` is when it is an object of the API that is no paper.
    static func foreignKind(of value: JSONValue) -> String? {
        if value["paperId"] != nil || value["externalIds"]?["CorpusId"] != nil { return nil }
        if value["authorId"] != nil { return "an author" }
        if value["snippet"] != nil { return "a text snippet" }
        if value["release_id"] != nil { return "a data set release" }
        if value["start_release"] != nil || value["diffs"] != nil { return "a difference of data sets" }
        if value["files"] != nil { return "a data set" }
        return nil
    }

    /// Why a paper object has no identifier.
    static func lackOfIdentifier(_ value: JSONValue) -> String {
        guard let title = value["title"]?.text else { return "the paper has no identifier" }
        return "the paper '\(FieldText.excerpt(title))' has no identifier"
    }

    /// The record of a paper object; nil when it has no identifier.
    static func record(_ value: JSONValue) -> PaperRecord? {
        let identifiers = identifiers(value)
        guard var record = PaperRecord(source: .semanticScholar, identifiers: identifiers) else { return nil }
        record.title = value["title"]?.text
        record.abstract = value["abstract"]?.text
        record.authors = authors(value["authors"])
        record.year = value["year"]?.integer
        record.submitted = value["publicationDate"]?.text.flatMap { Timestamp(iso: $0) }
        record.venue = value["venue"]?.text ?? value["publicationVenue"]?["name"]?.text
        record.journalReference = journalReference(value["journal"])
        record.doi = value["externalIds"]?["DOI"]?.text
        record.reportedCitations = value["citationCount"]?.integer
        return record
    }

    private static func identifiers(_ value: JSONValue) -> [PaperIdentifier] {
        let external = value["externalIds"]
        var all: [PaperIdentifier] = []
        if let id = external?["ArXiv"]?.text.flatMap({ ArxivID($0) }) { all.append(PaperIdentifier(id)) }
        if let doi = external?["DOI"]?.text.flatMap({ DOI($0) }) { all.append(PaperIdentifier(doi)) }
        if let hash = value["paperId"]?.text, case .semanticScholar(let id)? = PaperIdentifier(hash) {
            all.append(.semanticScholar(id))
        }
        if let corpus = (value["corpusId"] ?? external?["CorpusId"])?.integer.flatMap({ UInt64(exactly: $0) }) {
            all.append(.corpus(corpus))
        }
        return all
    }

    private static func authors(_ list: JSONValue?) -> AuthorList {
        AuthorList((list?.elements ?? []).compactMap { $0["name"]?.text }.map { AuthorText.author(named: $0) })
    }

    /// `Name volume, pages`, as far as it is known.
    private static func journalReference(_ journal: JSONValue?) -> String? {
        guard let journal else { return nil }
        let name = [journal["name"]?.text, journal["volume"]?.text].compactMap { $0 }.joined(separator: " ")
        let parts = [name.isEmpty ? nil : name, journal["pages"]?.text].compactMap { $0 }
        return parts.isEmpty ? nil : parts.map(FieldText.folded).joined(separator: ", ")
    }
}
