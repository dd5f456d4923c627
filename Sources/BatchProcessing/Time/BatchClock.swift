import Foundation

/// Time as batch processing sees it, so that tests can let hours pass in milliseconds.
public protocol BatchClock: Sendable {
    /// Monotonic time since an arbitrary origin. Never goes back; goes on while the machine sleeps.
    func now() -> Duration

    /// Seconds since 1970, as the machine believes. May jump.
    func wallTime() -> Double

    /// Suspends for a while.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The machine's own clocks.
public struct SystemBatchClock: BatchClock {
    /// The clocks.
    public init() {}

    /// Time since the machine started.
    public func now() -> Duration {
        var time = timespec()
        clock_gettime(Self.monotonic, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    /// The machine's calendar time.
    public func wallTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Suspends on the continuous clock.
    public func sleep(for duration: Duration) async throws {
        guard duration > .zero else { return try Task.checkCancellation() }
        try await Task.sleep(for: duration)
    }

    #if os(Linux)
        /// The same in every process of a machine, counts while suspended.
        private static let monotonic = CLOCK_BOOTTIME
    #else
        private static let monotonic = CLOCK_MONOTONIC
    #endif
}

extension Duration {
    /// The duration in seconds.
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
