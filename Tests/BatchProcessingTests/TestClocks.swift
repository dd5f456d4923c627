import BatchProcessing
import Foundation
import Synchronization

/// A clock that goes faster than the machine's.
struct FastClock: BatchClock {
    let factor: Double
    private let origin = ContinuousClock.now

    func now() -> Duration { .nanoseconds(Int64((ContinuousClock.now - origin).inSeconds * factor * 1e9)) }
    func wallTime() -> Double { 1_800_000_000 + now().inSeconds }

    func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: .nanoseconds(Int64(max(0, duration.inSeconds) / factor * 1e9)))
    }
}

/// A clock that stands still until it is told to go on, and for which sleeping takes no time.
final class StandingClock: BatchClock {
    private struct State {
        var now = Duration.zero
        var slept: [Duration] = []
    }

    private let state = Mutex(State())

    /// The sleeps that were asked for.
    var slept: [Duration] { state.withLock { $0.slept } }

    func advance(by duration: Duration) { state.withLock { $0.now += duration } }
    func now() -> Duration { state.withLock { $0.now } }
    func wallTime() -> Double { 1_800_000_000 + now().inSeconds }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.slept.append(duration)
            state.now += max(.zero, duration)
        }
        await Task.yield()
    }
}

/// A folder that goes away with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/batch-tests-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// An error of a known class.
struct Failing: ClassifiedError, CustomStringConvertible {
    var failureClass: FailureClass
    var description: String { "failing: \(failureClass.name)" }
}

/// Numbers that tasks change.
final class Tally: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    @discardableResult
    func count(_ name: String) -> Int {
        counts.withLock { counts in
            counts[name, default: 0] += 1
            return counts[name, default: 0]
        }
    }

    /// Keeps the greatest value of a name.
    func raise(_ name: String, to value: Int) { counts.withLock { $0[name] = max($0[name, default: 0], value) } }
    subscript(name: String) -> Int { counts.withLock { $0[name, default: 0] } }
    var all: [String: Int] { counts.withLock { $0 } }
}

/// What tasks saw, and how many of them were under way at once.
final class Watch: Sendable {
    private struct State {
        var times: [Duration] = []
        var inFlight = 0
        var width = 0
    }

    private let state = Mutex(State())

    /// When tasks began, in the order in which they said so.
    var times: [Duration] { state.withLock { $0.times } }
    /// The most that were under way at once.
    var width: Int { state.withLock { $0.width } }

    /// A task begins; gives how many have begun.
    @discardableResult
    func begin(at time: Duration = .zero) -> Int {
        state.withLock { state in
            state.times.append(time)
            state.inFlight += 1
            state.width = max(state.width, state.inFlight)
            return state.times.count
        }
    }

    func end() { state.withLock { $0.inFlight -= 1 } }
}

extension Sequence where Element: Sendable {
    /// The elements, one after the other.
    var asAsync: AsyncStream<Element> {
        AsyncStream { continuation in
            for element in self { continuation.yield(element) }
            continuation.finish()
        }
    }
}
