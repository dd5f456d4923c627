import Synchronization

/// Wakes one waiting task; a call that comes before the wait is not lost.
final class Wakeup: Sendable {
    private struct State {
        var isDue = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Lets the wait, or the next one, end.
    func wake() {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            state.isDue = state.waiting == nil
            return state.waiting
        }
        waiting?.resume()
    }

    /// Waits for a call of ``wake()`` since the last wait, or for the task's cancellation. One task waits at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    defer { state.isDue = false }
                    if !state.isDue { state.waiting = continuation }
                    return state.isDue
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            wake()
        }
    }
}
