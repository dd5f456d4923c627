import GraphKernel
public import Ports
import Retrieval

/// Ranks the works of the library by their place in the citation graph.
public struct RankWorks: Sendable {
    /// What works are ranked by.
    public enum Measure: String, Sendable, Codable, CaseIterable {
        /// The share of a reader who follows references (Brin and Page, 1998).
        case pagerank
        /// Being cited by what cites well (Kleinberg, 1999).
        case authorities
        /// Citing what is cited well (Kleinberg, 1999).
        case hubs
        /// The greatest k such that the work belongs to a part in which everyone is linked to k others.
        case core
        /// Between how many pairs of works it lies on the shortest ways (Freeman, 1977).
        case betweenness
        /// How much its neighbours are bound to each other (Burt, 1992), the least first: those link what is apart.
        case constraint
        /// How many neighbours it has that are not bound to each other (Burt, 1992).
        case effectiveSize = "effective-size"
        /// How many works cite it.
        case citations

        /// Whether lesser scores come first.
        public var isLeastFirst: Bool { self == .constraint }
    }

    /// What is asked.
    public struct Request: Hashable, Sendable, Codable {
        /// The greatest ``limit`` that is given.
        public static let greatestLimit = 500

        /// What works are ranked by.
        public var measure = Measure.pagerank
        /// Of ``Measure/pagerank``: how probably the reader follows a reference rather than starting anew; from 0, below 1. The less, the
        /// less far back the ranks reach: Chen, Xie, Maslov and Redner (2007) take .5 for citations, the web .85.
        public var damping = 0.5
        /// Only works of this category are listed; `cs` takes all of `cs.*`.
        public var category: String?
        /// Only works of this year and later are listed.
        public var since: Int?
        /// Only works of this year and earlier are listed.
        public var until: Int?
        /// How many works are listed, ``greatestLimit`` at most.
        public var limit = 20
        /// How many works to leave out from the start.
        public var offset = 0
        /// The moment asked about; nil for now.
        public var date: SnapshotDate?

        /// The works with the highest PageRank.
        public init() {}
    }

    /// A work with its rank.
    public struct Entry: Sendable, Codable {
        /// The work; its citations are those of the graph.
        public var work: GraphWork
        /// How many works it cites.
        public var referenceCount: Int
        /// Its score by the measure.
        public var score: Double
        /// Its rank among all works that have a score: one more than the number of those before it. Works of one score share it.
        public var rank: Int
        /// Of all works that have a score, how many in a hundred stand behind it.
        public var percentile: Double
    }

    /// The ranking.
    public struct Answer: Sendable, Codable {
        /// How many works have a score.
        public var ranked: Int
        /// How many of them fulfil the conditions, so that they could be listed.
        public var total: Int
        /// From how many works ways were followed, where scores are estimated from some; nil where they are exact.
        public var pivots: Int?
        /// The works, best first.
        public var entries: [Entry]
        /// Parts of the index that the library has outgrown.
        public var behind: [IndexPart]
    }

    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// Rankings of a library.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// The best works. They are ranked among all works of the graph; conditions only choose which are listed.
    ///
    /// - Throws: `QueryError` for years that exclude each other; ``GraphQueryError/missing``; ``IndexError``; the stores' errors.
    /// - Complexity: that of the measure: some passes over the citations. Betweenness of larger libraries is estimated.
    public func callAsFunction(_ request: Request) throws -> Answer {
        let filter = try Self.filter(request)
        let view = try CitationView(papers: papers, indexes: indexes, asOf: request.date)
        let scores = WorkScores(request.measure, of: view.snapshot, damping: request.damping)
        let places = scores.ranked()
        let listed = filter.map { view.nodes(of: view.opened.lexical.documents(where: $0)) }
        let chosen = listed.map { listed in places.filter { listed.contains($0.node) } } ?? places
        let limit = min(max(0, request.limit), Request.greatestLimit)
        let page = chosen.dropFirst(max(0, request.offset)).prefix(limit)
        let entries = zip(page, try view.works(page.map(\.node))).map { place, work in
            Entry(
                work: work,
                referenceCount: view.snapshot.referenceCount(of: place.node),
                score: place.score,
                rank: place.rank,
                percentile: 100 * Double(place.behind) / Double(places.count)
            )
        }
        return Answer(
            ranked: places.count,
            total: chosen.count,
            pivots: scores.pivots,
            entries: entries,
            behind: view.behind
        )
    }

    /// The conditions of what is listed; nil when there are none.
    private static func filter(_ request: Request) throws(QueryError) -> LexicalFilter? {
        var filter = LexicalFilter()
        if let category = request.category { filter.categories = [category.lowercased()] }
        if request.since != nil || request.until != nil {
            let (first, last) = (request.since ?? 0, request.until ?? 9999)
            guard first <= last else {
                throw QueryError(part: "\(first)..\(last)", reason: "the years asked for exclude each other")
            }
            filter.years = first...last
        }
        return filter.isEmpty ? nil : filter
    }
}
