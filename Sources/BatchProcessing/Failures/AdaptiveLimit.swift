/// How many calls are made at once: additive increase, multiplicative decrease (D.-M. Chiu, R. Jain, "Analysis of the Increase and
/// Decrease Algorithms for Congestion Avoidance in Computer Networks", 1989).
public struct AdaptiveLimit: Hashable, Sendable {
    private let maximum: Double
    private var value: Double
    private var callsSinceDecrease = 0

    /// Starts at `maximum`.
    public init(maximum: Int) {
        self.maximum = Double(max(1, maximum))
        value = self.maximum
    }

    /// Calls at once, 1 or more.
    public var limit: Int { Int(value) }

    /// The far side kept up.
    public mutating func noteSuccess() {
        callsSinceDecrease += 1
        value = min(maximum, value + 1 / value)
    }

    /// The far side throttled. Calls that were under way together halve the limit only once.
    public mutating func noteThrottling() {
        guard callsSinceDecrease >= 1 || value == maximum else { return }
        value = max(1, value / 2)
        callsSinceDecrease = 0
    }
}
