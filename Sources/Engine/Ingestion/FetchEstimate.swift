import Literature

/// How many papers a fetch asks each service for, as far as that is known beforehand.
public struct FetchEstimate: Hashable, Sendable {
    /// Articles asked of arXiv.
    public var arxivPapers = 0
    /// Papers asked of Semantic Scholar.
    public var semanticScholarPapers = 0
    /// Works asked of OpenAlex.
    public var openAlexPapers = 0
    /// Whether references are asked for.
    public var hasReferences: Bool
    /// Whether citations are asked for.
    public var hasCitations: Bool
    /// Whether papers that are not known yet will be asked for as well.
    public var isLowerBound: Bool

    /// An estimate for a fetch of `identifiers`.
    public init(_ identifiers: [String], _ options: FetchOptions) {
        let follows = options.depth > 0 && !options.withCitations && !options.withReferences
        hasReferences = options.withReferences || follows
        hasCitations = options.withCitations || follows
        isLowerBound = options.depth > 0
        let count = options.depth == 0 ? identifiers.count : min(identifiers.count, options.maximum)
        let articles = identifiers.prefix(count).count { PaperIdentifier($0)?.arxivID != nil }
        switch options.source {
        case .arxiv: arxivPapers = articles
        case .semanticScholar: semanticScholarPapers = count
        case .openAlex: openAlexPapers = count
        case .automatic:
            arxivPapers = articles
            semanticScholarPapers = hasReferences || hasCitations ? count : count - articles
        }
    }
}
