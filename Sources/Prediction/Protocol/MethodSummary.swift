/// How one method did on all sources.
public struct MethodSummary: Sendable, Equatable {
    /// An average with its 95 % bootstrap interval over sources.
    public struct Estimate: Sendable, Equatable {
        /// The average.
        public var value: Double
        /// The 2.5 % and 97.5 % points of the resampled averages.
        public var interval: ClosedRange<Double>
    }

    /// What the method is called.
    public var method: String
    /// Mean reciprocal rank over hidden references, in the ranking of every paper.
    public var reciprocalRank: Estimate
    /// Share of hidden references among the first 10.
    public var hits10: Estimate
    /// Among the first 50.
    public var hits50: Estimate
    /// Average over sources of the share of hidden references among the first 20.
    public var recall20: Estimate
    /// Area under the curve against uniformly drawn papers, averaged over sources.
    public var areaUniform: Double
    /// Against papers drawn by popularity.
    public var areaPopular: Double
    /// Against papers that are near.
    public var areaHard: Double
}

/// What one method has above another on the same sources, with 95 % bootstrap intervals.
public struct MethodDifference: Sendable, Equatable {
    /// The method.
    public var method: String
    /// What it is compared with.
    public var baseline: String
    /// Difference of the mean reciprocal ranks.
    public var reciprocalRank: MethodSummary.Estimate
    /// Difference of the shares among the first 10.
    public var hits10: MethodSummary.Estimate
    /// Difference of the recalls among the first 20.
    public var recall20: MethodSummary.Estimate
}

/// Resamples sources to say how sure an average is (Efron and Tibshirani, 1993): 1,000 samples of as many sources, drawn
/// with replacement.
struct SourceBootstrap {
    private let draws: [[Int32]]

    init(sources: Int, samples: Int = 1000, seed: UInt64) {
        var generator = SeededGenerator(seed: seed, item: "bootstrap")
        draws = (0..<samples).map { _ in (0..<sources).map { _ in Int32(generator.below(max(sources, 1))) } }
    }

    /// Σ amounts / Σ weights, and its interval.
    func ratio(_ amounts: [Double], over weights: [Double]) -> MethodSummary.Estimate {
        let value = amounts.reduce(0, +) / max(weights.reduce(0, +), 1e-300)
        var sampled = draws.map { draw in
            var (amount, weight) = (0.0, 0.0)
            for source in draw {
                amount += amounts[Int(source)]
                weight += weights[Int(source)]
            }
            return amount / max(weight, 1e-300)
        }
        sampled.sort()
        guard let first = sampled.first, let last = sampled.last else {
            return MethodSummary.Estimate(value: value, interval: value...value)
        }
        let low = sampled.count > 40 ? sampled[sampled.count / 40] : first
        let high = sampled.count > 40 ? sampled[sampled.count - 1 - sampled.count / 40] : last
        return MethodSummary.Estimate(value: value, interval: low...high)
    }

    func summary(of method: String, _ outcomes: [SourceOutcome]) -> MethodSummary {
        let hidden = outcomes.map(\.hidden)
        let ones = [Double](repeating: 1, count: outcomes.count)
        func area(_ kind: NegativeSampler.Kind) -> Double {
            let values = outcomes.compactMap { $0.areas[kind.rawValue] }
            return values.isEmpty ? 0.5 : values.reduce(0, +) / Double(values.count)
        }
        return MethodSummary(
            method: method,
            reciprocalRank: ratio(outcomes.map(\.reciprocalRanks), over: hidden),
            hits10: ratio(outcomes.map(\.within10), over: hidden),
            hits50: ratio(outcomes.map(\.within50), over: hidden),
            recall20: ratio(outcomes.map { $0.within20 / $0.hidden }, over: ones),
            areaUniform: area(.uniform),
            areaPopular: area(.popular),
            areaHard: area(.hard)
        )
    }

    func difference(
        _ method: String,
        _ outcomes: [SourceOutcome],
        minus baseline: String,
        _ others: [SourceOutcome]
    ) -> MethodDifference {
        let hidden = outcomes.map(\.hidden)
        let ones = [Double](repeating: 1, count: outcomes.count)
        func minus(_ measure: (SourceOutcome) -> Double) -> [Double] {
            zip(outcomes, others).map { measure($0) - measure($1) }
        }
        return MethodDifference(
            method: method,
            baseline: baseline,
            reciprocalRank: ratio(minus(\.reciprocalRanks), over: hidden),
            hits10: ratio(minus(\.within10), over: hidden),
            recall20: ratio(minus { $0.within20 / $0.hidden }, over: ones)
        )
    }
}
