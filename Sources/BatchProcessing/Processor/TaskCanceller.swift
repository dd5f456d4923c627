import Synchronization

/// Lets code outside a task group end one of its tasks.
final class TaskCanceller: Sendable {
    private struct State {
        var isOver = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Ends the wait.
    func cancel() { finish() }

    /// Ends the wait; nobody is going to cancel any more.
    func finish() {
        let waiting = state.withLock { state in
            state.isOver = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    /// Returns when it is cancelled or finished, or the task is cancelled.
    func waitUntilCancelled() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.isOver { state.waiting = continuation }
                    return state.isOver
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            finish()
        }
    }
}
