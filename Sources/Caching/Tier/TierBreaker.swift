/// Leaves a tier alone that fails again and again (M. Nygard, "Release It!").
///
/// Closed: calls are made. After enough failures in a row it opens: none are made. When the pause is over, one *trial* that no
/// caller waits for decides whether it closes again, or stays open for twice as long.
struct TierBreaker: Sendable {
    private let threshold: Int
    private let firstPause: Int64
    private let longestPause: Int64
    private var pause: Int64
    private var failures = 0
    private var trialAt: Int64 = 0

    /// Whether calls are made.
    private(set) var state = CacheBreakerState.closed

    /// How often it opened.
    private(set) var openings = 0

    init(_ configuration: QueryCache.Configuration) {
        threshold = max(1, configuration.breakerThreshold)
        firstPause = max(1, configuration.breakerPause.inNanoseconds)
        longestPause = max(firstPause, configuration.longestBreakerPause.inNanoseconds)
        pause = firstPause
    }

    /// Whether it is time for a trial; who is told so makes it.
    mutating func takesTrial(at now: Int64) -> Bool {
        guard state == .open, now >= trialAt else { return false }
        state = .halfOpen
        return true
    }

    /// A call ended well.
    mutating func noteSuccess() {
        guard state == .closed else { return }
        failures = 0
    }

    /// A call failed.
    ///
    /// - Parameter opensAtOnce: whether that is enough to open.
    mutating func noteFailure(at now: Int64, opensAtOnce: Bool = false) {
        failures += 1
        guard state == .closed, opensAtOnce || failures >= threshold else { return }
        state = .open
        openings += 1
        trialAt = now.addingClamped(pause)
    }

    /// The trial ended.
    mutating func noteTrial(_ worked: Bool, at now: Int64) {
        if worked {
            state = .closed
            failures = 0
            pause = firstPause
        } else {
            pause = min(longestPause, pause.addingClamped(pause))
            state = .open
            trialAt = now.addingClamped(pause)
        }
    }
}
