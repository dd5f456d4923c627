internal import Synchronization

/// Work that took longer than it may.
struct TimeLimitExceeded: Error, CustomStringConvertible {
    let limit: Duration
    var description: String { "no answer within \(limit)" }
}

/// Runs work with a time limit that holds even when the work does not heed its cancellation: then it is left to itself.
///
/// - Throws: ``TimeLimitExceeded``, or what the work throws.
func withTimeLimit<Value: Sendable>(
    _ limit: Duration,
    clock: any CacheClock,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let race = Race<Value>()
    let runner = Task { @concurrent in
        do { race.finish(.success(try await work())) } catch { race.finish(.failure(error)) }
    }
    let timer = Task { @concurrent in
        // Only cancellation ends the sleep early: the work was done in time.
        guard (try? await clock.sleep(for: limit)) != nil else { return }
        race.finish(.failure(TimeLimitExceeded(limit: limit)))
        runner.cancel()
    }
    defer { timer.cancel() }
    return try await race.value()
}

/// The first of several results.
private final class Race<Value: Sendable>: Sendable {
    private struct State {
        var result: Result<Value, any Error>?
        var continuation: CheckedContinuation<Value, any Error>?
    }

    private let state = Mutex(State())

    func finish(_ result: Result<Value, any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            guard state.result == nil else { return nil }
            state.result = result
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(with: result)
    }

    func value() async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let known = state.withLock { state -> Result<Value, any Error>? in
                if state.result == nil { state.continuation = continuation }
                return state.result
            }
            if let known { continuation.resume(with: known) }
        }
    }
}
