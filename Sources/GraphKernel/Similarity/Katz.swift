/// Katz' index cut off at a number of steps: how many walks lead from given works to each, longer ones counting less.
///
/// Katz, "A new status index derived from sociometric analysis" (1953): `Σ βˡ · walks of length l`, here for `l` up to
/// ``steps``, on the undirected graph.
public struct TruncatedKatz: Sendable {
    /// What a further step counts.
    public var factor = 0.05
    /// The longest walks.
    public var steps = 3

    /// With the given factor and length.
    public init(factor: Double = 0.05, steps: Int = 3) {
        self.factor = factor
        self.steps = steps
    }

    /// The index of all works reached from `seeds`, in no order; walks of length 0 are not counted.
    ///
    /// - Parameter seeds: works with positive weights.
    /// - Complexity: O(arcs of the works within `steps - 1` steps).
    public func scores(from seeds: [ScoredNode], in snapshot: GraphSnapshot) -> [ScoredNode] {
        let total = ScoreAccumulator(nodeCount: snapshot.nodeCount)
        var current = ScoreAccumulator(nodeCount: snapshot.nodeCount)
        var next = ScoreAccumulator(nodeCount: snapshot.nodeCount)
        for seed in seeds where snapshot.contains(seed.node) && seed.score > 0 {
            current.add(seed.score, to: seed.node)
        }
        for _ in 0..<steps {
            for node in current.touched {
                let share = current[node] * factor
                snapshot.forEachNeighbour(of: node) { next.add(share, to: $0) }
            }
            for node in next.touched { total.add(next[node], to: node) }
            current.reset()
            swap(&current, &next)
        }
        return total.scores
    }
}
