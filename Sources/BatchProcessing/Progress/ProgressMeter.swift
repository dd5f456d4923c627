import Synchronization

/// How an item ended, for progress.
public enum ProgressOutcome: String, Hashable, Sendable, CaseIterable {
    /// It was done.
    case done
    /// There was nothing to do.
    case skipped
    /// It was tried in vain as often as allowed.
    case failed
    /// Trying again cannot help.
    case dead
}

/// Counts what happens in a batch; a handful of nanoseconds per count, from any task.
public final class ProgressMeter: Sendable {
    /// The upper bounds of the buckets of durations, in seconds.
    static let bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]
    /// The rate is that of so many seconds.
    private static let window = 30.0

    private struct State {
        var total: Int?
        var ended: [ProgressOutcome: Int] = [:]
        var passedOver = 0
        var inFlight = 0
        var limit = 0
        var retries: [String: Int] = [:]
        var buckets = [Int](repeating: 0, count: ProgressMeter.bounds.count + 1)
        var durationSum = 0.0
        var marks: [(time: Double, ended: Int)] = []

        var endedCount: Int { ended.values.reduce(0, +) }
    }

    private let pipeline: String
    private let clock: any BatchClock
    private let start: Double
    private let state = Mutex(State())

    /// A meter.
    ///
    /// - Parameter pipeline: names the work in metrics.
    public init(pipeline: String, clock: any BatchClock = SystemBatchClock()) {
        self.pipeline = pipeline
        self.clock = clock
        start = clock.now().inSeconds
    }

    /// How many items there are; nil when that is not known. Adds up over several parts of the work.
    public func begin(total: Int?) {
        state.withLock { state in
            if let total { state.total = (state.total ?? 0) + total }
        }
    }

    /// An item is begun.
    public func started() {
        state.withLock { $0.inFlight += 1 }
    }

    /// An item ended.
    ///
    /// - Parameter seconds: how long its last attempt took.
    public func finished(_ outcome: ProgressOutcome, seconds: Double) {
        state.withLock { state in
            state.ended[outcome, default: 0] += 1
            state.inFlight = max(0, state.inFlight - 1)
            state.buckets[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
            state.durationSum += seconds
        }
    }

    /// An item had ended in an earlier run.
    public func passedOver() {
        state.withLock { $0.passedOver += 1 }
    }

    /// An item will be tried again.
    public func retried(_ failure: FailureClass) {
        state.withLock { state in
            state.retries[failure.name, default: 0] += 1
            state.inFlight = max(0, state.inFlight - 1)
        }
    }

    /// How many calls may be under way at once.
    public func setConcurrency(_ limit: Int) {
        state.withLock { $0.limit = limit }
    }

    /// Sets the counts of work that counts for itself.
    public func set(done: Int, failed: Int, total: Int?) {
        state.withLock { state in
            state.ended[.done] = done
            state.ended[.failed] = failed
            state.total = total
        }
    }

    /// The counts at this moment.
    public func snapshot() -> ProgressSnapshot {
        let elapsed = clock.now().inSeconds - start
        return state.withLock { state in
            let ended = state.endedCount
            state.marks.append((elapsed, ended))
            if let keep = state.marks.lastIndex(where: { elapsed - $0.time >= Self.window }), keep > 0 {
                state.marks.removeFirst(keep)
            }
            let first = state.marks.count > 1 ? state.marks[0] : (time: 0, ended: 0)
            let rate = elapsed > first.time ? Double(ended - first.ended) / (elapsed - first.time) : 0
            var snapshot = ProgressSnapshot(pipeline: pipeline, elapsed: elapsed, rate: rate)
            snapshot.total = state.total
            snapshot.done = state.ended[.done] ?? 0
            snapshot.skipped = state.ended[.skipped] ?? 0
            snapshot.failed = state.ended[.failed] ?? 0
            snapshot.dead = state.ended[.dead] ?? 0
            snapshot.alreadyDone = state.passedOver
            snapshot.retries = state.retries
            snapshot.inFlight = state.inFlight
            snapshot.concurrencyLimit = state.limit
            snapshot.durationBuckets = state.buckets
            snapshot.durationSum = state.durationSum
            return snapshot
        }
    }
}

/// How far a batch is.
public struct ProgressSnapshot: Hashable, Sendable, Codable {
    /// What is done.
    public var pipeline: String
    /// How many items there are; nil when that is not known.
    public var total: Int?
    /// Items that were done.
    public var done = 0
    /// Items with nothing to do.
    public var skipped = 0
    /// Items that were tried in vain as often as allowed.
    public var failed = 0
    /// Items for which trying again cannot help.
    public var dead = 0
    /// Items that had ended in an earlier run.
    public var alreadyDone = 0
    /// Attempts that failed and are made again, by the class of the error.
    public var retries: [String: Int] = [:]
    /// Items under way.
    public var inFlight = 0
    /// Calls that may be under way at once.
    public var concurrencyLimit = 0
    /// Items that ended per second, lately.
    public var rate: Double
    /// Seconds since the start.
    public var elapsed: Double
    /// Items by duration: one number per bound of the metric `cosci_batch_item_duration_seconds`, and one above.
    public var durationBuckets: [Int] = []
    /// The sum of all durations, in seconds.
    public var durationSum = 0.0

    init(pipeline: String, elapsed: Double, rate: Double) {
        self.pipeline = pipeline
        self.elapsed = elapsed
        self.rate = rate
    }

    /// Items that ended, in this run or before.
    public var ended: Int { done + skipped + failed + dead + alreadyDone }

    /// How many seconds the rest takes at this rate; nil when that is not known.
    public var secondsLeft: Double? {
        guard let total, rate > 0 else { return nil }
        return Double(max(0, total - ended)) / rate
    }
}
