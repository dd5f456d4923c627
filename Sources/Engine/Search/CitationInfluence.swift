import GraphKernel

/// How much a paper is cited among papers of its time: the share of them that are cited less.
///
/// Ranks of counts within a cohort compare papers of all ages; counts themselves favour the old ones. The cohort is a fixed
/// sample of the papers around it in time.
struct CitationInfluence {
    private let graph: CitationGraph
    /// Papers on either side in time.
    private static let reach = 2_000
    private static let samples = 128

    init(_ graph: CitationGraph) {
        self.graph = graph
    }

    /// From 0 for papers that nobody cites to nearly 1.
    ///
    /// - Complexity: O(samples).
    func percentile(of node: Int32) -> Double {
        let own = graph.citations(of: node).count
        guard own > 0 else { return 0 }
        let lower = max(0, Int(node) - Self.reach)
        let upper = min(graph.nodeCount, Int(node) + Self.reach)
        let step = max(1, (upper - lower) / Self.samples)
        var (fewer, equal, count) = (0, 0, 0)
        for other in stride(from: lower, to: upper, by: step) {
            let cited = graph.citations(of: Int32(other)).count
            if cited < own { fewer += 1 } else if cited == own { equal += 1 }
            count += 1
        }
        return (Double(fewer) + Double(equal) / 2) / Double(max(count, 1))
    }
}
