public import Caching
public import Literature

/// Questions about the citation graph. Their answers show titles and counts of citations, of any work that the way through the graph
/// leads to; so they depend on all of them.
private let graphTags: [CacheTag] = [.texts, .graph]

/// What is like a paper.
public struct SimilarQuery: CachedQuery {
    /// The paper.
    public var identifier: PaperIdentifier
    /// How many papers at most.
    public var limit: Int

    /// Asks for papers like one.
    public init(_ identifier: PaperIdentifier, limit: Int) {
        self.identifier = identifier
        self.limit = limit
    }

    /// The kind.
    public static var kind: QueryKind { .similar }

    /// All texts, citations and vectors.
    public var tags: [CacheTag] { [.texts, .graph, .vectors] }

    /// Compares; nil when the paper is unknown.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<SimilarPapers.Answer?> {
        let answer = try SimilarPapers(papers: stores.papers, indexes: stores.indexes)(identifier, limit: limit)
        return LoadedAnswer(answer, isNegative: answer == nil, isPassing: answer?.behind.isEmpty == false)
    }
}

extension FindPaths.Request: CachedQuery {
    /// The kind.
    public static var kind: QueryKind { .path }

    /// All texts and citations.
    public var tags: [CacheTag] { graphTags }

    /// The ways.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<FindPaths.Answer> {
        let answer = try FindPaths(papers: stores.papers, indexes: stores.indexes)(self)
        return LoadedAnswer(answer, isNegative: answer.length == nil, isPassing: !answer.behind.isEmpty)
    }
}

extension FindCommunities.Request: CachedQuery {
    /// The kind.
    public static var kind: QueryKind { .communities }

    /// All texts and citations.
    public var tags: [CacheTag] { graphTags }

    /// The communities.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<FindCommunities.Answer> {
        let answer = try FindCommunities(papers: stores.papers, indexes: stores.indexes)(self)
        return LoadedAnswer(answer, isNegative: answer.communities.isEmpty, isPassing: !answer.behind.isEmpty)
    }
}

extension ExploreNeighbourhood.Request: CachedQuery {
    /// The kind.
    public static var kind: QueryKind { .neighbourhood }

    /// All texts and citations.
    public var tags: [CacheTag] { graphTags }

    /// The works around works.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<ExploreNeighbourhood.Answer> {
        let answer = try ExploreNeighbourhood(papers: stores.papers, indexes: stores.indexes)(self)
        return LoadedAnswer(answer, isNegative: answer.members.isEmpty, isPassing: !answer.behind.isEmpty)
    }
}

extension RecommendPapers.Request: CachedQuery {
    /// The kind.
    public static var kind: QueryKind { .recommend }

    /// All texts and citations.
    public var tags: [CacheTag] { graphTags }

    /// The recommendations.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<RecommendPapers.Answer> {
        let answer = try RecommendPapers(papers: stores.papers, indexes: stores.indexes)(self)
        return LoadedAnswer(answer, isNegative: answer.results.isEmpty, isPassing: !answer.behind.isEmpty)
    }
}

extension FindTrends.Request: CachedQuery {
    /// The kind.
    public static var kind: QueryKind { .trends }

    /// All texts and citations.
    public var tags: [CacheTag] { graphTags }

    /// The papers by time.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<FindTrends.Answer> {
        let answer = try FindTrends(papers: stores.papers, indexes: stores.indexes)(self)
        return LoadedAnswer(answer, isNegative: answer.papers == 0, isPassing: !answer.behind.isEmpty)
    }
}

extension FindBursts.Request: CachedQuery {
    /// The kind.
    public static var kind: QueryKind { .bursts }

    /// All texts and citations.
    public var tags: [CacheTag] { graphTags }

    /// The phrases.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<FindBursts.Answer> {
        let answer = try FindBursts(papers: stores.papers, indexes: stores.indexes)(self)
        return LoadedAnswer(answer, isNegative: answer.phrases.isEmpty, isPassing: !answer.behind.isEmpty)
    }
}

extension RankWorks.Request: CachedQuery {
    /// The kind.
    public static var kind: QueryKind { .ranking }

    /// All texts and citations.
    public var tags: [CacheTag] { graphTags }

    /// The ranking.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<RankWorks.Answer> {
        let answer = try RankWorks(papers: stores.papers, indexes: stores.indexes)(self)
        return LoadedAnswer(answer, isNegative: answer.entries.isEmpty, isPassing: !answer.behind.isEmpty)
    }
}

extension TraceMainPath.Request: CachedQuery {
    /// The kind.
    public static var kind: QueryKind { .mainPath }

    /// All texts and citations.
    public var tags: [CacheTag] { graphTags }

    /// The path.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<TraceMainPath.Answer> {
        let answer = try TraceMainPath(papers: stores.papers, indexes: stores.indexes)(self)
        return LoadedAnswer(answer, isNegative: answer.steps.isEmpty, isPassing: !answer.behind.isEmpty)
    }
}

extension FindBridges.Request: CachedQuery {
    /// The kind.
    public static var kind: QueryKind { .bridges }

    /// All texts and citations.
    public var tags: [CacheTag] { graphTags }

    /// The citations.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<FindBridges.Answer> {
        let answer = try FindBridges(papers: stores.papers, indexes: stores.indexes)(self)
        return LoadedAnswer(answer, isNegative: answer.bridges.isEmpty, isPassing: !answer.behind.isEmpty)
    }
}
