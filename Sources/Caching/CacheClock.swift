#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Time as the cache sees it, so that tests can let hours pass in milliseconds.
public protocol CacheClock: Sendable {
    /// Nanoseconds since an arbitrary origin, the same for all of a process; never goes back.
    func nanoseconds() -> Int64

    /// Nanoseconds since 1970, for what other processes shall understand. May jump.
    func wallNanoseconds() -> Int64

    /// Suspends for a while.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The machine's own clocks.
public struct SystemCacheClock: CacheClock {
    /// The clocks.
    public init() {}

    /// The monotonic clock; some twenty nanoseconds to ask.
    public func nanoseconds() -> Int64 { Self.read(CLOCK_MONOTONIC) }

    /// The machine's calendar time.
    public func wallNanoseconds() -> Int64 { Self.read(CLOCK_REALTIME) }

    /// Suspends on the continuous clock.
    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Duration {
    /// The duration in nanoseconds, rounded towards zero and held within the range of the type.
    var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds > 0 ? .max : .min }
        let (sum, overflowed) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflowed ? (seconds > 0 ? .max : .min) : sum
    }
}
