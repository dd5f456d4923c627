import Synchronization

@testable import Caching

/// A clock that stands until it is moved.
final class TestClock: CacheClock {
    private struct State {
        var now: Int64 = 1_000_000_000
        var sleepers: [(until: Int64, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func nanoseconds() -> Int64 { state.withLock { $0.now } }

    func wallNanoseconds() -> Int64 { nanoseconds() + 1_700_000_000_000_000_000 }

    /// Suspends until the clock is moved beyond the end; heeds no cancellation, as nothing in the tests depends on it.
    func sleep(for duration: Duration) async throws {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                let end = state.now + duration.inNanoseconds
                if end > state.now { state.sleepers.append((end, continuation)) }
                return end <= state.now
            }
            if isOver { continuation.resume() }
        }
    }

    func advance(_ duration: Duration) {
        let woken = state.withLock { state in
            state.now += duration.inNanoseconds
            let now = state.now
            let woken = state.sleepers.filter { $0.until <= now }.map(\.continuation)
            state.sleepers.removeAll { $0.until <= now }
            return woken
        }
        for continuation in woken { continuation.resume() }
    }
}

/// A number that tasks share.
final class Counter: Sendable {
    private let number = Mutex(0)

    @discardableResult
    func next() -> Int {
        number.withLock { number in
            number += 1
            return number
        }
    }

    var value: Int { number.withLock { $0 } }
}

/// A door that tasks wait at until it is opened.
final class Door: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var waiting: Int { state.withLock { $0.waiting.count } }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// Lets other tasks run until something holds.
func eventually(_ condition: () async -> Bool) async throws {
    while await !condition() { try await Task.sleep(for: .milliseconds(1)) }
}

struct TestFailure: Error, Hashable {
    var number = 0
}

/// Loads what `body` says, for expressions that need a type.
extension QueryCache {
    func int(
        _ key: CacheKey,
        tags: [CacheTag] = [],
        policy: CachePolicy = CachePolicy(jitter: 0, earlyRefresh: 0),
        _ body: @escaping @Sendable () async throws -> Int
    ) async throws -> Int {
        try await value(for: key, tags: tags, policy: policy, load: body)
    }
}
