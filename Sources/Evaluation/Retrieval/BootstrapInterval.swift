/// The mean of a sample with an interval that holds the true mean in 95 of 100 cases, by resampling (Efron, 1979).
public struct BootstrapInterval: Hashable, Sendable {
    /// The mean.
    public var mean: Double
    /// The 2.5th percentile of the means of resamples.
    public var low: Double
    /// The 97.5th percentile.
    public var high: Double

    /// The mean of `values`, e.g. a measure of every query, or the difference of two systems on every query.
    ///
    /// - Parameter resamples: how many samples of the same size are drawn with replacement, by a generator with a fixed seed.
    /// - Complexity: O(resamples x values).
    public init(_ values: [Double], resamples: Int = 2_000, seed: UInt64 = 20_020_101) {
        guard !values.isEmpty else {
            (mean, low, high) = (0, 0, 0)
            return
        }
        mean = values.reduce(0, +) / Double(values.count)
        var generator = SplitMix64(state: seed)
        var means: [Double] = []
        for _ in 0..<max(1, resamples) {
            var sum = 0.0
            for _ in values.indices { sum += values[Int.random(in: values.indices, using: &generator)] }
            means.append(sum / Double(values.count))
        }
        means.sort()
        func percentile(_ share: Double) -> Double { means[Int((Double(means.count - 1) * share).rounded())] }
        (low, high) = (percentile(0.025), percentile(0.975))
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same sequence on every machine.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
