public import Literature

/// A paper in lists.
public struct PaperSummaryJSON: Encodable, Sendable {
    var arxivID: Nullable<String>
    var identifier: String
    var title: Nullable<String>
    var authors: [String]
    var year: Nullable<Int>
    var categories: [String]
    var citationCount: Int
    var isStub: Bool
    var isWithdrawn: Bool

    enum CodingKeys: String, CodingKey {
        case arxivID = "arxiv_id"
        case identifier, title, authors, year, categories
        case citationCount = "citation_count"
        case isStub = "stub"
        case isWithdrawn = "withdrawn"
    }

    /// A paper that `citationCount` works of the library cite.
    public init(_ paper: Paper, citationCount: Int) {
        arxivID = Nullable(paper.arxivID?.description)
        identifier = paper.identifier.description
        title = Nullable(paper.title)
        authors = paper.authorNames
        year = Nullable(paper.year)
        categories = paper.categories
        self.citationCount = citationCount
        isStub = paper.isStub
        isWithdrawn = paper.isWithdrawn
    }
}

/// A paper with everything that is known of it, as `show` prints it.
public struct PaperJSON: Encodable, Sendable {
    struct Version: Encodable {
        var version: String
        var created: Nullable<String>
        var size: Int?
        var sourceType: String?
        var withdrawn: Bool

        enum CodingKeys: String, CodingKey {
            case version, created, size, withdrawn
            case sourceType = "source_type"
        }

        init(_ version: PaperVersion) {
            self.version = "v\(version.number)"
            created = Nullable(version.created?.description)
            size = version.size
            sourceType = version.sourceType
            withdrawn = version.isWithdrawn
        }
    }

    var arxivID: Nullable<String>
    var identifier: String
    var identifiers: [String]
    var url: Nullable<String>
    var title: Nullable<String>
    var authors: [String]
    var abstract: Nullable<String>
    var categories: [String]
    var year: Nullable<Int>
    var submitted: Nullable<String>
    var updated: Nullable<String>
    var versions: [Version]
    var isWithdrawn: Bool
    var isStub: Bool
    var comments: Nullable<String>
    var journalReference: Nullable<String>
    var doi: Nullable<String>
    var reportNumber: Nullable<String>
    var license: Nullable<String>
    var submitter: Nullable<String>
    var venue: Nullable<String>
    var citationCount: Int
    var referenceCount: Int
    var reportedCitations: Nullable<Int>
    var sources: [String]

    enum CodingKeys: String, CodingKey {
        case arxivID = "arxiv_id"
        case identifier, identifiers, url, title, authors, abstract, categories, year, submitted, updated, versions
        case isWithdrawn = "withdrawn"
        case isStub = "stub"
        case comments, doi, license, submitter, venue, sources
        case journalReference = "journal_ref"
        case reportNumber = "report_no"
        case citationCount = "citation_count"
        case referenceCount = "reference_count"
        case reportedCitations = "reported_citations"
    }

    /// A paper with the number of works of the library that cite it, and of works that it cites.
    public init(_ paper: Paper, citationCount: Int, referenceCount: Int) {
        arxivID = Nullable(paper.arxivID?.description)
        identifier = paper.identifier.description
        identifiers = ([paper.identifier] + paper.aliases).map(\.description)
        url = Nullable(paper.url)
        title = Nullable(paper.title)
        authors = paper.authorNames
        abstract = Nullable(paper.abstract)
        categories = paper.categories
        year = Nullable(paper.year)
        submitted = Nullable(paper.submitted?.description)
        updated = Nullable(paper.updated?.description)
        versions = paper.versions.map(Version.init)
        isWithdrawn = paper.isWithdrawn
        isStub = paper.isStub
        comments = Nullable(paper.comments)
        journalReference = Nullable(paper.journalReference)
        doi = Nullable(paper.doi)
        reportNumber = Nullable(paper.reportNumber)
        license = Nullable(paper.license)
        submitter = Nullable(paper.submitter)
        venue = Nullable(paper.venue)
        self.citationCount = citationCount
        self.referenceCount = referenceCount
        reportedCitations = Nullable(paper.reportedCitations)
        sources = paper.sources.map(\.name)
    }
}
