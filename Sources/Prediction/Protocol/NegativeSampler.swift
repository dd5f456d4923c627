/// Draws wrong references for the areas under the curve: as many as are hidden, of three kinds.
struct NegativeSampler {
    /// Kinds of wrong references.
    enum Kind: Int, CaseIterable {
        /// Any paper with the same chance.
        case uniform
        /// A paper by its citations plus one.
        case popular
        /// Warm: a paper next to a visible reference; cold: a paper that shares a word with the source.
        case hard
    }

    let snapshot: CitationSnapshot
    private let cumulative: [Int]

    init(snapshot: CitationSnapshot) {
        self.snapshot = snapshot
        var sum = 0
        cumulative = (0..<snapshot.count).map { paper in
            sum += snapshot.inDegree(paper) + 1
            return sum
        }
    }

    /// Wrong references of each kind for a source.
    ///
    /// - Parameter hard: where hard ones are drawn from.
    func draw(for source: LinkSplit.Source, hard: [Int], seed: UInt64) -> [[Int]] {
        let excluded = Set(source.visible + source.hidden + [source.paper])
        var generator = SeededGenerator(seed: seed &+ 1, item: snapshot.corpus.ids[source.paper])
        let pool = hard.filter { !excluded.contains($0) }
        return Kind.allCases.map { kind in
            if kind == .hard, pool.isEmpty { return [] }
            var drawn: [Int] = []
            // Bounded, for snapshots where nearly everything is excluded.
            for _ in 0..<(100 * source.hidden.count) where drawn.count < source.hidden.count {
                let paper =
                    switch kind {
                    case .uniform: generator.below(snapshot.count)
                    case .popular: popular(&generator)
                    case .hard: pool[generator.below(pool.count)]
                    }
                if !excluded.contains(paper) { drawn.append(paper) }
            }
            return drawn
        }
    }

    private func popular(_ generator: inout SeededGenerator) -> Int {
        let draw = generator.below(cumulative.last ?? 1)
        var (low, high) = (0, cumulative.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > draw { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
