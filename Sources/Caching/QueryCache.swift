internal import Synchronization

/// Answers of expensive queries, kept for the next time: in memory, and in a tier that processes may share.
///
/// Its promises: the right answer or none; one load per key at a time; invalidation in constant time; bounded memory; and
/// whatever happens to the tier, an answer. After ``invalidate(_:)`` has returned, no caller that asks later gets an answer that
/// was loaded, or began to be loaded, before.
///
/// ```swift
/// let cites = CacheKind("cites")
/// let answer = try await cache.value(
///     for: CacheKey(cites, paper.text, limit),
///     tags: [.paper(paper.text), .graph],
///     policy: CachePolicy(ttl: .seconds(600), staleWhileRevalidating: .seconds(60))
/// ) {
///     try await graph.citations(of: paper, limit: limit)
/// }
/// ```
public final class QueryCache: Sendable {
    /// The settings.
    public let configuration: Configuration

    let clock: any CacheClock
    let tier: GuardedTier?
    let tags = TagTable()
    let stripes: [Stripe]
    let work = WorkCounter()
    let collected: Mutex<QueryProfile>
    let invalidations = Mutex<[String: Int]>([:])
    let random: Mutex<SplitMix64>

    private let usesSystemClock: Bool
    private let stripeShift: UInt64
    private let ear: TierEar?

    /// A cache.
    ///
    /// - Parameters:
    ///   - tier: the second level; nil for memory only. The cache listens to its changes until ``close()``.
    ///   - clock: the time, for tests.
    public init(
        configuration: Configuration = Configuration(),
        tier: (any CacheTier)? = nil,
        clock: any CacheClock = SystemCacheClock()
    ) {
        self.configuration = configuration
        self.clock = clock
        usesSystemClock = clock is SystemCacheClock
        var random = SplitMix64(seed: configuration.seed ?? .random(in: .min ... .max))
        let exponent = min(
            10,
            max(0, configuration.stripes - 1).bitWidth - max(0, configuration.stripes - 1).leadingZeroBitCount
        )
        stripes = Self.stripes(1 << exponent, configuration, &random)
        stripeShift = UInt64(64 - exponent)
        self.random = Mutex(random)
        collected = Mutex(QueryProfile(capacity: configuration.profileCapacity))
        let guarded = tier.map { GuardedTier($0, configuration: configuration, clock: clock) }
        self.tier = guarded
        ear = guarded.map { [tags] in TierEar($0, tags: tags, clock: clock) }
    }

    private static func stripes(
        _ count: Int,
        _ configuration: Configuration,
        _ random: inout SplitMix64
    ) -> [Stripe] {
        let capacity = max(1, configuration.capacity / count)
        return (0..<count).map { _ in
            let seed = random.next()
            func make<Policy: EvictionPolicy>(_ type: Policy.Type) -> Stripe {
                PolicyStripe<Policy>(capacity: capacity, seed: seed)
            }
            return configuration.eviction.withType { make($0) }
        }
    }

    // MARK: Asking

    /// The answer to a query: from memory, from the tier, from a load that is under way, or from `load`.
    ///
    /// A caller that is cancelled leaves at once; the load goes on while anybody waits for it, and is cancelled when nobody does.
    ///
    /// - Parameters:
    ///   - key: the query and its parameters.
    ///   - tags: what the answer depends on; only evaluated when there is no fresh answer in memory. The same key must always
    ///     have the same tags.
    ///   - policy: how long the answer is good.
    ///   - load: finds the answer. It may run at any time until the cache is idle, also on behalf of others, in a task of its own.
    /// - Throws: what `load` throws; `CancellationError` when the calling task is cancelled while it waits. Never an error of the tier.
    @inlinable
    public func value<Value: Codable & Sendable>(
        for key: CacheKey,
        tags: @autoclosure () -> [CacheTag] = [],
        policy: CachePolicy = CachePolicy(),
        load: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let found = look(key, policy)
        if found.state == .fresh, let value = found.box?.value(as: Value.self) { return value }
        return try await ask(key, tags: tags(), policy: policy, found: found) { CacheLoad(try await load()) }
    }

    /// The same for a load that says more about its answer than the value does.
    @inlinable
    public func value<Value: Codable & Sendable>(
        for key: CacheKey,
        tags: @autoclosure () -> [CacheTag] = [],
        policy: CachePolicy = CachePolicy(),
        loading: @escaping @Sendable () async throws -> CacheLoad<Value>
    ) async throws -> Value {
        let found = look(key, policy)
        if found.state == .fresh, let value = found.box?.value(as: Value.self) { return value }
        return try await ask(key, tags: tags(), policy: policy, found: found, load: loading)
    }

    /// The answer in memory, when there is one that may be given; nothing is loaded, waited for or asked of the tier.
    ///
    /// A fresh answer counts as a hit; that there is none is not counted.
    @inlinable
    public func cached<Value: Sendable>(_ key: CacheKey, as type: Value.Type = Value.self) -> CacheHit<Value>? {
        let found = look(key)
        guard let value = found.box?.value(as: Value.self) else { return nil }
        return CacheHit(
            value: value,
            freshness: found.state == .fresh ? .fresh : found.state == .refreshDue ? .refreshDue : .stale
        )
    }

    /// Looks into the memory for an answer that is to be cached.
    @usableFromInline
    func look(_ key: CacheKey, _ policy: CachePolicy) -> Found {
        policy.isCaching ? look(key) : .missing
    }

    /// Looks into the memory, and counts a hit.
    @usableFromInline
    func look(_ key: CacheKey) -> Found {
        guard isTrusted else { return .missing }
        let now = usesSystemClock ? SystemCacheClock().nanoseconds() : clock.nanoseconds()
        return stripe(of: key).look(key, now: now, current: tags.sequence)
    }

    /// Whether what is in memory may be given: not while a tier's changes are not heard.
    var isTrusted: Bool { ear?.hears ?? true }

    /// The part of the memory where a key belongs.
    func stripe(of key: CacheKey) -> Stripe { stripes[Int(truncatingIfNeeded: key.hash >> stripeShift)] }

    // MARK: Figures

    /// The figures since the cache was made.
    public func statistics() -> CacheStatistics {
        var statistics = CacheStatistics()
        let names = CacheKind.all
        for stripe in stripes {
            for (name, kind) in zip(names, stripe.figures()) where kind != CacheStatistics.Kind() {
                statistics.kinds[name, default: CacheStatistics.Kind()].add(kind)
            }
        }
        statistics.invalidations = invalidations.withLock { $0 }
        statistics.tier = tier?.figures
        if let heard = tier?.figures.changesHeard, heard > 0 { statistics.invalidations["heard"] = heard }
        statistics.capacity = configuration.capacity
        return statistics
    }

    /// How much the tier holds; nil when there is none, or it cannot tell.
    public func tierUsage() async -> CacheTierUsage? { await tier?.usage() }

    /// What was asked most and cost most, for warming: that of earlier processes, as far as ``adopt(_:)`` gave it, and of this one.
    public func profile() -> QueryProfile {
        for stripe in stripes { note(stripe.takeUses()) }
        return collected.withLock { $0 }
    }

    /// Adds what an earlier process recorded.
    public func adopt(_ profile: QueryProfile) {
        collected.withLock { $0.merge(profile) }
    }

    /// Adds uses to the profile.
    func note(_ reports: [UseReport]) {
        guard !reports.isEmpty else { return }
        collected.withLock { profile in
            for report in reports {
                profile.record(report.key, count: UInt64(report.uses), cost: report.loadNanoseconds)
            }
        }
    }

    // MARK: Ending

    /// Returns when no load is under way, also none in the background.
    public func idle() async { await work.idle() }

    /// Waits for loads that are under way, stops listening to the tier and closes it.
    public func close() async {
        await idle()
        ear?.stop()
        await tier?.close()
    }
}
