#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// When a phrase, category or community was suddenly written about more than usual.
///
/// Kleinberg, "Bursty and Hierarchical Structure in Streams" (2002), section 4: batches of which some items are relevant,
/// and an automaton with a base and a burst state, whose cheapest path explains them.
public struct BurstDetection: Hashable, Sendable {
    /// A burst.
    public struct Burst: Hashable, Sendable {
        /// The batches in which it lasted.
        public var range: Range<Int>
        /// How much cheaper the burst state explains them; greater is a stronger burst.
        public var weight: Double
    }

    /// How many times the base rate the rate of a burst is.
    public var scaling = 2.0
    /// The cost of entering the burst state, in units of the logarithm of the number of batches.
    public var transitionCost = 1.0

    /// With the usual parameters.
    public init() {}

    /// The bursts in a series of batches, in the order of time.
    ///
    /// - Parameters:
    ///   - relevant: how many items of each batch are relevant.
    ///   - totals: how many items each batch has, at least as many.
    /// - Complexity: O(batches).
    public func bursts(relevant: [Int], totals: [Int]) -> [Burst] {
        precondition(relevant.count == totals.count, "as many batches")
        let (sum, all) = (relevant.reduce(0, +), totals.reduce(0, +))
        guard sum > 0, all > sum else { return [] }
        let base = Double(sum) / Double(all)
        let rates = (base, Swift.min(base * scaling, 0.9999))
        let entering = transitionCost * log(Double(Swift.max(relevant.count, 2)))
        // For each batch: how much cheaper the burst state explains it. Binomial coefficients are alike in both states.
        let gains = zip(relevant, totals).map { counts in
            Self.cost(counts, rates.0) - Self.cost(counts, rates.1)
        }
        return Self.runs(Self.states(gains: gains, entering: entering), gains: gains)
    }

    private static func cost(_ counts: (relevant: Int, total: Int), _ rate: Double) -> Double {
        -(Double(counts.relevant) * log(rate) + Double(max(0, counts.total - counts.relevant)) * log(1 - rate))
    }

    /// The cheapest states (Viterbi), starting in the base state; of equally cheap ones the base state.
    private static func states(gains: [Double], entering: Double) -> [Bool] {
        var (base, burst) = (0.0, Double.infinity)
        var cameFromBurst: [(base: Bool, burst: Bool)] = []
        for gain in gains {
            let toBase = burst < base
            let toBurst = burst < base + entering
            cameFromBurst.append((toBase, toBurst))
            (base, burst) = (Swift.min(base, burst), Swift.min(burst, base + entering) - gain)
        }
        var states = [Bool](repeating: false, count: gains.count)
        var isBurst = burst < base
        for index in gains.indices.reversed() {
            states[index] = isBurst
            isBurst = isBurst ? cameFromBurst[index].burst : cameFromBurst[index].base
        }
        return states
    }

    private static func runs(_ states: [Bool], gains: [Double]) -> [Burst] {
        var bursts: [Burst] = []
        var start: Int?
        for index in 0...states.count {
            let isBurst = index < states.count && states[index]
            if isBurst, start == nil { start = index }
            if !isBurst, let first = start {
                bursts.append(Burst(range: first..<index, weight: gains[first..<index].reduce(0, +)))
                start = nil
            }
        }
        return bursts
    }
}
