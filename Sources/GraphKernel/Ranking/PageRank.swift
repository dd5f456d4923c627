/// PageRank: the stationary share of a reader who follows references, and now and then starts anew.
///
/// Brin and Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine" (1998). Works that cite nothing hand their
/// share on as a new start does. The linear system `y = t + d·Pᵀy` is solved by Gauss-Seidel sweeps from the newest work to
/// the oldest: nearly all citations point backwards in time, so that the works that cite a work have their new values before
/// it needs them, and one sweep solves what has no forward citation at all.
public struct PageRank: Sendable {
    /// The probability of following a reference rather than starting anew.
    public var damping = 0.85
    /// The sweeps end when one changes the shares by less than this in sum.
    public var tolerance = 1e-10
    /// The greatest number of sweeps.
    public var maximumSweeps = 1000

    /// PageRank with its usual parameters.
    public init() {}

    /// The ranks of all works of a snapshot, with sum 1.
    ///
    /// - Parameter starts: where the reader starts anew, by node, not negative; nil for everywhere alike. Not all zero.
    /// - Complexity: O(nodes + citations) for each sweep; few sweeps.
    public func ranks(of snapshot: GraphSnapshot, starts: [Double]? = nil) -> [Double] {
        let count = snapshot.nodeCount
        guard count > 0 else { return [] }
        precondition(starts == nil || starts?.count == count, "a start for each work")
        var ranks = starts ?? [Double](repeating: 1, count: count)
        let shares = ZeroedBuffer<Double>(count: count)
        let factors = (0..<Int32(count)).map { node in
            let references = snapshot.referenceCount(of: node)
            return references == 0 ? 0 : damping / Double(references)
        }
        let initial = ranks
        for _ in 0..<maximumSweeps {
            let sweep = sweep(snapshot, starts: initial, factors: factors, shares: shares, ranks: &ranks)
            if sweep.isExact || sweep.change <= tolerance * sweep.total { break }
        }
        let total = ranks.reduce(0, +)
        guard total > 0 else { return ranks }
        return ranks.map { $0 / total }
    }

    /// One sweep; exact when no work is cited by an earlier one.
    private func sweep(
        _ snapshot: GraphSnapshot,
        starts: [Double],
        factors: [Double],
        shares: ZeroedBuffer<Double>,
        ranks: inout [Double]
    ) -> (change: Double, total: Double, isExact: Bool) {
        var (change, total, isExact) = (0.0, 0.0, true)
        for node in stride(from: Int32(snapshot.nodeCount) - 1, through: 0, by: -1) {
            let citations = snapshot.citations(of: node)
            if let first = citations.first, first < node { isExact = false }
            var sum = starts[Int(node)]
            for citing in citations { sum += shares[citing] }
            change += abs(sum - ranks[Int(node)])
            total += sum
            ranks[Int(node)] = sum
            shares[node] = sum * factors[Int(node)]
        }
        return (change, total, isExact)
    }
}
