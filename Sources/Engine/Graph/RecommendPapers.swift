import GraphKernel
public import Literature
public import Ports
import Retrieval

/// Recommends papers to somebody who likes some papers, and perhaps dislikes others.
///
/// A reader who starts from the papers liked and follows citations both ways meets what is recommended (personalised
/// PageRank); being cited together with them counts as well. What a reader meets who starts from the papers disliked is taken off.
public struct RecommendPapers: Sendable {
    /// What is asked.
    public struct Request: Sendable {
        /// Papers liked.
        public var likes: [PaperIdentifier]
        /// Papers disliked.
        public var dislikes: [PaperIdentifier] = []
        /// How many papers to give.
        public var limit = 10
        /// The moment asked about; nil for now.
        public var date: SnapshotDate?

        /// Papers like some.
        public init(likes: [PaperIdentifier]) {
            self.likes = likes
        }
    }

    /// A recommendation, and why.
    public struct Recommendation: Sendable {
        /// The place in the ranking, from 1.
        public var rank: Int
        /// The work.
        public var work: GraphWork
        /// The score; the best has 1.
        public var score: Double
        /// How many works cite it together with a paper that is liked.
        public var citedTogether: Int
        /// How many of the papers that are liked cite it.
        public var citedByLikes: Int
        /// How many of the papers that are liked it cites.
        public var citesLikes: Int
    }

    /// The recommendations.
    public struct Answer: Sendable {
        /// Best first.
        public var results: [Recommendation]
        /// Parts of the index that the library has outgrown.
        public var behind: [IndexPart]
    }

    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// Recommendations from a library.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// The recommendations; works that the library knows only as cited are left out.
    ///
    /// - Throws: ``GraphQueryError`` for an unknown work; ``IndexError``; the stores' errors.
    public func callAsFunction(_ request: Request) throws -> Answer {
        let view = try CitationView(papers: papers, indexes: indexes, asOf: request.date)
        let likes = Set(try request.likes.map(view.node)).sorted()
        let dislikes = Set(try request.dislikes.map(view.node)).subtracting(likes).sorted()
        let scores = RecommendationScores(snapshot: view.snapshot).scores(likes: likes, dislikes: dislikes)
        let asked = Set(likes + dislikes)
        let candidates = scores.filter { item in
            // What the index of words does not have is no paper of the library.
            item.score > 0 && !asked.contains(item.node)
                && view.opened.lexical.document(forKey: view.graph.key(of: item.node)) != nil
        }
        let best = candidates.best(request.limit)
        let top = best.first?.score ?? 1
        let works = try view.works(best.map(\.node))
        let results = zip(best.indices, works).map { place, work in
            let node = best[place].node
            return Recommendation(
                rank: place + 1,
                work: work,
                score: best[place].score / top,
                citedTogether: Self.citedTogether(node, likes, view.snapshot),
                citedByLikes: likes.count { view.snapshot.references(of: $0).contains(node) },
                citesLikes: likes.count { view.snapshot.citations(of: $0).contains(node) }
            )
        }
        return Answer(results: results, behind: view.behind)
    }

    /// How many works cite `node` and at least one of the papers that are liked.
    private static func citedTogether(_ node: Int32, _ likes: [Int32], _ snapshot: GraphSnapshot) -> Int {
        snapshot.citations(of: node).count { citing in
            let references = snapshot.references(of: citing)
            return likes.contains { references.contains($0) }
        }
    }
}

/// How well each work fits papers that are liked and disliked.
struct RecommendationScores {
    /// What being cited together counts beside being met by the reader.
    private static let coCitationWeight = 0.3
    /// Citing works with long reference lists say little and cost much.
    private static let shareLimit = 500

    let snapshot: GraphSnapshot

    func scores(likes: [Int32], dislikes: [Int32]) -> [ScoredNode] {
        var sums: [Int32: Double] = [:]
        for item in fit(likes) { sums[item.node] = item.score }
        if !dislikes.isEmpty {
            for item in fit(dislikes) where sums[item.node] != nil { sums[item.node, default: 0] -= item.score }
        }
        return sums.map { ScoredNode(node: $0.key, score: $0.value) }.sorted { $0.node < $1.node }
    }

    /// How well works fit some, the best of each measure counting 1.
    private func fit(_ nodes: [Int32]) -> [ScoredNode] {
        let chosen = Set(nodes)
        let reader = PersonalisedPageRank(restart: 0.5, epsilon: 1e-7)
        let met = reader.push(from: nodes.map { ScoredNode(node: $0, score: 1) }, in: snapshot)
        let together = ScoreAccumulator(nodeCount: snapshot.nodeCount)
        snapshot.addCoupling(
            with: nodes,
            by: .coCitation,
            isNormalised: true,
            shareLimit: Self.shareLimit,
            to: together
        )
        let greatest = met.filter { !chosen.contains($0.node) }.map(\.score).max() ?? 1
        let most = together.scores.filter { !chosen.contains($0.node) }.map(\.score).max() ?? 1
        return met.map { item in
            let share = together[item.node] / most
            return ScoredNode(node: item.node, score: item.score / greatest + Self.coCitationWeight * share)
        }
    }
}
