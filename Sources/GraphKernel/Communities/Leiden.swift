/// Communities by the Leiden algorithm: groups of works that cite each other more than chance would have it.
///
/// Traag, Waltman and van Eck, "From Louvain to Leiden: guaranteeing well-connected communities" (2019): works move to the
/// best neighbouring community, communities are refined into parts that hang together, the parts become the nodes of a
/// smaller graph, and so on until nothing moves. Quality is modularity; of directed graphs as by Leicht and Newman (2008).
public struct Leiden: Sendable {
    /// What is compared with chance.
    public enum Quality: Hashable, Sendable {
        /// Pairs of works of which one cites the other.
        case undirected
        /// Citations, where chance knows who cites much and who is cited much.
        case directed
    }

    /// Greater values give more and smaller communities; 1 is modularity.
    public var resolution = 1.0
    /// What is compared with chance.
    public var quality = Quality.undirected
    /// How often the whole is repeated from its result; it ends earlier when nothing changes.
    public var iterations = 2
    /// How many times it starts anew, the best start being carried on; nil for as often as costs little: ten times on graphs of less
    /// than 50,000 edges, four times below a million, once on others.
    public var starts: Int?
    /// How freely refinement chooses among good parts: near 0 the best one always.
    public var randomness = 0.01
    /// Where the random numbers start: the same seed gives the same communities.
    public var seed: UInt64 = 42
    /// Threads, each with a start of its own; the result is the same with any number.
    public var threads = 1

    /// Leiden with its usual parameters.
    public init() {}

    /// The communities of a snapshot; each hangs together.
    ///
    /// - Complexity: about O(nodes + citations) for each pass of each iteration.
    public func communities(of snapshot: GraphSnapshot) -> NodePartition {
        let graph =
            quality == .directed ? WeightedGraph(directed: snapshot) : WeightedGraph(UndirectedGraph(snapshot))
        return communities(of: graph)
    }

    /// The communities of an undirected graph.
    public func communities(of graph: UndirectedGraph) -> NodePartition { communities(of: WeightedGraph(graph)) }

    private func communities(of graph: WeightedGraph) -> NodePartition {
        let first = (0..<Int32(graph.nodeCount)).map { $0 }
        let starts = max(1, starts ?? Self.usualStarts(edges: graph.targets.count / 2))
        let rounds = max(1, iterations)
        // What tells the starts apart shows after half of the rounds.
        let half = starts == 1 ? rounds : (rounds + 1) / 2
        let candidates = ResultSlots<Candidate>(count: starts, initial: Candidate())
        forEachPart(starts, threads: threads) { start in
            var numbers = SplitMix(seed: seed &+ UInt64(start))
            let labels = iterated(graph, from: first, rounds: half, numbers: &numbers)
            let quality = starts == 1 ? 0 : graph.quality(of: labels, resolution: resolution)
            candidates[start] = Candidate(labels: labels, quality: quality, numbers: numbers)
        }
        guard var best = candidates.values.enumerated().max(by: Candidate.isWorse)?.element else {
            return NodePartition(raw: first)
        }
        guard starts > 1 else { return NodePartition(raw: best.labels) }
        return NodePartition(raw: iterated(graph, from: best.labels, rounds: rounds / 2, numbers: &best.numbers))
    }

    private static func usualStarts(edges: Int) -> Int {
        edges < 50_000 ? 10 : edges < 1_000_000 ? 4 : 1
    }

    /// What a start came to.
    private struct Candidate: Sendable {
        var labels: [Int32] = []
        var quality = 0.0
        var numbers = SplitMix(seed: 0)

        /// Of equal ones the earlier is the better.
        static func isWorse(_ one: (offset: Int, element: Candidate), _ other: (offset: Int, element: Candidate))
            -> Bool
        {
            (one.element.quality, -one.offset) < (other.element.quality, -other.offset)
        }
    }

    private func iterated(
        _ graph: WeightedGraph,
        from labels: [Int32],
        rounds: Int,
        numbers: inout SplitMix
    ) -> [Int32] {
        var labels = NodePartition(raw: labels).labels
        for _ in 0..<rounds {
            let next = NodePartition(raw: improved(graph, labels: labels, numbers: &numbers)).labels
            guard next != labels else { break }
            labels = next
        }
        return labels
    }

    /// One iteration: labels of the nodes that are no worse than `labels`.
    private func improved(_ whole: WeightedGraph, labels: [Int32], numbers: inout SplitMix) -> [Int32] {
        let null = NullModel(whole, resolution: resolution)
        var graph = whole
        var current = HeapBuffer(labels)
        // For each node of the whole graph, which node of the condensed one stands for it.
        var places = (0..<Int32(whole.nodeCount)).map { $0 }
        while true {
            var moving = LocalMoving(graph: graph, labels: current, null: null)
            moving.run(numbers: &numbers)
            let communities = moving.compact()
            guard communities < graph.nodeCount else { break }
            var (groups, count) = Refinement.refine(
                graph,
                labels: current,
                communities: communities,
                null: null,
                randomness: randomness,
                numbers: &numbers
            )
            // Without any merge the condensed graph would be the same one again.
            if count == graph.nodeCount { (groups, count) = (current, communities) }
            let next = HeapBuffer<Int32>(count: count, repeating: 0)
            for node in 0..<graph.nodeCount { next.pointer[Int(groups.pointer[node])] = current.pointer[node] }
            graph = graph.condensed(by: groups, count: count)
            for node in places.indices { places[node] = groups.pointer[Int(places[node])] }
            current = next
        }
        return places.map { current.pointer[Int($0)] }
    }
}

/// What chance would have between two groups, by their strengths.
struct NullModel {
    /// The factor of the product of strengths.
    let scale: Double
    let isDirected: Bool

    init(_ graph: WeightedGraph, resolution: Double) {
        isDirected = graph.isDirected
        // Undirected: the sum of strengths is twice the number of edges. Directed: it is their number.
        let total = graph.strengths.buffer.reduce(0, +)
        scale = total > 0 ? resolution / total : 0
    }
}
