/// Selects the best of many pairs of a paper and a score: higher scores first, equal ones in the order of the papers' numbers.
///
/// A buffer of twice the limit is halved whenever it is full: O(1) per pair on average.
struct TopSelection {
    private let limit: Int
    private var kept: [(paper: Int32, score: Float)] = []
    /// Pairs with a lower score cannot be among the best.
    private var least = -Float.infinity

    /// A selection of at most `limit` pairs.
    init(_ limit: Int) {
        self.limit = max(0, min(limit, 1 << 24))
        kept.reserveCapacity(min(2 * self.limit, 1024))
    }

    /// Considers a pair.
    @inline(__always) mutating func add(_ paper: Int32, _ score: Float) {
        if score >= least { keep(paper, score) }
    }

    private mutating func keep(_ paper: Int32, _ score: Float) {
        guard limit > 0 else { return }
        kept.append((paper, score))
        if kept.count >= 2 * limit { halve() }
    }

    private mutating func halve() {
        kept.sort { $0.score != $1.score ? $0.score > $1.score : $0.paper < $1.paper }
        kept.removeLast(max(0, kept.count - limit))
        if kept.count == limit { least = kept.last?.score ?? least }
    }

    /// The best pairs, the best first.
    consuming func best() -> [(paper: Int32, score: Float)] {
        halve()
        return kept
    }

    /// The best of some pairs, the best first.
    static func best(_ limit: Int, of pairs: some Sequence<(Int32, Float)>) -> [(paper: Int32, score: Float)] {
        var selection = TopSelection(limit)
        for (paper, score) in pairs { selection.add(paper, score) }
        return selection.best()
    }
}
