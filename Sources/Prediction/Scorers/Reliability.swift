/// How far probabilities can be believed.
public struct Reliability: Sendable, Equatable {
    /// Predictions of similar probability.
    public struct Bin: Sendable, Equatable {
        /// Their mean probability.
        public var predicted: Double
        /// How many of them came true, as a share.
        public var observed: Double
        /// How many there are.
        public var count: Int
    }

    /// The mean square of probability less outcome (Brier, 1950).
    public var brier: Double
    /// The same for a forecaster who always says how frequent citations are.
    public var brierOfBaseRate: Double
    /// Ten bins by probability, those without a prediction left out.
    public var bins: [Bin]
    /// Mean distance of predicted and observed over the bins, weighted by their counts.
    public var calibrationError: Double

    init(_ predictions: [(probability: Double, isCited: Bool)]) {
        let total = Double(max(predictions.count, 1))
        let rate = Double(predictions.count { $0.isCited }) / total
        brier =
            predictions.reduce(0) { sum, item in
                let error = item.probability - (item.isCited ? 1 : 0)
                return sum + error * error
            } / total
        brierOfBaseRate = rate * (1 - rate)
        var sums = [(predicted: Double, observed: Double, count: Int)](repeating: (0, 0, 0), count: 10)
        for item in predictions {
            let bin = min(max(Int(item.probability * 10), 0), 9)
            sums[bin].predicted += item.probability
            sums[bin].observed += item.isCited ? 1 : 0
            sums[bin].count += 1
        }
        bins = sums.filter { $0.count > 0 }.map { sum in
            Bin(
                predicted: sum.predicted / Double(sum.count),
                observed: sum.observed / Double(sum.count),
                count: sum.count
            )
        }
        calibrationError = bins.reduce(0) { $0 + abs($1.predicted - $1.observed) * Double($1.count) } / total
    }
}
