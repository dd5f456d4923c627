import GraphKernel

/// The scores of the works of a snapshot by a measure.
struct WorkScores {
    /// A work at its place in the ranking.
    struct Place {
        var node: Int32
        var score: Double
        /// One more than the number of works before it.
        var rank: Int
        /// How many works stand behind it.
        var behind: Int
    }

    /// How many arcs betweenness follows before it is estimated from some works only: about a second.
    private static let arcBudget = 300_000_000
    /// The fewest works that it is estimated from.
    private static let leastPivots = 16
    /// The most steps of hubs and authorities; some dozens are usual.
    private static let stepLimit = 200
    private static let threads = 2

    private let measure: RankWorks.Measure
    private let scored: [ScoredNode]
    /// From how many works ways were followed; nil for a measure that is exact.
    private(set) var pivots: Int?

    init(_ measure: RankWorks.Measure, of snapshot: GraphSnapshot, damping: Double) {
        self.measure = measure
        switch measure {
        case .pagerank:
            var pageRank = PageRank()
            pageRank.damping = min(max(0, damping), 0.999)
            pageRank.threads = Self.threads
            scored = Self.numbered(pageRank.ranks(of: snapshot))
        case .authorities, .hubs:
            var hits = HITS()
            hits.maximumSteps = Self.stepLimit
            let scores = hits.scores(of: snapshot)
            scored = Self.numbered(measure == .hubs ? scores.hubs : scores.authorities)
        case .core:
            let graph = UndirectedGraph(snapshot, threads: Self.threads)
            scored = Self.numbered(graph.coreness().map { Double($0) })
        case .betweenness:
            let graph = UndirectedGraph(snapshot, threads: Self.threads)
            pivots = Self.pivots(of: graph)
            scored = Self.numbered(Self.betweenness(of: graph, pivots: pivots))
        case .constraint, .effectiveSize:
            scored = Self.holes(in: UndirectedGraph(snapshot, threads: Self.threads)) {
                measure == .constraint ? $0.constraint : $0.effectiveSize
            }
        case .citations:
            scored = Self.numbered((0..<Int32(snapshot.nodeCount)).map { Double(snapshot.citationCount(of: $0)) })
        }
    }

    /// The works that have a score, best first; of equal ones the older first.
    func ranked() -> [Place] {
        let sorted = scored.sorted { left, right in
            guard left.score != right.score else { return left.node < right.node }
            return (left.score < right.score) == measure.isLeastFirst
        }
        var places: [Place] = []
        places.reserveCapacity(sorted.count)
        var (first, end) = (0, 0)
        for (index, item) in sorted.enumerated() {
            if index == end {
                first = index
                while end < sorted.count, sorted[end].score == item.score { end += 1 }
            }
            places.append(Place(node: item.node, score: item.score, rank: first + 1, behind: sorted.count - end))
        }
        return places
    }

    private static func numbered(_ scores: [Double]) -> [ScoredNode] {
        scores.enumerated().map { ScoredNode(node: Int32($0), score: $1) }
    }

    /// Burt's measures of the works that have neighbours.
    private static func holes(in graph: UndirectedGraph, _ value: (StructuralHole) -> Double) -> [ScoredNode] {
        (0..<Int32(graph.nodeCount)).compactMap { node in
            graph.structuralHole(of: node).map { ScoredNode(node: node, score: value($0)) }
        }
    }

    /// From how many works betweenness is estimated; nil when the graph is small enough for all.
    private static func pivots(of graph: UndirectedGraph) -> Int? {
        let affordable = max(leastPivots, arcBudget / max(1, graph.nodeCount + 2 * graph.edgeCount))
        return affordable < graph.nodeCount ? affordable : nil
    }

    private static func betweenness(of graph: UndirectedGraph, pivots: Int?) -> [Double] {
        var betweenness = Betweenness()
        betweenness.threads = threads
        guard let pivots else { return betweenness.exact(in: graph) }
        return betweenness.sampled(in: graph, pivots: pivots)
    }
}
