/// Scores the candidates of a query by the mean of several networks and says how likely each is.
struct CandidateScorer: Sendable, Equatable {
    /// Networks from different seeds; their scores are averaged.
    var networks: [ListwiseNetwork]
    /// Turns the log share of a candidate among those of its query into a probability.
    var calibration: IsotonicCalibration

    /// The mean scores of rows that lie one after the other.
    func scores(_ features: UnsafePointer<Float>, count: Int) -> [Float] {
        var sum = [Float](repeating: 0, count: count)
        for network in networks {
            for (row, score) in network.scores(features, count: count).enumerated() { sum[row] += score }
        }
        return sum.map { $0 / Float(max(networks.count, 1)) }
    }

    /// The logs of each candidate's share (softmax): scores of networks mean nothing beyond their query, these do.
    static func logShares(_ scores: [Float], weights: some Collection<Float>) -> [Float] {
        let top = scores.max() ?? 0
        let sum = zip(scores, weights).reduce(Float(0)) { $0 + $1.1 * ScalarMath.exp($1.0 - top) }
        let base = top + ScalarMath.log(max(sum, .leastNormalMagnitude))
        return scores.map { $0 - base }
    }

    /// Fits networks to nine tenths of the queries and the calibration to the last tenth.
    ///
    /// - Parameter seeds: one network for each; they are fitted on all processors.
    init(rows: RankingRows, options: ListwiseNetwork.Options, seeds: [UInt64]) {
        let fitted = rows.queries(where: { $0 % 10 != 9 })
        let kept = rows.queries(where: { $0 % 10 == 9 })
        let slots = FixedSlots<ListwiseNetwork>(count: seeds.count)
        Threads.each(seeds.count) { index in
            var own = options
            own.seed = seeds[index]
            slots[index] = ListwiseNetwork(rows: fitted, options: own)
        }
        networks = (0..<seeds.count).compactMap { slots[$0] }
        calibration = IsotonicCalibration(scores: [], chances: [])
        calibration = IsotonicCalibration(observations(kept))
    }

    /// A scorer that knows nothing yet.
    static let empty = CandidateScorer(networks: [], calibration: IsotonicCalibration(scores: [], chances: []))

    /// A scorer that was kept.
    init(networks: [ListwiseNetwork], calibration: IsotonicCalibration) {
        self.networks = networks
        self.calibration = calibration
    }

    private func observations(_ rows: RankingRows) -> [(score: Float, isCited: Bool, weight: Float)] {
        var result: [(score: Float, isCited: Bool, weight: Float)] = []
        rows.features.withUnsafeBufferPointer { all in
            guard let base = all.baseAddress else { return }
            for query in 0..<rows.queryCount {
                let range = rows.rows(of: query)
                let scores = scores(base + range.lowerBound * rows.width, count: range.count)
                let shares = Self.logShares(scores, weights: rows.weights[range])
                for (share, row) in zip(shares, range) { result.append((share, rows.isCited[row], rows.weights[row])) }
            }
        }
        return result
    }
}

/// Values that threads write, each at a place of its own.
final class FixedSlots<Value: Sendable>: @unchecked Sendable {
    private let base: UnsafeMutablePointer<Value?>
    private let count: Int

    init(count: Int) {
        self.count = count
        base = .allocate(capacity: max(count, 1))
        base.initialize(repeating: nil, count: count)
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    subscript(index: Int) -> Value? {
        get { base[index] }
        set { base[index] = newValue }
    }
}
