internal import Synchronization

/// Something that at most one task may do at a time.
final class Flag: Sendable {
    private let isUp = Atomic(false)

    /// Raises it; false when it was up already.
    func raise() -> Bool { !isUp.exchange(true, ordering: .acquiringAndReleasing) }

    /// Lowers it.
    func lower() { isUp.store(false, ordering: .releasing) }
}

/// Gives the first of several answers to whoever waits; later ones are dropped.
final class FirstAnswer<Value: Sendable>: Sendable {
    private struct State {
        var continuation: CheckedContinuation<Value?, Never>?
        var timer: Task<Void, Never>?
    }

    private let state: Mutex<State>

    init(_ continuation: CheckedContinuation<Value?, Never>) {
        state = Mutex(State(continuation: continuation))
    }

    /// Gives up the wait in the end; cancelled by the first answer, even one that came before it was set.
    var timer: Task<Void, Never>? {
        get { state.withLock { $0.timer } }
        set {
            let isLate = state.withLock { state in
                state.timer = newValue
                return state.continuation == nil
            }
            if isLate { newValue?.cancel() }
        }
    }

    /// Answers.
    func give(_ value: Value?) {
        let (continuation, timer) = state.withLock { state in
            defer { state.continuation = nil }
            return (state.continuation, state.timer)
        }
        guard let continuation else { return }
        timer?.cancel()
        continuation.resume(returning: value)
    }
}
