import Synchronization

/// Cancels calls that take longer than they may.
///
/// One task looks at all calls: a sleeping task for each would stay in memory until its time, though the call had long ended.
final class CallDeadlines: Sendable {
    private struct Entry {
        var deadline: Duration
        var cancel: @Sendable () -> Void
        var isOver = false
    }

    private let limit: Duration
    private let clock: any BatchClock
    private let entries = Mutex<[Int: Entry]>([:])

    /// - Parameter limit: how long a call may take.
    init(limit: Duration, clock: any BatchClock) {
        self.limit = limit
        self.clock = clock
    }

    /// Runs the call of a slot.
    ///
    /// - Throws: ``ItemTimeout`` when it had to be cancelled; what `body` throws otherwise.
    func run<Value: Sendable>(slot: Int, _ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await body() }
        entries.withLock { $0[slot] = Entry(deadline: clock.now() + limit, cancel: { task.cancel() }) }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        let isOver = entries.withLock { $0.removeValue(forKey: slot)?.isOver ?? false }
        if isOver, !Task.isCancelled { throw ItemTimeout(limit: limit) }
        return try result.get()
    }

    /// Looks at the calls until the task is cancelled.
    func watch() async {
        // Late by a hundredth of the time allowed at most.
        let pause = min(.seconds(1), max(.milliseconds(1), limit / 100))
        while (try? await clock.sleep(for: pause)) != nil {
            let now = clock.now()
            let late = entries.withLock { entries in
                let slots = entries.filter { $0.value.deadline <= now && !$0.value.isOver }.map(\.key)
                for slot in slots { entries[slot]?.isOver = true }
                return slots.compactMap { entries[$0]?.cancel }
            }
            for cancel in late { cancel() }
        }
    }
}
