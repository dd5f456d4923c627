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
    public static let durationBounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]
    /// The rate is that of so many seconds.
    private static let window = 30.0

    let core: ProgressCore
    private let clock: any BatchClock
    private let ledger: ProgressLedger?

    /// A meter.
    ///
    /// - Parameter pipeline: names the work in metrics.
    public convenience init(pipeline: String, clock: any BatchClock = SystemBatchClock()) {
        self.init(pipeline: pipeline, clock: clock, ledger: nil)
    }

    init(pipeline: String, clock: any BatchClock, ledger: ProgressLedger?) {
        core = ProgressCore(pipeline: pipeline, start: clock.now().inSeconds)
        self.clock = clock
        self.ledger = ledger
    }

    deinit { ledger?.retire(core) }

    /// How many items there are; nil when that is not known. Adds up over several parts of the work.
    public func begin(total: Int?) {
        core.state.withLock { state in
            if let total { state.total = (state.total ?? 0) + total }
        }
    }

    /// An item is begun.
    public func started() {
        core.state.withLock { $0.inFlight += 1 }
    }

    /// An item ended.
    ///
    /// - Parameters:
    ///   - seconds: how long its last attempt took.
    ///   - failure: why it did not end well; nil when it did.
    public func finished(_ outcome: ProgressOutcome, seconds: Double, failure: FailureClass? = nil) {
        core.state.withLock { state in
            if let failure { state.failedAttempts[failure.name, default: 0] += 1 }
            state.ended[outcome, default: 0] += 1
            state.inFlight = max(0, state.inFlight - 1)
            state.buckets[Self.durationBounds.firstIndex { seconds <= $0 } ?? Self.durationBounds.count] += 1
            state.durationSum += seconds
        }
    }

    /// An item had ended in an earlier run.
    public func passedOver() {
        core.state.withLock { $0.passedOver += 1 }
    }

    /// An item will be tried again.
    public func retried(_ failure: FailureClass) {
        core.state.withLock { state in
            state.retries[failure.name, default: 0] += 1
            state.failedAttempts[failure.name, default: 0] += 1
            state.inFlight = max(0, state.inFlight - 1)
        }
    }

    /// How many calls may be under way at once.
    public func setConcurrency(_ limit: Int) {
        core.state.withLock { $0.limit = limit }
    }

    /// Sets the counts of work that counts for itself.
    public func set(done: Int, failed: Int, total: Int?) {
        core.state.withLock { state in
            state.ended[.done] = done
            state.ended[.failed] = failed
            state.total = total
        }
    }

    /// How the far side and the journal do.
    func note(breaker: CircuitBreaker.Condition, retryBudget: Double, hasCheckpoint: Bool) {
        let time = hasCheckpoint ? clock.wallTime() : nil
        core.state.withLock { state in
            state.breaker = breaker
            state.retryBudget = retryBudget
            state.checkpoint = time ?? state.checkpoint
        }
    }

    /// A whole piece of work ended without a failure.
    public func noteSuccess() {
        let time = clock.wallTime()
        core.state.withLock { $0.lastSuccess = time }
    }

    /// The counts at this moment.
    public func snapshot() -> ProgressSnapshot {
        let elapsed = clock.now().inSeconds - core.start
        let wallTime = clock.wallTime()
        return core.state.withLock { state in
            let ended = state.endedCount
            state.marks.append((elapsed, ended))
            if let keep = state.marks.lastIndex(where: { elapsed - $0.time >= Self.window }), keep > 0 {
                state.marks.removeFirst(keep)
            }
            let first = state.marks.count > 1 ? state.marks[0] : (time: 0, ended: 0)
            let rate = elapsed > first.time ? Double(ended - first.ended) / (elapsed - first.time) : 0
            return state.snapshot(core.pipeline, elapsed: elapsed, rate: rate, wallTime: wallTime)
        }
    }
}
