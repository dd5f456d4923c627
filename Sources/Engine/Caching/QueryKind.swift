public import Caching

/// A kind of question whose answers are kept.
public struct QueryKind: Hashable, Sendable {
    /// The name, for statistics and for invalidating all answers of the kind.
    public let kind: CacheKind
    /// The version of what the answer means and how it is encoded: raised when either changes.
    public let schema: Int
    /// How long an answer is good, as a part of the time that is set for all.
    public let life: Double

    /// A kind.
    ///
    /// - Parameters:
    ///   - name: short and stable.
    ///   - life: above 0.
    public init(_ name: String, schema: Int, life: Double = 1) {
        kind = CacheKind(name)
        self.schema = schema
        self.life = life
    }

    /// The name.
    public var name: String { kind.name }

    /// How answers are kept when the time set for all is `ttl`; not at all when that is zero.
    ///
    /// Nothing is given beyond its time: what an answer depends on ends it long before, and a load that replaces it is short.
    public func policy(ttl: Duration) -> CachePolicy {
        guard ttl > .zero else { return .uncached }
        return CachePolicy(ttl: ttl * life, negativeTTL: min(.seconds(60), ttl))
    }
}

/// All questions that go through the cache: what they are called, what their answers depend on, how long they are good.
///
/// | kind | depends on | good for |
/// |---|---|---|
/// | `show` | the paper | the set time |
/// | `cites` | the paper, and what is shown of its neighbours | the set time |
/// | `search` | all texts, all citations, all vectors | the set time |
/// | `stats` | everything | the set time |
/// | `similar` | all texts, all citations, all vectors | the set time |
/// | `path`, `communities`, `neighbourhood`, `recommend`, `trends`, `bursts`, `ranking`, `main-path`, `bridges`, `predict` | all texts (titles are shown), all citations | the set time |
extension QueryKind {
    /// ``ShowQuery``.
    public static let show = QueryKind("show", schema: 1)
    /// ``CitesQuery``.
    public static let cites = QueryKind("cites", schema: 1)
    /// ``SearchQuery``.
    public static let search = QueryKind("search", schema: 1)
    /// ``StatisticsQuery``.
    public static let statistics = QueryKind("stats", schema: 1)

    /// ``SimilarQuery``.
    public static let similar = QueryKind("similar", schema: 1)
    /// ``FindPaths/Request``.
    public static let path = QueryKind("path", schema: 1)
    /// ``FindCommunities/Request``.
    public static let communities = QueryKind("communities", schema: 1)
    /// ``ExploreNeighbourhood/Request``.
    public static let neighbourhood = QueryKind("neighbourhood", schema: 1)
    /// ``RecommendPapers/Request``.
    public static let recommend = QueryKind("recommend", schema: 1)
    /// ``FindTrends/Request``.
    public static let trends = QueryKind("trends", schema: 1)
    /// ``FindBursts/Request``.
    public static let bursts = QueryKind("bursts", schema: 1)
    /// ``RankWorks/Request``.
    public static let ranking = QueryKind("ranking", schema: 1)
    /// ``TraceMainPath/Request``.
    public static let mainPath = QueryKind("main-path", schema: 1)
    /// ``FindBridges/Request``.
    public static let bridges = QueryKind("bridges", schema: 1)
    /// ``PredictQuery``.
    public static let predict = QueryKind("predict", schema: 1)

    /// The kinds that can be asked again from what was recorded of them, with how to do it.
    static let repeatable: [String: @Sendable (CachedQueries, _ parameters: String) async throws -> Void] = [
        show.name: again(ShowQuery.self), cites.name: again(CitesQuery.self), search.name: again(SearchQuery.self),
        statistics.name: again(StatisticsQuery.self), similar.name: again(SimilarQuery.self),
        path.name: again(FindPaths.Request.self), communities.name: again(FindCommunities.Request.self),
        neighbourhood.name: again(ExploreNeighbourhood.Request.self),
        recommend.name: again(RecommendPapers.Request.self),
        trends.name: again(FindTrends.Request.self), bursts.name: again(FindBursts.Request.self),
        ranking.name: again(RankWorks.Request.self), mainPath.name: again(TraceMainPath.Request.self),
        bridges.name: again(FindBridges.Request.self),
        predict.name: again(PredictQuery.self),
    ]

    private static func again<Query: CachedQuery>(
        _: Query.Type
    ) -> @Sendable (CachedQueries, String) async throws -> Void {
        { queries, parameters in _ = try await queries.answer(try QueryParameters.decode(Query.self, parameters)) }
    }
}
