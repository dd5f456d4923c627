/// Turns scores into probabilities: the rising step function nearest to what was seen (pool adjacent violators; Zadrozny and
/// Elkan, 2002), read between its steps by straight lines.
struct IsotonicCalibration: Sendable, Equatable {
    /// Scores, ascending, and the probability at each.
    var scores: [Float]
    var chances: [Float]

    /// Fits the function.
    ///
    /// - Complexity: O(n log n).
    init(_ observations: [(score: Float, isCited: Bool, weight: Float)]) {
        struct Block {
            var score: Double
            var cited: Double
            var weight: Double
            var mean: Double { cited / weight }
        }
        var blocks: [Block] = []
        for item in observations.sorted(by: { $0.score < $1.score }) where item.weight > 0 {
            let weight = Double(item.weight)
            blocks.append(Block(score: Double(item.score) * weight, cited: item.isCited ? weight : 0, weight: weight))
            while blocks.count > 1, blocks[blocks.count - 2].mean >= blocks[blocks.count - 1].mean {
                let last = blocks.removeLast()
                blocks[blocks.count - 1].score += last.score
                blocks[blocks.count - 1].cited += last.cited
                blocks[blocks.count - 1].weight += last.weight
            }
        }
        scores = blocks.map { Float($0.score / $0.weight) }
        chances = blocks.map { Float($0.mean) }
    }

    /// A function that was kept.
    init(scores: [Float], chances: [Float]) {
        self.scores = scores
        self.chances = chances
    }

    /// The probability at a score; 0 when nothing was seen.
    func probability(_ score: Float) -> Float {
        guard let first = scores.first, let last = scores.last, score > first else { return chances.first ?? 0 }
        guard score < last else { return chances[chances.count - 1] }
        var (low, high) = (0, scores.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if scores[middle] <= score { low = middle } else { high = middle }
        }
        let share = (score - scores[low]) / max(scores[high] - scores[low], .leastNormalMagnitude)
        return chances[low] + share * (chances[high] - chances[low])
    }
}
