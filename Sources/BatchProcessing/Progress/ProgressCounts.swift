import Synchronization

/// What a meter has counted.
struct ProgressCounts: Sendable {
    var total: Int?
    var ended: [ProgressOutcome: Int] = [:]
    var passedOver = 0
    var inFlight = 0
    var limit = 0
    var retries: [String: Int] = [:]
    var failedAttempts: [String: Int] = [:]
    var breaker: CircuitBreaker.Condition?
    var retryBudget: Double?
    var checkpoint: Double?
    var lastSuccess: Double?
    var buckets = [Int](repeating: 0, count: ProgressMeter.durationBounds.count + 1)
    var durationSum = 0.0
    var marks: [(time: Double, ended: Int)] = []

    var endedCount: Int { ended.values.reduce(0, +) }

    /// Adds the counts of another meter of the same pipeline.
    ///
    /// - Parameter isOver: whether its work has ended: then only what it counted stays, and nothing of its state.
    mutating func add(_ other: ProgressCounts, isOver: Bool) {
        ended.merge(other.ended, uniquingKeysWith: +)
        passedOver += other.passedOver
        retries.merge(other.retries, uniquingKeysWith: +)
        failedAttempts.merge(other.failedAttempts, uniquingKeysWith: +)
        for index in buckets.indices { buckets[index] += other.buckets[index] }
        durationSum += other.durationSum
        lastSuccess = Self.choose(lastSuccess, other.lastSuccess, max)
        guard !isOver else { return }
        if let theirs = other.total { total = (total ?? 0) + theirs }
        inFlight += other.inFlight
        limit += other.limit
        // Of states the worst is told.
        breaker = Self.choose(breaker, other.breaker, max)
        retryBudget = Self.choose(retryBudget, other.retryBudget, min)
        checkpoint = Self.choose(checkpoint, other.checkpoint, min)
    }

    private static func choose<Value>(_ own: Value?, _ other: Value?, _ choice: (Value, Value) -> Value) -> Value? {
        guard let own, let other else { return own ?? other }
        return choice(own, other)
    }

    /// The counts as a snapshot.
    func snapshot(_ pipeline: String, elapsed: Double, rate: Double, wallTime: Double) -> ProgressSnapshot {
        var snapshot = ProgressSnapshot(pipeline: pipeline, elapsed: elapsed, rate: rate)
        snapshot.total = total
        snapshot.done = ended[.done] ?? 0
        snapshot.skipped = ended[.skipped] ?? 0
        snapshot.failed = ended[.failed] ?? 0
        snapshot.dead = ended[.dead] ?? 0
        snapshot.alreadyDone = passedOver
        snapshot.retries = retries
        snapshot.failedAttempts = failedAttempts
        snapshot.inFlight = inFlight
        snapshot.concurrencyLimit = limit
        snapshot.breaker = breaker
        snapshot.retryBudget = retryBudget
        snapshot.checkpointAge = checkpoint.map { max(0, wallTime - $0) }
        snapshot.lastSuccess = lastSuccess
        snapshot.durationBuckets = buckets
        snapshot.durationSum = durationSum
        return snapshot
    }
}

/// The counts of one meter, which outlive it until its ledger has taken them over.
final class ProgressCore: Sendable {
    let pipeline: String
    /// When it began, on the clock of the meter, in seconds.
    let start: Double
    let state = Mutex(ProgressCounts())

    init(pipeline: String, start: Double) {
        self.pipeline = pipeline
        self.start = start
    }
}
