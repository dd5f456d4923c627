import NIOCore
import RESP
import Synchronization

/// Commands that go to a server together, and those who wait for their answers.
final class RedisExchange: Sendable {
    private struct State {
        var continuation: CheckedContinuation<[RESPValue], any Error>?
        var end: Result<[RESPValue], any Error>?
    }

    let commands: [RedisCommand]
    let deadline: NIODeadline
    private let state = Mutex(State())

    init(_ commands: [RedisCommand], deadline: NIODeadline) {
        self.commands = commands
        self.deadline = deadline
    }

    /// Whether nobody waits any more.
    var isOver: Bool { state.withLock { $0.end != nil } }

    /// Takes the one who waits.
    ///
    /// - Returns: false when it was over before; the wait has ended then.
    func attach(_ continuation: CheckedContinuation<[RESPValue], any Error>) -> Bool {
        let end = state.withLock { state in
            if state.end == nil { state.continuation = continuation }
            return state.end
        }
        if let end { continuation.resume(with: end) }
        return end == nil
    }

    /// Ends the wait; only the first end counts.
    func finish(_ end: Result<[RESPValue], any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<[RESPValue], any Error>? in
            guard state.end == nil else { return nil }
            // The values are not kept here: only that it is over.
            state.end = if case .failure(let error) = end { .failure(error) } else { .success([]) }
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(with: end)
    }
}
