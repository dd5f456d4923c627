internal import Synchronization

/// A stripe with a policy of a known type.
final class PolicyStripe<Policy: EvictionPolicy>: Stripe, @unchecked Sendable {
    private let state: Mutex<StripeState<Policy>>

    init(capacity: Int, seed: UInt64) {
        state = Mutex(StripeState(capacity: capacity, seed: seed))
    }

    override func look(_ key: CacheKey, now: Int64, current: UInt64) -> Found {
        state.withLock { $0.look(key, now: now, current: current) }
    }

    override func begin(_ question: Question, now: Int64) -> NextStep {
        state.withLock { $0.begin(question, now: now) }
    }

    override func beginBackground(_ question: Question) -> Flight? {
        state.withLock { $0.beginBackground(question) }
    }

    override func store(_ value: LoadedValue, of flight: Flight) -> [UseReport] {
        state.withLock { $0.store(value, of: flight) }
    }

    override func fail(_ flight: Flight, _ error: any Error, now: Int64, hold: Int64) -> CacheBox? {
        state.withLock { $0.fail(flight, error, now: now, hold: hold) }
    }

    override func end(_ flight: Flight) {
        state.withLock { $0.end(flight) }
    }

    override func freshUntil(_ key: CacheKey, current: UInt64) -> Int64? {
        state.withLock { $0.freshUntil(key, current: current) }
    }

    override func remove(_ key: CacheKey) {
        state.withLock { $0.remove(key) }
    }

    override func clear() -> Int {
        state.withLock { $0.clear() }
    }

    override func count(_ kind: CacheKind, _ change: @Sendable (inout CacheStatistics.Kind) -> Void) {
        state.withLock { change(&$0[kind]) }
    }

    override func figures() -> [CacheStatistics.Kind] {
        state.withLock { $0.figures }
    }

    override func takeUses() -> [UseReport] {
        state.withLock { $0.takeUses() }
    }
}
