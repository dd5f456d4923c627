/// How long to wait before trying again: exponential with full jitter, `uniform(0, min(cap, base * 2^(attempt - 1)))`
/// (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
public struct Backoff: Hashable, Sendable, Codable {
    /// The upper bound of the first wait.
    public var base: Duration
    /// The upper bound of every wait.
    public var cap: Duration

    /// - Parameters:
    ///   - base: the upper bound of the first wait.
    ///   - cap: the upper bound of every wait.
    public init(base: Duration, cap: Duration) {
        self.base = base
        self.cap = cap
    }

    /// Up to 1 s after the first attempt, doubling up to 2 minutes.
    public static let standard = Backoff(base: .seconds(1), cap: .seconds(120))

    /// The upper bound of the wait after an attempt.
    ///
    /// - Parameter attempt: how many attempts have been made; 1 or more.
    public func bound(after attempt: Int) -> Duration {
        let exponent = min(max(attempt, 1) - 1, 40)
        let seconds = base.inSeconds * Double(UInt64(1) << UInt64(exponent))
        return min(cap, .nanoseconds(Int64(min(seconds, 1e9) * 1e9)))
    }

    /// A wait after an attempt, drawn evenly from zero to ``bound(after:)``.
    public func delay(after attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let bound = bound(after: attempt)
        return .nanoseconds(Int64(Double.random(in: 0...1, using: &generator) * bound.inSeconds * 1e9))
    }
}
