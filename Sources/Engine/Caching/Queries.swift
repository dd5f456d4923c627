public import Caching
public import Literature
public import Ports

/// What questions are asked of.
public struct QueryStores: Sendable {
    /// Papers and citations.
    public var papers: any PaperStore
    /// The derived files: words, vectors, graph.
    public var indexes: LibraryIndexes
    /// The models of links.
    public let predictions: LinkPredictions
    /// What answers depend on besides the library and the parameters, such as which encoder made the vectors: part of every key.
    public var recipe: String

    /// Stores.
    public init(papers: any PaperStore, indexes: LibraryIndexes, recipe: String = "") {
        self.papers = papers
        self.indexes = indexes
        self.recipe = recipe
        predictions = LinkPredictions(indexes.library)
    }
}

/// Everything that is known of one paper.
public struct ShowQuery: CachedQuery {
    /// A paper with its place in the graph.
    public struct Details: Codable, Hashable, Sendable {
        /// The paper.
        public var paper: Paper
        /// How many works of the library cite it.
        public var citationCount: Int
        /// How many works it cites.
        public var referenceCount: Int
    }

    /// The paper.
    public var identifier: PaperIdentifier

    /// Asks about a paper.
    public init(_ identifier: PaperIdentifier) { self.identifier = identifier }

    /// The kind.
    public static var kind: QueryKind { .show }

    /// The paper.
    public var tags: [CacheTag] { [.paper(identifier.description)] }

    /// Reads it from the store; nil when it is unknown.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<Details?> {
        guard let page = try stores.papers.neighbours(of: identifier, .references, offset: 0, limit: 0) else {
            return LoadedAnswer(nil, isNegative: true)
        }
        let count = try stores.papers.citationCounts([identifier])[0]
        return LoadedAnswer(Details(paper: page.paper, citationCount: count, referenceCount: page.total))
    }
}

/// What a paper cites, or what cites it.
public struct CitesQuery: CachedQuery {
    /// The paper.
    public var identifier: PaperIdentifier
    /// Which way.
    public var direction: CitationDirection
    /// Which come first.
    public var order: CitationOrder
    /// How many works to leave out from the start.
    public var offset: Int
    /// How many works at most.
    public var limit: Int

    /// Asks for a page of neighbours.
    public init(
        _ identifier: PaperIdentifier,
        _ direction: CitationDirection,
        by order: CitationOrder = .identifier,
        offset: Int,
        limit: Int
    ) {
        self.identifier = identifier
        self.direction = direction
        self.order = order
        self.offset = offset
        self.limit = limit
    }

    /// The kind.
    public static var kind: QueryKind { .cites }

    /// The paper and its neighbours.
    public var tags: [CacheTag] { [.paper(identifier.description), .neighbours(of: identifier.description)] }

    /// Reads it from the store; nil when the paper is unknown.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<CitationPage?> {
        let page = try stores.papers.neighbours(of: identifier, direction, by: order, offset: offset, limit: limit)
        return LoadedAnswer(page, isNegative: page == nil)
    }
}

/// A search.
public struct SearchQuery: CachedQuery {
    /// What is searched for.
    public var request: SearchRequest

    /// Asks for a search.
    public init(_ request: SearchRequest) { self.request = request }

    /// The kind.
    public static var kind: QueryKind { .search }

    /// All texts, all citations (results tell how often a paper is cited, and are ranked by it), all vectors.
    public var tags: [CacheTag] { [.texts, .graph, .vectors] }

    /// Searches. What an index finds that is behind the library is not kept.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<SearchAnswer> {
        let answer = try SearchPapers(papers: stores.papers, indexes: stores.indexes)(request)
        return LoadedAnswer(answer, isNegative: answer.results.isEmpty, isPassing: !answer.behind.isEmpty)
    }
}

/// Counts over the whole library.
public struct StatisticsQuery: CachedQuery {
    /// Asks for them.
    public init() {}

    /// The kind.
    public static var kind: QueryKind { .statistics }

    /// Everything.
    public var tags: [CacheTag] { [.library] }

    /// Counts.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<LibraryStatistics> {
        LoadedAnswer(try stores.papers.statistics())
    }
}
