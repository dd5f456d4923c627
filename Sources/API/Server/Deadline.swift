import NIOCore
import Synchronization

/// Work that must end in time.
enum Deadline {
    /// The time is over.
    struct Passed: Error {}

    /// Runs `work` on some threads, and stops waiting for it when its time is over.
    ///
    /// Work that computes cannot be interrupted at any place: it is cancelled, goes on to where it looks, and its result is dropped.
    ///
    /// - Throws: ``Passed``; what `work` throws.
    static func run<Value: Sendable>(
        within limit: Duration,
        on threads: WorkThreads,
        timer: any EventLoop,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let race = Race<Value>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                race.begin(continuation)
                let task = Task(executorPreference: threads) {
                    do {
                        race.end(.success(try await work()))
                    } catch {
                        race.end(.failure(error))
                    }
                }
                let alarm = timer.scheduleTask(in: .nanoseconds(limit.inNanoseconds)) {
                    race.end(.failure(Passed()))
                    task.cancel()
                }
                race.watch(task: task, alarm: alarm)
            }
        } onCancel: {
            race.cancel()
        }
    }
}

/// Takes the first of several results.
private final class Race<Value: Sendable>: Sendable {
    private struct State {
        var continuation: CheckedContinuation<Value, any Error>?
        var task: Task<Void, Never>?
        var alarm: Scheduled<Void>?
        var isOver = false
        var isCancelled = false
    }

    private let state = Mutex(State())

    func begin(_ continuation: CheckedContinuation<Value, any Error>) {
        state.withLock { $0.continuation = continuation }
    }

    func watch(task: Task<Void, Never>, alarm: Scheduled<Void>) {
        let (isOver, isCancelled) = state.withLock { state in
            state.task = task
            state.alarm = alarm
            return (state.isOver, state.isCancelled)
        }
        if isOver { alarm.cancel() }
        if isCancelled { cancel() }
    }

    func end(_ result: Result<Value, any Error>) {
        let (continuation, alarm) = state.withLock { state in
            defer {
                state.continuation = nil
                state.isOver = true
            }
            return (state.continuation, state.alarm)
        }
        alarm?.cancel()
        continuation?.resume(with: result)
    }

    func cancel() {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        task?.cancel()
        if task != nil { end(.failure(CancellationError())) }
    }
}

extension Duration {
    /// In whole nanoseconds.
    var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
