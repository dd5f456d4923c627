#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The terms that tell a community from all the others.
///
/// The logarithm of the odds of each term in the community against its odds elsewhere, with the whole as prior, in units of
/// its standard error: Monroe, Colaresi and Quinn, "Fightin' Words" (2008). Frequent words that everybody uses and rare ones
/// that prove nothing both score low.
public struct DistinctiveTerms: Sendable {
    /// A term of a community.
    public struct Term: Hashable, Sendable {
        /// The term's number.
        public var term: Int32
        /// The log-odds in units of its standard error.
        public var score: Double
        /// How many works of the community have it.
        public var count: Int
    }

    /// How many works of a community must have a term.
    public var minimumCount = 2
    /// The weight of the whole as prior: how many works it counts for.
    public var priorWeight = 100.0

    /// With the usual parameters.
    public init() {}

    /// The most distinctive terms of each community, best first.
    ///
    /// - Parameters:
    ///   - terms: of each work, each term once, in `0..<termCount`.
    ///   - limit: how many terms are given for each community.
    /// - Complexity: O(terms of all works + communities × their distinct terms × log).
    public func terms(
        of partition: NodePartition,
        terms: [[Int32]],
        termCount: Int,
        limit: Int
    ) -> [[Term]] {
        precondition(terms.count == partition.labels.count, "terms for each work")
        var totals = [Int](repeating: 0, count: termCount)
        for list in terms { for term in list { totals[Int(term)] += 1 } }
        let all = totals.reduce(0, +)
        var counts = [Int](repeating: 0, count: termCount)
        return partition.members().map { members in
            var touched: [Int32] = []
            for node in members {
                for term in terms[Int(node)] {
                    if counts[Int(term)] == 0 { touched.append(term) }
                    counts[Int(term)] += 1
                }
            }
            let size = touched.reduce(0) { $0 + counts[Int($1)] }
            let scored = touched.filter { counts[Int($0)] >= minimumCount }.map { term in
                ScoredNode(
                    node: term,
                    score: score(inside: counts[Int(term)], size, whole: totals[Int(term)], all)
                )
            }
            let best = scored.filter { $0.score > 0 }.best(limit).map {
                Term(term: $0.node, score: $0.score, count: counts[Int($0.node)])
            }
            for term in touched { counts[Int(term)] = 0 }
            return best
        }
    }

    /// The log-odds ratio over its standard error.
    private func score(inside: Int, _ size: Int, whole: Int, _ all: Int) -> Double {
        let prior = priorWeight * Double(whole) / Double(max(all, 1))
        let (one, other) = (Double(inside) + prior, Double(whole - inside) + prior)
        let (oneRest, otherRest) = (
            Double(size) + priorWeight - one, Double(all - size) + priorWeight - other
        )
        guard oneRest > 0, otherRest > 0 else { return 0 }
        return (log(one / oneRest) - log(other / otherRest)) / (1 / one + 1 / other).squareRoot()
    }
}
