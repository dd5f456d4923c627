/// How much of a broker a work is.
public struct StructuralHole: Hashable, Sendable {
    /// Burt's constraint: how much a work's neighbours are bound to each other. Low for brokers.
    public var constraint: Double
    /// Burt's effective size: the number of neighbours less the mean number of ties that each has with the others.
    public var effectiveSize: Double
}

extension UndirectedGraph {
    /// Burt's measures of a work, by "Structural Holes" (1992); ties all weigh the same. Nil for a work without neighbours.
    ///
    /// - Complexity: O(sum of the degrees of the work's neighbours).
    public func structuralHole(of node: Int32) -> StructuralHole? {
        let row = neighbours(of: node)
        guard !row.isEmpty else { return nil }
        let own = 1 / Double(row.count)
        var (constraint, ties) = (0.0, 0)
        for other in row {
            var indirect = 0.0
            row.forEachShared(with: neighbours(of: other)) { shared in
                indirect += 1 / Double(degree(of: shared))
                ties += 1
            }
            let bound = own * (1 + indirect)
            constraint += bound * bound
        }
        return StructuralHole(constraint: constraint, effectiveSize: Double(row.count) - Double(ties) * own)
    }
}
