/// A work, as all records about it say together.
///
/// For every field the first record that has a value gives it; records are taken in the order of trust: arXiv's own
/// sources, newest first, then Semantic Scholar, OpenAlex and bibliography files. The result does not depend on the order in
/// which records arrived.
public struct Paper: Hashable, Sendable, Codable {
    /// The strongest identifier.
    public var identifier: PaperIdentifier
    /// The other identifiers of the work, strongest first.
    public var aliases: [PaperIdentifier] = []
    /// Whether the work is only known as cited or citing.
    public var isStub = true
    /// The title with its TeX, white space folded.
    public var title: String?
    /// The abstract with its TeX.
    public var abstract: String?
    /// The authors as one line.
    public var authorsText: String?
    /// The authors in order.
    public var authors: [Author] = []
    /// The arXiv categories, primary first.
    public var categories: [String] = []
    /// The authors' comments.
    public var comments: String?
    /// The journal reference.
    public var journalReference: String?
    /// The report number.
    public var reportNumber: String?
    /// The DOI of the published version, as given.
    public var doi: String?
    /// The address of the licence of the text.
    public var license: String?
    /// Who submitted the article.
    public var submitter: String?
    /// The journal, conference or repository.
    public var venue: String?
    /// All versions known, ascending.
    public var versions: [PaperVersion] = []
    /// When the first version was submitted.
    public var submitted: Timestamp?
    /// When a source last changed its record.
    public var updated: Timestamp?
    /// The year: of the first version, else of the identifier, else as a source states it.
    public var year: Int?
    /// Whether the latest version withdraws the article.
    public var isWithdrawn = false
    /// The greatest number of citations that a source counts.
    public var reportedCitations: Int?
    /// The sources that spoke, in order of trust.
    public var sources: [RecordSource] = []

    /// What `records` about one work say together.
    ///
    /// - Parameters:
    ///   - identifier: the identifier under which the work is filed.
    ///   - records: what is known; may name the work by different identifiers.
    public init(identifier: PaperIdentifier, merging records: [PaperRecord]) {
        self.identifier = identifier
        for record in records.sorted(by: Self.isMoreTrusted) { fill(from: record) }
        aliases = Set(records.flatMap { [$0.identifier] + $0.aliases }).subtracting([identifier]).sorted()
        settleDates(records)
    }

    private static func isMoreTrusted(_ left: PaperRecord, _ right: PaperRecord) -> Bool {
        if left.isMention != right.isMention { return right.isMention }
        if left.source.isArxivsOwn != right.source.isArxivsOwn { return left.source.isArxivsOwn }
        if left.source.isArxivsOwn, left.updated != right.updated {
            return (left.updated?.secondsSince1970 ?? .min) > (right.updated?.secondsSince1970 ?? .min)
        }
        if left.source != right.source { return left.source.rawValue < right.source.rawValue }
        return left.identifier < right.identifier
    }

    private mutating func fill(from record: PaperRecord) {
        if !record.isMention { isStub = false }
        title = title ?? record.title.map(Self.folded)
        abstract = abstract ?? record.abstract.map(Self.trimmed)
        if authors.isEmpty, authorsText == nil {
            authors = record.authors.authors
            authorsText = record.authorsText.map(Self.folded)
        }
        if categories.isEmpty, let list = record.categories {
            categories = list.utf8.split(separator: 0x20).map { String(Substring($0)) }
        }
        comments = comments ?? record.comments.map(Self.folded)
        journalReference = journalReference ?? record.journalReference.map(Self.folded)
        reportNumber = reportNumber ?? record.reportNumber
        doi = doi ?? record.doi
        license = license ?? record.license
        submitter = submitter ?? record.submitter
        venue = venue ?? record.venue
        versions = PaperVersion.union(versions, record.versions)
        updated = Join.greatest(updated, record.updated)
        reportedCitations = Join.greatest(reportedCitations, record.reportedCitations)
        if !sources.contains(record.source) { sources.append(record.source) }
    }

    private mutating func settleDates(_ records: [PaperRecord]) {
        let arxivDates = records.lazy.filter { $0.source.isArxivsOwn }.compactMap(\.submitted)
        submitted =
            versions.first { $0.number == 1 }?.created ?? arxivDates.min() ?? records.compactMap(\.submitted).min()
        let stated = records.compactMap(\.year).min()
        year = submitted?.year ?? identifier.arxivID?.year ?? stated
        if identifier.arxivID == nil, let stated { year = stated }
        isWithdrawn = versions.last?.isWithdrawn ?? false
        if records.contains(where: { $0.isWithdrawn && $0.updated == updated }) { isWithdrawn = true }
    }

    /// White space folded to single spaces.
    static func folded(_ text: String) -> String {
        text.utf8.split(whereSeparator: { $0 <= 0x20 }).map { String(Substring($0)) }.joined(separator: " ")
    }

    /// White space around the text removed.
    static func trimmed(_ text: String) -> String {
        var slice = text.utf8[...]
        while let first = slice.first, first <= 0x20 { slice.removeFirst() }
        while let last = slice.last, last <= 0x20 { slice.removeLast() }
        return String(Substring(slice))
    }
}

extension Paper {
    /// The number of the latest version known.
    public var latestVersion: Int? { versions.last?.number }

    /// The arXiv identifier, if the work has one.
    public var arxivID: ArxivID? { identifier.arxivID }
}
