import Synchronization

/// Lets tasks through one at a time, in the order in which they come.
final class AsyncTurn: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var first = 0
    }

    private let state = Mutex(State())

    /// Waits for its turn; costs one lock when nobody waits.
    func take() async {
        if takeAtOnce() { return }
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if !state.isTaken {
                    state.isTaken = true
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// Ends the turn.
    func give() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard state.first < state.waiting.count else {
                state.waiting.removeAll(keepingCapacity: true)
                state.first = 0
                state.isTaken = false
                return nil
            }
            let next = state.waiting[state.first]
            state.first += 1
            // Those who have had their turn must not pile up when somebody always waits.
            if state.first >= 64, state.first * 2 > state.waiting.count {
                state.waiting.removeFirst(state.first)
                state.first = 0
            }
            return next
        }
        next?.resume()
    }

    private func takeAtOnce() -> Bool {
        state.withLock { state in
            guard !state.isTaken else { return false }
            state.isTaken = true
            return true
        }
    }
}
