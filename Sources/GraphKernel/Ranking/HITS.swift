/// Hubs and authorities: good hubs cite good authorities, good authorities are cited by good hubs.
///
/// Kleinberg, "Authoritative Sources in a Hyperlinked Environment" (1999), by power iteration.
public struct HITS: Sendable {
    /// The scores of all works of a snapshot, each list with sum 1.
    public struct Scores: Hashable, Sendable {
        /// How well each work cites: surveys stand high.
        public var hubs: [Double]
        /// How well each work is cited.
        public var authorities: [Double]
    }

    /// The iteration ends when one step changes the hubs by less than this in sum.
    public var tolerance = 1e-10
    /// The greatest number of steps.
    public var maximumSteps = 1000

    /// Hubs and authorities with the usual parameters.
    public init() {}

    /// The scores of all works.
    ///
    /// - Complexity: O(nodes + citations) for each step.
    public func scores(of snapshot: GraphSnapshot) -> Scores {
        let count = snapshot.nodeCount
        guard count > 0 else { return Scores(hubs: [], authorities: []) }
        var hubs = [Double](repeating: 1 / Double(count), count: count)
        var authorities = hubs
        for _ in 0..<maximumSteps {
            authorities = Self.gathered(count) {
                snapshot.citations(of: $0)
            } from: {
                hubs[Int($0)]
            }
            let next = Self.gathered(count) {
                snapshot.references(of: $0)
            } from: {
                authorities[Int($0)]
            }
            let change = zip(hubs, next).reduce(0) { $0 + abs($1.0 - $1.1) }
            hubs = next
            if change < tolerance { break }
        }
        return Scores(hubs: hubs, authorities: authorities)
    }

    /// Sums over rows, scaled to sum 1.
    @inline(__always)
    private static func gathered(
        _ count: Int,
        row: (Int32) -> NeighbourList,
        from value: (Int32) -> Double
    ) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        var total = 0.0
        for node in 0..<Int32(count) {
            var sum = 0.0
            for next in row(node) { sum += value(next) }
            sums[Int(node)] = sum
            total += sum
        }
        guard total > 0 else { return sums }
        for index in sums.indices { sums[index] /= total }
        return sums
    }
}
