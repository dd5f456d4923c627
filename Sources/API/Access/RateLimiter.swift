import Synchronization

/// How often somebody may ask: a bucket of tokens each, filled at a rate.
public final class RateLimiter: Sendable {
    /// A rate.
    public struct Rule: Hashable, Sendable {
        /// Requests per second in the long run; 0: as many as they like.
        public var rate: Double
        /// How many may come at once.
        public var burst: Double

        /// A rate.
        public init(rate: Double, burst: Double) {
            self.rate = rate
            self.burst = burst
        }
    }

    private struct Bucket {
        var tokens: Double
        var time: ContinuousClock.Instant
    }

    private static let greatestCount = 50_000

    private let rule: Rule
    private let buckets = Mutex<[String: Bucket]>([:])

    /// A limiter.
    public init(_ rule: Rule) {
        self.rule = rule
    }

    /// Takes a token of somebody's bucket.
    ///
    /// - Returns: nil when they may go on, else how many seconds they should wait.
    public func take(_ name: String, at now: ContinuousClock.Instant = .now) -> Int? {
        guard rule.rate > 0 else { return nil }
        return buckets.withLock { buckets in
            if buckets.count >= Self.greatestCount, buckets[name] == nil { forget(&buckets, now) }
            var bucket = buckets[name] ?? Bucket(tokens: rule.burst, time: now)
            bucket.tokens = min(rule.burst, bucket.tokens + (now - bucket.time) / .seconds(1) * rule.rate)
            bucket.time = now
            let isAllowed = bucket.tokens >= 1
            if isAllowed { bucket.tokens -= 1 }
            buckets[name] = bucket
            return isAllowed ? nil : max(1, Int(((1 - bucket.tokens) / rule.rate).rounded(.up)))
        }
    }

    /// Full buckets are the same as none; when all of them are in use, whoever comes next starts with those that are forgotten.
    private func forget(_ buckets: inout [String: Bucket], _ now: ContinuousClock.Instant) {
        buckets = buckets.filter { $0.value.tokens + (now - $0.value.time) / .seconds(1) * rule.rate < rule.burst }
        if buckets.count >= Self.greatestCount { buckets.removeAll(keepingCapacity: true) }
    }
}
