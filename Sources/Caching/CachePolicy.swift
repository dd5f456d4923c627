/// How long the answers of a kind of query are good, and what happens when they no longer are.
///
/// The life of an answer: *fresh* until its time to live is over; then for a while *stale* but usable, while one load fetches
/// the next one (``staleWhileRevalidating``), or only when that load fails (``staleIfError``); then gone. An invalidation ends the
/// life at once, whatever the policy.
public struct CachePolicy: Hashable, Sendable {
    /// How long an answer is fresh. Zero or less: the answer is neither kept, nor looked for, nor shared with other callers.
    public var ttl: Duration

    /// The same for an answer that says that there is nothing: nil, or what ``CacheLoad/negative(_:)`` marks. Zero: not kept.
    public var negativeTTL: Duration

    /// How long an error of a load is given to later callers without another load; in this process only. Zero: not kept.
    public var failureTTL: Duration

    /// How long after ``ttl`` an answer may still be given while it is loaded anew.
    public var staleWhileRevalidating: Duration

    /// How long after ``ttl`` an answer may still be given when the load that should replace it fails.
    public var staleIfError: Duration

    /// By how much of it, at most, a time to live is shortened at random, so that what came together does not go together; 0...1.
    public var jitter: Double

    /// How eagerly answers are loaded anew before they end (β of XFetch: A. Vattani, F. Chierichetti, K. Lowenstein, PVLDB 8(8),
    /// 2015): at a time `t` before the end, a caller starts the load with probability `exp(-t / (β · load time))`. Zero: never.
    public var earlyRefresh: Double

    /// A policy; what is not named has the default.
    public init(
        ttl: Duration = .seconds(3600),
        negativeTTL: Duration = .seconds(60),
        failureTTL: Duration = .zero,
        staleWhileRevalidating: Duration = .zero,
        staleIfError: Duration = .zero,
        jitter: Double = 0.1,
        earlyRefresh: Double = 1
    ) {
        self.ttl = ttl
        self.negativeTTL = negativeTTL
        self.failureTTL = failureTTL
        self.staleWhileRevalidating = staleWhileRevalidating
        self.staleIfError = staleIfError
        self.jitter = jitter
        self.earlyRefresh = earlyRefresh
    }

    /// Whether answers are looked for and kept.
    @inlinable public var isCaching: Bool { ttl > .zero }

    /// Nothing is kept.
    public static let uncached = CachePolicy(ttl: .zero)
}
