/// What is fetched about papers, and from whom.
public struct FetchOptions: Hashable, Sendable, Codable {
    /// Who is asked for a paper.
    public enum Source: String, Hashable, Sendable, Codable, CaseIterable {
        /// arXiv for its own articles, Semantic Scholar for other works and for citations.
        case automatic = "auto"
        /// arXiv only.
        case arxiv
        /// Semantic Scholar only.
        case semanticScholar = "semantic-scholar"
        /// OpenAlex only; it knows references, and citations by search.
        case openAlex = "openalex"
    }

    /// Who is asked.
    public var source = Source.automatic
    /// Whether the works that cite a paper are fetched too.
    public var withCitations = false
    /// Whether the works that a paper cites are fetched too.
    public var withReferences = false
    /// How many steps along citations are followed: 0 fetches the papers named, 1 also their neighbours as papers, and so on.
    public var depth = 0
    /// How many papers are fetched at most when citations are followed, the ones named included.
    public var maximum = 1000

    /// Papers by themselves, automatically.
    public init() {}
}

/// What is downloaded.
public struct DownloadOptions: Hashable, Sendable, Codable {
    /// A form of the full text.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The PDF.
        case pdf
        /// The author's source (TeX in most cases).
        case source
    }

    /// Which form.
    public var kind = Kind.pdf

    /// PDFs.
    public init() {}
}

/// What is harvested by OAI-PMH.
public struct HarvestOptions: Hashable, Sendable, Codable {
    /// The set (`physics:hep-th`, `cs`); nil harvests everything.
    public var set: String?
    /// The metadata format: `arXiv`, `arXivRaw` (with the history of versions) or `oai_dc`.
    public var format = "arXivRaw"
    /// The first day (`2024-01-31`); nil goes on where the last harvest of the set stopped, or takes everything.
    public var from: String?
    /// The last day; nil has no end.
    public var until: String?

    /// Everything.
    public init() {}
}
