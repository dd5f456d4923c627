/// The keys of arXiv records in JSON Lines: those of the Kaggle snapshot, of a library's export, and the names that
/// other collections give to the same fields.
enum SnapshotKey {
    case id, arxivID
    case title, abstract, authors, authorsParsed, comments, submitter, license, doi, journalReference, reportNumber
    case categories, primaryCategory
    case versions, updated, submitted
    case identifiers, stub, venue, year, withdrawn, reportedCitations, references
    case unknown

    /// The key by its bytes.
    init(_ name: JSONText, in scanner: JSONScanner) {
        self = Self.candidate(name, scanner)
    }

    /// By length first: hardly any two keys that follow each other in a record then need comparing.
    private static func candidate(_ name: JSONText, _ scanner: JSONScanner) -> SnapshotKey {
        func isEqual(_ key: StaticString) -> Bool { scanner.matches(name, key) }
        switch name.end - name.start {
        case 2: if isEqual("id") { return .id }
        case 3: if isEqual("doi") { return .doi }
        case 4:
            if isEqual("year") { return .year }
            if isEqual("stub") { return .stub }
        case 5:
            if isEqual("title") { return .title }
            if isEqual("venue") { return .venue }
            if isEqual("paper") { return .arxivID }
        case 7:
            if isEqual("authors") { return .authors }
            if isEqual("license") { return .license }
            if isEqual("updated") { return .updated }
            if isEqual("created") { return .submitted }
        case 8:
            if isEqual("comments") { return .comments }
            if isEqual("abstract") { return .abstract }
            if isEqual("versions") { return .versions }
            if isEqual("arxiv_id") { return .arxivID }
        case 9:
            if isEqual("submitter") { return .submitter }
            if isEqual("report-no") || isEqual("report_no") { return .reportNumber }
            if isEqual("submitted") { return .submitted }
            if isEqual("withdrawn") { return .withdrawn }
        case 10:
            if isEqual("categories") { return .categories }
            if isEqual("references") { return .references }
        default: return longCandidate(isEqual)
        }
        return .unknown
    }

    private static func longCandidate(_ isEqual: (StaticString) -> Bool) -> SnapshotKey {
        if isEqual("journal-ref") || isEqual("journal_ref") { return .journalReference }
        if isEqual("update_date") { return .updated }
        if isEqual("authors_parsed") { return .authorsParsed }
        if isEqual("identifiers") { return .identifiers }
        if isEqual("author_text") { return .authors }
        if isEqual("primary_cat") { return .primaryCategory }
        if isEqual("reported_citations") { return .reportedCitations }
        return .unknown
    }
}
