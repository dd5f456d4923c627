internal import GraphKernel
internal import Retrieval

/// What citations say of documents, which are named by their keys.
public protocol CitationEvidence {
    /// The `CitationInfluence` of a document; 0 for those that are not known.
    func influence(of key: String) -> Float
    /// The shares of a random walk along citations that starts at the documents given, by their weights.
    func walk(from seeds: [(key: String, weight: Double)]) -> [String: Float]
}

/// The citations among the documents of a ``CitationTask``.
public struct CollectionCitations: CitationEvidence, Sendable {
    private static let epsilon = 1e-5

    private let keys: [String]
    private let numbers: [String: Int32]
    private let graph: CitationGraph
    private let influences: [Float]

    /// The citations among documents with the given keys and years, as pairs of positions: who cites, who is cited.
    public init(keys: [String], years: [Int], citations: [(Int, Int)]) {
        self.keys = keys
        numbers = Dictionary(keys.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        graph = CitationGraph(
            nodeCount: keys.count,
            edges: citations.map { CitationEdge(Int32($0.0), Int32($0.1)) }
        )
        let snapshot = graph.all
        influences = CitationInfluence.values(
            citations: keys.indices.map { snapshot.citationCount(of: Int32($0)) },
            years: years
        )
    }

    /// The influence of a document.
    public func influence(of key: String) -> Float { numbers[key].map { influences[Int($0)] } ?? 0 }

    /// The shares of a personalised PageRank.
    public func walk(from seeds: [(key: String, weight: Double)]) -> [String: Float] {
        let starts = seeds.compactMap { seed in numbers[seed.key].map { ScoredNode(node: $0, score: seed.weight) } }
        let reached = PersonalisedPageRank(restart: RankFusion.walkRestart, direction: .both, epsilon: Self.epsilon)
            .push(from: starts, in: graph.all)
        return Dictionary(reached.map { (keys[Int($0.node)], Float($0.score)) }, uniquingKeysWith: +)
    }
}
