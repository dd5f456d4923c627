import GraphKernel

/// Numbers that are the same on every machine: SplitMix64.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// A random graph for comparisons with naive algorithms.
enum RandomGraph {
    /// Edges that may loop and repeat.
    static func edges(nodeCount: Int, edgeCount: Int, seed: UInt64) -> [CitationEdge] {
        var numbers = SeededNumbers(seed: seed)
        guard nodeCount > 0 else { return [] }
        return (0..<edgeCount).map { _ in
            CitationEdge(
                .random(in: 0..<Int32(nodeCount), using: &numbers),
                .random(in: 0..<Int32(nodeCount), using: &numbers)
            )
        }
    }

    /// A snapshot of a whole random graph.
    static func make(nodeCount: Int, edgeCount: Int, seed: UInt64) -> GraphSnapshot {
        CitationGraph(nodeCount: nodeCount, edges: edges(nodeCount: nodeCount, edgeCount: edgeCount, seed: seed)).all
    }
}
