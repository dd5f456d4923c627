/// Keeps retries to a part of all calls, so that a service that is down is not asked many times as much.
///
/// Retries may be `ratio` of the first calls, and `free` in any case (Finagle's retry budget, with a fixed floor).
public struct RetryBudget: Hashable, Sendable {
    private let ratio: Double
    private let free: Int
    private var firstCalls = 0
    /// Retries that were made.
    public private(set) var retries = 0

    /// A budget.
    public init(ratio: Double, free: Int) {
        self.ratio = ratio
        self.free = free
    }

    /// Which part of the retries that are allowed is left, 0 to 1.
    public var remaining: Double { allowed > 0 ? 1 - Double(retries) / Double(allowed) : 0 }

    private var allowed: Int { max(free, Int(ratio * Double(firstCalls))) }

    /// Counts a call that is no retry.
    public mutating func noteFirstCall() { firstCalls += 1 }

    /// Takes a retry out of the budget.
    ///
    /// - Returns: false when none is left.
    public mutating func takeRetry() -> Bool {
        guard retries < allowed else { return false }
        retries += 1
        return true
    }
}
