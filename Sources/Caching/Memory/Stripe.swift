/// What was found in memory.
@usableFromInline
struct Found: Sendable {
    @usableFromInline
    enum State: Sendable {
        case missing, fresh, refreshDue, stale, failed
    }

    @usableFromInline let box: CacheBox?
    @usableFromInline let state: State

    init(_ box: CacheBox?, _ state: State) {
        self.box = box
        self.state = state
    }

    static let missing = Found(nil, .missing)
}

/// What a load brought, as memory takes it.
struct LoadedValue: Sendable {
    var box: CacheBox
    var isFailure = false
    var weight: Int
    var times: CacheTimes
    var loadNanoseconds: Int64
    var refreshSpan: Double
}

extension LoadedValue {
    /// A failure, to be given for a while; errors are taken to be small.
    init(failure error: any Error, until end: Int64) {
        self.init(
            box: FailureBox(error),
            isFailure: true,
            weight: 512,
            times: CacheTimes(freshUntil: end, staleUntil: end, errorUntil: end),
            loadNanoseconds: 0,
            refreshSpan: 0
        )
    }
}

/// What a question that found no fresh answer does next.
enum NextStep: Sendable {
    /// Takes this.
    case take(CacheBox, Found.State)
    /// Waits for a load that is under way.
    case join(Flight, Int)
    /// Begins the load and waits for it.
    case lead(Flight, Int)
    /// Takes this, and begins a load that nobody waits for.
    case refresh(CacheBox, Found.State, Flight)
}

/// How often an answer was asked for, and what its load costs; told to the profile when the answer leaves.
struct UseReport: Sendable {
    let key: CacheKey
    let uses: UInt32
    let loadNanoseconds: Int64
}

/// A part of the memory, with a lock of its own. The class that does the work is compiled for each eviction policy.
class Stripe: @unchecked Sendable {
    // The one subclass keeps all its state under a mutex.

    /// Looks for an answer, and counts it as given when it is fresh.
    ///
    /// - Parameters:
    ///   - now: the time on the cache's clock.
    ///   - current: the number of the last invalidation.
    func look(_ key: CacheKey, now: Int64, current: UInt64) -> Found { .missing }

    /// Looks again, and finds or begins the load.
    func begin(_ question: Question, now: Int64) -> NextStep { fatalError("abstract") }

    /// Begins a load that nobody waits for, unless one is under way.
    func beginBackground(_ question: Question) -> Flight? { nil }

    /// Keeps an answer if it is still right.
    ///
    /// - Returns: the uses of what had to leave.
    func store(_ value: LoadedValue, of flight: Flight) -> [UseReport] { [] }

    /// Ends a load that failed.
    ///
    /// - Parameter hold: how long the failure counts, in nanoseconds.
    /// - Returns: an older answer that may be given instead.
    func fail(_ flight: Flight, _ error: any Error, now: Int64, hold: Int64) -> CacheBox? { nil }

    /// Forgets that the load is under way.
    func end(_ flight: Flight) {}

    /// How long the answer in memory is fresh; nil when there is none that holds.
    func freshUntil(_ key: CacheKey, current: UInt64) -> Int64? { nil }

    /// Removes an answer.
    func remove(_ key: CacheKey) {}

    /// Removes all answers.
    ///
    /// - Returns: how many there were.
    func clear() -> Int { 0 }

    /// Changes the figures of a kind.
    func count(_ kind: CacheKind, _ change: @Sendable (inout CacheStatistics.Kind) -> Void) {}

    /// The figures by the index of the kind.
    func figures() -> [CacheStatistics.Kind] { [] }

    /// The uses of all answers since they were last told.
    func takeUses() -> [UseReport] { [] }
}

/// A question as the slow path asks it.
struct Question: Sendable {
    let key: CacheKey
    let sequence: UInt64
    let cells: [TagCell]
    /// Whether answers in memory may be given.
    let isTrusted: Bool
}
