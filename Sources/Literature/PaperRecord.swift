/// What one source says about one paper. The library keeps these; a ``Paper`` is what they say together.
public struct PaperRecord: Hashable, Sendable {
    /// Where the record came from.
    public var source: RecordSource
    /// The strongest identifier that the record names.
    public var identifier: PaperIdentifier
    /// Further identifiers of the same work.
    public var aliases: [PaperIdentifier] = []
    /// Whether the record only names the paper as cited or citing, so that by itself it makes a stub.
    public var isMention = false
    /// The title with its TeX; white space is that of the source.
    public var title: String?
    /// The abstract with its TeX.
    public var abstract: String?
    /// The authors as the source writes them in one line.
    public var authorsText: String?
    /// The authors one by one.
    public var authors = AuthorList()
    /// arXiv category codes separated by single spaces, the primary one first.
    public var categories: String?
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
    /// The versions that the source knows, ascending by number.
    public var versions: [PaperVersion] = []
    /// When the first version was submitted (or the work was published).
    public var submitted: Timestamp?
    /// When the source last changed the record; decides between two records of the same source.
    public var updated: Timestamp?
    /// The year of publication where no date is known.
    public var year: Int?
    /// Whether the record says that the article is withdrawn.
    public var isWithdrawn = false
    /// The number of citations that the source counts.
    public var reportedCitations: Int?

    /// A record that says nothing yet.
    public init(source: RecordSource, identifier: PaperIdentifier) {
        self.source = source
        self.identifier = identifier
    }

    /// A record for the strongest of `identifiers`, with the others as aliases, duplicates dropped.
    ///
    /// - Returns: nil when there is no identifier.
    public init?(source: RecordSource, identifiers: [PaperIdentifier]) {
        let sorted = Set(identifiers).sorted()
        guard let first = sorted.first else { return nil }
        self.init(source: source, identifier: first)
        aliases = Array(sorted.dropFirst())
    }
}

/// A citation as one source states it.
public struct CitationRecord: Hashable, Sendable {
    /// The work that cites.
    public var citing: PaperIdentifier
    /// The work that is cited.
    public var cited: PaperIdentifier
    /// Where the fact came from.
    public var source: RecordSource

    /// A citation.
    public init(citing: PaperIdentifier, cited: PaperIdentifier, source: RecordSource) {
        self.citing = citing
        self.cited = cited
        self.source = source
    }
}

/// One fact that a reader takes out of a file.
public enum SourceRecord: Hashable, Sendable {
    /// Something about a paper.
    case paper(PaperRecord)
    /// A citation.
    case citation(CitationRecord)
}
