import Synchronization

/// What all slots of a batch share: retries that wait, the budget, the breaker, the limit, the counts.
final class BatchWindow<Item: Sendable>: Sendable {
    /// Items that are tried together.
    struct Call: Sendable {
        var items: [Item]
        var keys: [String]
        /// How often they were tried.
        var attempts = 0
        /// When they may be tried again.
        var due: Duration = .zero
        /// The last error of each.
        var errors: [any Error] = []
    }

    /// What a slot does next.
    enum Step {
        /// Takes new items from the source.
        case takeNew
        /// Tries items again.
        case retry(Call)
        /// Gives items up: no retries are left in the budget.
        case giveUp(Call)
        /// Asks again after a while.
        case wait(Duration)
        /// There is nothing left to do.
        case end
    }

    private struct State {
        var retries: [Call] = []
        var budget: RetryBudget
        var breaker: CircuitBreaker
        var limit: AdaptiveLimit
        var isExhausted = false
        var result = BatchResult()
        var shortage: String?
    }

    private let configuration: BatchConfiguration
    private let state: Mutex<State>
    /// How many calls may wait for another attempt before no new items are begun.
    private let room: Int

    init(_ configuration: BatchConfiguration) {
        self.configuration = configuration
        room = configuration.maximumConcurrency * 10
        state = Mutex(
            State(
                budget: RetryBudget(ratio: configuration.retryRatio, free: configuration.freeRetries),
                breaker: CircuitBreaker(configuration.breaker),
                limit: AdaptiveLimit(maximum: configuration.maximumConcurrency)
            )
        )
    }

    var result: BatchResult { state.withLock { $0.result } }
    var limit: Int { state.withLock { $0.limit.limit } }
    /// Where the breaker stands, and which part of the retries is left.
    var health: (breaker: CircuitBreaker.Condition, retryBudget: Double) {
        state.withLock { ($0.breaker.condition, $0.budget.remaining) }
    }

    // MARK: What to do next

    /// What slot `slot` does at `now`. What the far side then did must be told with ``note(_:at:)`` or ``noteCancelled(at:)``.
    func step(slot: Int, at now: Duration, isStopping: Bool) -> Step {
        state.withLock { state in
            if isStopping { return .end }
            if configuration.isAdaptive, slot >= state.limit.limit {
                return state.isExhausted && state.retries.isEmpty ? .end : .wait(.milliseconds(50))
            }
            if state.isExhausted, state.retries.isEmpty { return .end }
            let isDue = state.retries.first.map { $0.due <= now } ?? false
            let mayTakeNew = !state.isExhausted && state.retries.count < room && state.shortage == nil
            guard isDue || mayTakeNew else {
                return .wait(state.retries.first.map { max($0.due - now, .milliseconds(1)) } ?? .milliseconds(100))
            }
            switch state.breaker.verdict(at: now) {
            case .go: break
            case .wait(let delay): return .wait(delay)
            case .giveUp:
                state.result.stopReason = "the service has not answered for a long time"
                return .end
            }
            if isDue, state.budget.takeRetry() {
                state.result.retries += 1
                return .retry(begin(state.retries.removeFirst(), &state))
            }
            if mayTakeNew {
                return .takeNew
            }
            // Nothing new can earn a retry any more.
            state.breaker.noteNothing(at: now)
            return .giveUp(state.retries.removeFirst())
        }
    }

    private func begin(_ call: Call, _ state: inout State) -> Call {
        state.result.calls += 1
        var call = call
        call.attempts += 1
        return call
    }

    /// New items are called for the first time.
    func beginFirst(_ items: [Item], keys: [String]) -> Call {
        state.withLock { state in
            state.budget.noteFirstCall()
            state.result.calls += 1
            return Call(items: items, keys: keys, attempts: 1)
        }
    }

    /// The source has no more items.
    func noteExhausted(at now: Duration) {
        state.withLock { state in
            state.isExhausted = true
            state.breaker.noteNothing(at: now)
        }
    }

    // MARK: What a call ended with

    /// A call was cancelled.
    func noteCancelled(at now: Duration) {
        state.withLock { $0.breaker.noteNothing(at: now) }
    }

    /// What a call says about the far side: the worst class of its errors, nil when there was none.
    func note(_ failure: FailureClass?, at now: Duration) {
        state.withLock { state in
            switch failure {
            case nil:
                state.breaker.noteSuccess()
                state.limit.noteSuccess()
            case .permanent:
                // The far side answered; the item is at fault.
                state.breaker.noteSuccess()
            case .transient:
                state.breaker.noteFailure(at: now)
            case .throttled:
                state.breaker.noteNothing(at: now)
                state.limit.noteThrottling()
            }
        }
    }

    /// Items wait for another attempt.
    func enqueue(_ call: Call) {
        state.withLock { state in
            let index = state.retries.firstIndex { $0.due > call.due } ?? state.retries.endIndex
            state.retries.insert(call, at: index)
        }
    }

    /// An item ended.
    func count(_ outcome: JournalEntry.Outcome, error: BatchResult.ItemError?) {
        state.withLock { state in
            state.result.total += 1
            switch outcome {
            case .done: state.result.successful += 1
            case .skipped: state.result.skipped += 1
            case .failed: state.result.failed += 1
            case .dead: state.result.dead += 1
            }
            if let error, state.result.errors.count < BatchResult.maximumErrors { state.result.errors.append(error) }
        }
    }

    /// An item had ended in an earlier run.
    func countAlreadyDone() {
        state.withLock { state in
            state.result.total += 1
            state.result.alreadyDone += 1
        }
    }

    /// Whether new items have to wait, and for what; nil when not.
    func setShortage(_ text: String?) {
        state.withLock { $0.shortage = text }
    }

    /// Why the batch stops by itself.
    func setStopReason(_ text: String) {
        state.withLock { $0.result.stopReason = text }
    }
}
