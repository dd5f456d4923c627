/// The keys of arXiv records in JSON Lines: those of the Kaggle snapshot, of a library's export, and the names that other
/// collections give to the same fields.
enum SnapshotKey {
    case id, arxivID, paper, paperID
    case title, abstract, authors, authorsParsed, comments, submitter, license, doi, journalReference, reportNumber
    case categories, primaryCategory
    case versions, updated, submitted
    case identifiers, stub, venue, year, withdrawn, reportedCitations, references
    case unknown

    /// The key by its bytes.
    init(_ name: JSONText, in scanner: JSONScanner) {
        self = .unknown
        for candidate in Self.candidates(ofLength: name.end - name.start)
        where scanner.matches(name, candidate.name) {
            self = candidate.key
            return
        }
    }

    private typealias Candidate = (name: StaticString, key: SnapshotKey)

    private static func candidates(ofLength length: Int) -> [Candidate] {
        length < byLength.count ? byLength[length] : []
    }

    private static let all: [Candidate] = [
        ("id", .id), ("submitter", .submitter), ("authors", .authors), ("title", .title), ("comments", .comments),
        ("journal-ref", .journalReference), ("doi", .doi), ("report-no", .reportNumber), ("categories", .categories),
        ("license", .license), ("abstract", .abstract), ("versions", .versions), ("update_date", .updated),
        ("authors_parsed", .authorsParsed),
        ("arxiv_id", .arxivID), ("paper", .paper), ("paper_id", .paperID), ("author_text", .authors),
        ("journal_ref", .journalReference), ("report_no", .reportNumber), ("primary_cat", .primaryCategory),
        ("created", .submitted), ("submitted", .submitted), ("updated", .updated),
        ("identifiers", .identifiers), ("stub", .stub), ("venue", .venue), ("year", .year), ("withdrawn", .withdrawn),
        ("reported_citations", .reportedCitations), ("references", .references),
    ]

    private static let byLength: [[Candidate]] = (0...18).map { length in
        all.filter { $0.name.utf8CodeUnitCount == length }
    }

    /// The name in messages.
    var name: String? {
        Self.all.first { $0.key == self }.map { "\($0.name)" }
    }
}
