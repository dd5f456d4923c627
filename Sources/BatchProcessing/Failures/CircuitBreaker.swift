/// Leaves a service alone that fails again and again, and looks now and then whether it is back.
///
/// Closed: calls are made. After ``Rule/threshold`` failures in a row it opens: no calls for a while. Then one call is let through
/// (half open): success closes it, failure opens it for twice as long (M. Nygard, "Release It!").
public struct CircuitBreaker: Hashable, Sendable {
    /// When to open, for how long, when to give up.
    public struct Rule: Hashable, Sendable {
        /// Failures in a row that open it.
        public var threshold = 10
        /// How long it stays open the first time.
        public var pause: Duration = .seconds(5)
        /// How long it stays open at most.
        public var longestPause: Duration = .seconds(60)
        /// After so long without a success the batch is stopped.
        public var giveUpAfter: Duration = .seconds(300)

        /// The defaults.
        public init() {}
    }

    /// What to do with a call.
    public enum Verdict: Hashable, Sendable {
        /// Make it.
        case go
        /// Ask again after a while.
        case wait(Duration)
        /// The service has been down for too long.
        case giveUp
    }

    private enum State: Hashable {
        case closed
        case open(until: Duration)
        case probing
    }

    private let rule: Rule
    private var state = State.closed
    private var failures = 0
    private var pause: Duration
    private var openedAt: Duration?

    /// A closed breaker.
    public init(_ rule: Rule) {
        self.rule = rule
        pause = rule.pause
    }

    /// Where a breaker stands, the better first.
    public enum Condition: String, Hashable, Sendable, Codable, Comparable, CaseIterable {
        /// Calls are made as usual.
        case closed
        /// One call is made, to see whether the service works again.
        case halfOpen = "half-open"
        /// No calls are made.
        case open

        /// Whether the first is the better.
        public static func < (left: Condition, right: Condition) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    /// Where it stands.
    public var condition: Condition {
        switch state {
        case .closed: .closed
        case .probing: .halfOpen
        case .open: .open
        }
    }

    /// Whether calls are made as usual.
    public var isClosed: Bool { state == .closed }

    /// Whether a call may be made now; after `go` its end must be told.
    public mutating func verdict(at now: Duration) -> Verdict {
        switch state {
        case .closed: return .go
        case .probing: return .wait(.milliseconds(100))
        case .open(let end):
            if let openedAt, now - openedAt >= rule.giveUpAfter { return .giveUp }
            guard now >= end else { return .wait(end - now) }
            state = .probing
            return .go
        }
    }

    /// The service answered.
    public mutating func noteSuccess() {
        state = .closed
        failures = 0
        pause = rule.pause
        openedAt = nil
    }

    /// The service did not do its part.
    public mutating func noteFailure(at now: Duration) {
        failures += 1
        if state == .probing {
            pause = min(pause + pause, rule.longestPause)
            state = .open(until: now + pause)
        } else if state == .closed, failures >= rule.threshold {
            state = .open(until: now + pause)
            openedAt = now
        }
    }

    /// A call ended without telling anything about the service (it was cancelled).
    public mutating func noteNothing(at now: Duration) {
        if state == .probing { state = .open(until: now) }
    }
}
