internal import Synchronization

/// One load that is under way, and those who wait for it.
final class Flight: Sendable {
    /// What is loaded.
    let key: CacheKey

    /// The number of the last invalidation before the load began.
    let sequence: UInt64

    /// The cells of the answer's tags.
    let cells: [TagCell]

    /// Whether the load goes on when nobody waits for it.
    let isBackground: Bool

    private struct State {
        var result: Result<CacheBox, any Error>?
        var waiting: [Int: CheckedContinuation<CacheBox, any Error>] = [:]
        /// Those who left before they had begun to wait.
        var departed: Set<Int> = []
        var joined = 0
        var present = 0
        var isAbandoned = false
        var task: Task<Void, Never>?
    }

    private let state = Mutex(State())

    init(key: CacheKey, sequence: UInt64, cells: [TagCell], isBackground: Bool) {
        self.key = key
        self.sequence = sequence
        self.cells = cells
        self.isBackground = isBackground
    }

    /// Whether its answer will still be right for who asks now.
    var isCurrent: Bool { TagTable.hold(cells, since: sequence) }

    /// Whether everybody who waited has left and the load was cancelled.
    var isAbandoned: Bool { state.withLock { $0.isAbandoned } }

    /// Takes part.
    ///
    /// - Returns: a number to wait with; nil when the load has been given up.
    func join() -> Int? {
        state.withLock { state in
            guard !state.isAbandoned else { return nil }
            state.joined += 1
            state.present += 1
            return state.joined
        }
    }

    /// The answer. A task that is cancelled leaves at once, and with the last one the load is cancelled.
    func wait(_ number: Int) async throws -> CacheBox {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if let known = enter(number, continuation) { continuation.resume(with: known) }
            }
        } onCancel: {
            leave(number)
        }
    }

    /// Names the task that loads, so that it can be cancelled.
    func attach(_ task: Task<Void, Never>) {
        let isTooLate = state.withLock { state in
            if state.result == nil { state.task = task }
            return state.isAbandoned
        }
        if isTooLate { task.cancel() }
    }

    /// Gives the answer to all who wait and who will. Only the first one counts.
    func finish(_ result: Result<CacheBox, any Error>) {
        let waiting = state.withLock { state -> [CheckedContinuation<CacheBox, any Error>] in
            guard state.result == nil else { return [] }
            state.result = result
            state.task = nil
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume(with: result) }
    }

    private func enter(
        _ number: Int,
        _ continuation: CheckedContinuation<CacheBox, any Error>
    ) -> Result<CacheBox, any Error>? {
        state.withLock { state in
            if state.departed.remove(number) != nil { return .failure(CancellationError()) }
            if let result = state.result { return result }
            state.waiting[number] = continuation
            return nil
        }
    }

    private func leave(_ number: Int) {
        let (continuation, task) = state.withLock { state in
            guard state.result == nil else {
                return (nil, nil) as (CheckedContinuation<CacheBox, any Error>?, Task<Void, Never>?)
            }
            let continuation = state.waiting.removeValue(forKey: number)
            if continuation == nil { state.departed.insert(number) }
            state.present -= 1
            if state.present == 0, !isBackground { state.isAbandoned = true }
            return (continuation, state.isAbandoned ? state.task : nil)
        }
        continuation?.resume(throwing: CancellationError())
        task?.cancel()
    }
}
