internal import Synchronization

/// A tier behind a time limit and a circuit breaker, so that whatever happens to it costs callers little and breaks nothing.
final class GuardedTier: Sendable {
    private struct State {
        var breaker: TierBreaker
        var figures: CacheStatistics.Tier
        var pending = PendingInvalidations()
        /// How often something was added to what is pending.
        var additions = 0
    }

    private let tier: any CacheTier
    private let clock: any CacheClock
    private let limit: Duration
    private let state: Mutex<State>

    init(_ tier: any CacheTier, configuration: QueryCache.Configuration, clock: any CacheClock) {
        self.tier = tier
        self.clock = clock
        limit = configuration.tierTimeLimit
        state = Mutex(
            State(breaker: TierBreaker(configuration), figures: CacheStatistics.Tier(name: tier.name))
        )
    }

    /// The figures.
    var figures: CacheStatistics.Tier {
        state.withLock { state in
            var figures = state.figures
            figures.breaker = state.breaker.state
            figures.breakerOpenings = state.breaker.openings
            return figures
        }
    }

    /// Changes the figures.
    func count(_ change: @Sendable (inout CacheStatistics.Tier) -> Void) {
        state.withLock { change(&$0.figures) }
    }

    /// What others change.
    func changes() async -> AsyncStream<CacheTierChange> { await tier.changes() }

    /// Lets the tier go.
    func close() async { await tier.close() }

    /// The tier's own figures, if they can be had.
    func usage() async -> CacheTierUsage? { await call { try await $0.usage() } ?? nil }

    /// Makes a call that an answer can do without.
    ///
    /// - Returns: nil when it failed or was not made.
    func call<Value: Sendable>(
        _ work: @escaping @Sendable (any CacheTier) async throws -> Value
    ) async -> Value? {
        guard admits() else { return nil }
        do {
            let value = try await limited(work)
            state.withLock { $0.breaker.noteSuccess() }
            return value
        } catch {
            note(error, opensAtOnce: false)
            return nil
        }
    }

    /// Invalidates for everybody, or remembers what has to be invalidated before the tier is used again.
    ///
    /// - Throws: why the tier did not do it.
    func invalidate(_ invalidation: PendingInvalidations) async throws {
        try await change(remembering: invalidation) { try await invalidation.apply(to: $0) }
    }

    /// Removes everything that is the cache's own.
    func clear() async throws -> Int {
        try await change(remembering: .everything) { try await $0.clear() }
    }

    private func change<Value: Sendable>(
        remembering invalidation: PendingInvalidations,
        _ work: @escaping @Sendable (any CacheTier) async throws -> Value
    ) async throws -> Value {
        guard admits() else {
            remember(invalidation)
            throw CacheTierUnavailable(name: tier.name)
        }
        do {
            let value = try await limited(work)
            state.withLock { $0.breaker.noteSuccess() }
            return value
        } catch {
            remember(invalidation)
            // Until it is made up for, the tier may hold what is no longer right: nobody reads from it.
            note(error, opensAtOnce: true)
            throw error
        }
    }

    private func remember(_ invalidation: PendingInvalidations) {
        state.withLock { state in
            state.pending.add(invalidation)
            state.additions += 1
        }
    }

    private func limited<Value: Sendable>(
        _ work: @escaping @Sendable (any CacheTier) async throws -> Value
    ) async throws -> Value {
        state.withLock { $0.figures.calls += 1 }
        let tier = tier
        return try await withTimeLimit(limit, clock: clock) { try await work(tier) }
    }

    private func admits() -> Bool {
        let now = clock.nanoseconds()
        let (isOpen, startsTrial) = state.withLock { state in
            guard state.breaker.state != .closed else { return (false, false) }
            state.figures.skipped += 1
            return (true, state.breaker.takesTrial(at: now))
        }
        if startsTrial { Task { @concurrent in await self.tryAgain() } }
        return !isOpen
    }

    /// Makes up for invalidations that failed, and sees whether the tier works.
    private func tryAgain() async {
        let (backlog, additions) = state.withLock { ($0.pending, $0.additions) }
        do {
            try await limited { tier in
                try await backlog.apply(to: tier)
                _ = try await tier.read([Self.trialKey], tags: [.kind(Self.trialKey.kind)])
            }
            let now = clock.nanoseconds()
            state.withLock { state in
                // What has been added meanwhile may be newer than what was told, even if it looks the same: all is told again.
                if state.additions == additions { state.pending = PendingInvalidations() }
                state.breaker.noteTrial(state.pending.isEmpty, at: now)
            }
        } catch {
            note(error, opensAtOnce: false)
            let now = clock.nanoseconds()
            state.withLock { $0.breaker.noteTrial(false, at: now) }
        }
    }

    private static let trialKey = CacheKey(CacheKind("trial"))

    private func note(_ error: any Error, opensAtOnce: Bool) {
        let now = clock.nanoseconds()
        state.withLock { state in
            if error is TimeLimitExceeded { state.figures.timeouts += 1 } else { state.figures.errors += 1 }
            state.breaker.noteFailure(at: now, opensAtOnce: opensAtOnce)
        }
    }
}
