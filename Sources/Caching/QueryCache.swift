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

    private let tier: (any CacheTier)?
    private let clock: any CacheClock

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
        self.tier = tier
        self.clock = clock
    }

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
    public func value<Value: Codable & Sendable>(
        for key: CacheKey,
        tags: @autoclosure () -> [CacheTag] = [],
        policy: CachePolicy = CachePolicy(),
        load: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await load()
    }

    /// The same for a load that says more about its answer than the value does.
    public func value<Value: Codable & Sendable>(
        for key: CacheKey,
        tags: @autoclosure () -> [CacheTag] = [],
        policy: CachePolicy = CachePolicy(),
        loading: @escaping @Sendable () async throws -> CacheLoad<Value>
    ) async throws -> Value {
        try await loading().value
    }

    /// The answer in memory, when there is one that may be given; nothing is loaded, waited for or asked of the tier.
    public func cached<Value: Sendable>(_ key: CacheKey, as type: Value.Type = Value.self) -> CacheHit<Value>? { nil }

    /// Ends every answer with one of these tags, everywhere, also of loads that are under way.
    ///
    /// - Throws: what the tier threw when it could not be reached. In this process the invalidation holds even then; for the others
    ///   it is tried again before the tier is next used. Who must know that all have it repeats the call until it does not throw.
    /// - Complexity: constant per tag, whatever the number of answers.
    public func invalidate(_ tags: [CacheTag]) async throws {
        try await tier?.invalidate(tags)
    }

    /// Ends every answer of a kind of query, everywhere. Throws like ``invalidate(_:)``.
    public func invalidate(kind: CacheKind) async throws {
        try await invalidate([.kind(kind)])
    }

    /// Ends every answer of the kinds whose name starts with `prefix`, everywhere. Throws like ``invalidate(_:)``.
    public func invalidate(kindsWithPrefix prefix: String) async throws {
        try await tier?.invalidate(kindsWithPrefix: prefix)
    }

    /// Ends these answers, everywhere. Throws like ``invalidate(_:)``.
    public func remove(_ keys: [CacheKey]) async throws {
        try await tier?.remove(keys)
    }

    /// Removes all answers, everywhere; of a shared server, only what is the cache's own. Throws like ``invalidate(_:)``.
    ///
    /// - Returns: how many there were: in the tier, or in memory when there is no tier.
    @discardableResult
    public func clear() async throws -> Int {
        try await tier?.clear() ?? 0
    }

    /// The figures since the cache was made.
    public func statistics() -> CacheStatistics { CacheStatistics() }

    /// What was asked most and cost most, for warming: that of earlier processes, as far as ``adopt(_:)`` gave it, and of this one.
    public func profile() -> QueryProfile { QueryProfile(capacity: configuration.profileCapacity) }

    /// Adds what an earlier process recorded.
    public func adopt(_ profile: QueryProfile) {}

    /// Returns when no load is under way, also none in the background.
    public func idle() async {}

    /// Waits for loads that are under way, stops listening to the tier and closes it.
    public func close() async {
        await idle()
        await tier?.close()
    }
}
