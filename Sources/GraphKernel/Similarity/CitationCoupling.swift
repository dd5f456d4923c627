/// Closeness by whom works are cited with, and by what they both cite.
public enum CitationCoupling: String, Hashable, Sendable, CaseIterable {
    /// Co-citation: how many works cite both (Small 1973).
    case coCitation
    /// Bibliographic coupling: how many works both cite (Kessler 1963).
    case bibliographic
}

extension GraphSnapshot {
    /// How many works cite both (co-citation) or are cited by both (bibliographic coupling).
    ///
    /// - Complexity: O(length of both rows).
    public func coupling(_ left: Int32, _ right: Int32, by kind: CitationCoupling) -> Int {
        row(of: left, in: kind).sharedCount(with: row(of: right, in: kind))
    }

    /// ``coupling(_:_:by:)`` over the geometric mean of both works' counts: Salton's cosine, in 0...1.
    public func normalisedCoupling(_ left: Int32, _ right: Int32, by kind: CitationCoupling) -> Double {
        let (one, two) = (row(of: left, in: kind), row(of: right, in: kind))
        let shared = one.sharedCount(with: two)
        return shared == 0 ? 0 : Double(shared) / (Double(one.count) * Double(two.count)).squareRoot()
    }

    /// The coupling of every other work with any of `nodes`, summed over them; each node of `nodes` counts `weight` times.
    ///
    /// - Parameters:
    ///   - isNormalised: whether each pair counts by Salton's cosine rather than by the number of shared works.
    ///   - scores: to which it is added; couplings of a work with itself are left out.
    /// - Complexity: O(sum over the shared works of their rows); `shareLimit` bounds it.
    ///   - shareLimit: shared works with more neighbours than this say little and are passed over.
    public func addCoupling(
        with nodes: [Int32],
        by kind: CitationCoupling,
        isNormalised: Bool = false,
        shareLimit: Int = .max,
        weight: Double = 1,
        to scores: ScoreAccumulator
    ) {
        for node in nodes where contains(node) {
            let own = row(of: node, in: kind)
            guard !own.isEmpty else { continue }
            let factor = isNormalised ? weight / Double(own.count).squareRoot() : weight
            for shared in own {
                let others = back(of: shared, in: kind)
                guard others.count <= shareLimit else { continue }
                for other in others where other != node {
                    let size = isNormalised ? Double(row(of: other, in: kind).count).squareRoot() : 1
                    scores.add(factor / size, to: other)
                }
            }
        }
    }

    /// The works that are coupled most with `nodes`, best first, without `nodes` and `excluded`.
    public func mostCoupled(
        with nodes: [Int32],
        by kind: CitationCoupling,
        isNormalised: Bool = false,
        excluding excluded: Set<Int32> = [],
        limit: Int
    ) -> [ScoredNode] {
        let scores = ScoreAccumulator(nodeCount: nodeCount)
        addCoupling(with: nodes, by: kind, isNormalised: isNormalised, to: scores)
        let left = excluded.union(nodes)
        return scores.scores.filter { !left.contains($0.node) }.best(limit)
    }

    /// What is shared: the citing works for co-citation, the cited ones for coupling.
    func row(of node: Int32, in kind: CitationCoupling) -> NeighbourList {
        kind == .coCitation ? citations(of: node) : references(of: node)
    }

    private func back(of node: Int32, in kind: CitationCoupling) -> NeighbourList {
        kind == .coCitation ? references(of: node) : citations(of: node)
    }
}
