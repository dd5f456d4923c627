/// How one method did on one source.
struct SourceOutcome: Sendable, Equatable {
    /// Σ 1 / rank over hidden references.
    var reciprocalRanks: Double
    /// Hidden references among the first 10, 20 and 50.
    var within10: Double
    var within20: Double
    var within50: Double
    /// How many references were hidden.
    var hidden: Double
    /// Chance that a hidden reference stands before a wrong one, by kind of wrong one; nil where there is none of that kind.
    var areas: [Double?]
}

/// Ranks the hidden references of one source among every paper of the snapshot.
struct SourceRanking {
    /// Papers that are no candidates: the source, its visible and its hidden references.
    private let excluded: [Int]
    private let hidden: [Int]
    private let negatives: [[Int]]

    init(source: LinkSplit.Source, known: Int, negatives: [[Int]]) {
        hidden = source.hidden
        excluded = Set(source.visible + source.hidden + (source.paper < known ? [source.paper] : [])).sorted()
        self.negatives = negatives
    }

    /// Where the hidden references stand: 1 + how many candidates score more + half of those that score the same. Other
    /// hidden references are no candidates.
    func ranks(_ scores: UnsafeBufferPointer<Float>) -> [Double] {
        hidden.map { reference in
            let score = scores[reference]
            var (above, equal) = (0, 0)
            for value in scores {
                above += value > score ? 1 : 0
                equal += value == score ? 1 : 0
            }
            for paper in excluded {
                if scores[paper] > score { above -= 1 }
                if scores[paper] == score { equal -= 1 }
            }
            return 1 + Double(above) + Double(equal) / 2
        }
    }

    /// The outcome of a method that gives these scores.
    func outcome(_ scores: UnsafeBufferPointer<Float>) -> SourceOutcome {
        let ranks = ranks(scores)
        return SourceOutcome(
            reciprocalRanks: ranks.reduce(0) { $0 + 1 / $1 },
            within10: ranks.reduce(0) { $1 <= 10 ? $0 + 1 : $0 },
            within20: ranks.reduce(0) { $1 <= 20 ? $0 + 1 : $0 },
            within50: ranks.reduce(0) { $1 <= 50 ? $0 + 1 : $0 },
            hidden: Double(hidden.count),
            areas: negatives.map { area(scores, against: $0) }
        )
    }

    /// The area under the curve of true against false positives (Mann and Whitney), ties one half.
    private func area(_ scores: UnsafeBufferPointer<Float>, against negatives: [Int]) -> Double? {
        guard !negatives.isEmpty else { return nil }
        var wins = 0.0
        for reference in hidden {
            for negative in negatives {
                if scores[reference] > scores[negative] {
                    wins += 1
                } else if scores[reference] == scores[negative] {
                    wins += 0.5
                }
            }
        }
        return wins / Double(hidden.count * negatives.count)
    }
}
