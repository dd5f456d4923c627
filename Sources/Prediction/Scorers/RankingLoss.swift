/// What a ranking model is fitted to: cited candidates before the others of the same query.
enum RankingLoss: Sendable {
    /// For each cited candidate, the negative log of its share among it and all that are not cited (softmax). The
    /// derivative looks at the top of the list most.
    case softmax
    /// Pairs, each weighted by what swapping the two changes in the discounted gain (Burges, From RankNet to LambdaRank
    /// to LambdaMART, 2010).
    case lambdaRank

    /// Writes first and second derivatives by the scores of one query's rows.
    func derivatives(
        scores: UnsafeBufferPointer<Float>,
        isCited: UnsafeBufferPointer<Bool>,
        weights: UnsafeBufferPointer<Float>,
        into result: UnsafeMutableBufferPointer<SIMD2<Float>>
    ) {
        switch self {
        case .softmax: softmax(scores, isCited, weights, result)
        case .lambdaRank: lambdaRank(scores, isCited, result)
        }
    }

    private func softmax(
        _ scores: UnsafeBufferPointer<Float>,
        _ isCited: UnsafeBufferPointer<Bool>,
        _ weights: UnsafeBufferPointer<Float>,
        _ result: UnsafeMutableBufferPointer<SIMD2<Float>>
    ) {
        let top = scores.max() ?? 0
        var others: Float = 0
        for row in scores.indices where !isCited[row] { others += weights[row] * ScalarMath.exp(scores[row] - top) }
        // For a wrong row: Σ over cited ones of its share, and of share (1 - share).
        var (inverse, inverseSquare): (Float, Float) = (0, 0)
        for row in scores.indices where isCited[row] {
            let own = ScalarMath.exp(scores[row] - top)
            let share = own / (own + others)
            result[row] = SIMD2(share - 1, max(share * (1 - share), 1e-6))
            inverse += 1 / (own + others)
            inverseSquare += 1 / ((own + others) * (own + others))
        }
        for row in scores.indices where !isCited[row] {
            let own = weights[row] * ScalarMath.exp(scores[row] - top)
            result[row] = SIMD2(own * inverse, max(own * inverse - own * own * inverseSquare, 1e-6))
        }
    }

    private func lambdaRank(
        _ scores: UnsafeBufferPointer<Float>,
        _ isCited: UnsafeBufferPointer<Bool>,
        _ result: UnsafeMutableBufferPointer<SIMD2<Float>>
    ) {
        let order = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
        var discounts = [Float](repeating: 0, count: scores.count)
        for (rank, row) in order.enumerated() { discounts[row] = 1 / ScalarMath.log(Float(rank + 2)) }
        for row in scores.indices { result[row] = SIMD2(0, 1e-6) }
        let cited = scores.indices.filter { isCited[$0] }
        var ideal: Float = 0
        for rank in cited.indices { ideal += 1 / ScalarMath.log(Float(rank + 2)) }
        for good in cited {
            for bad in scores.indices where !isCited[bad] {
                let chance = 1 / (1 + ScalarMath.exp(scores[good] - scores[bad]))
                let weight = abs(discounts[good] - discounts[bad]) / ideal
                let (slope, curve) = (weight * chance, weight * chance * (1 - chance))
                result[good] += SIMD2(-slope, curve)
                result[bad] += SIMD2(slope, curve)
            }
        }
    }
}
