/// How far a batch is.
public struct ProgressSnapshot: Hashable, Sendable, Codable {
    /// What is done.
    public var pipeline: String
    /// How many items there are; nil when that is not known.
    public var total: Int?
    /// Items that were done.
    public var done = 0
    /// Items with nothing to do.
    public var skipped = 0
    /// Items that were tried in vain as often as allowed.
    public var failed = 0
    /// Items for which trying again cannot help.
    public var dead = 0
    /// Items that had ended in an earlier run.
    public var alreadyDone = 0
    /// Attempts that failed and are made again, by the class of the error.
    public var retries: [String: Int] = [:]
    /// Items under way.
    public var inFlight = 0
    /// Calls that may be under way at once.
    public var concurrencyLimit = 0
    /// Items that ended per second, lately.
    public var rate: Double
    /// Seconds since the start.
    public var elapsed: Double
    /// Attempts that failed, those that were made again and the last ones, by the class of the error.
    public var failedAttempts: [String: Int] = [:]
    /// Whether the far side is left alone: `closed` (no), `half-open`, `open`; nil where there is no breaker.
    public var breaker: CircuitBreaker.Condition?
    /// Which part of the retries that are allowed is left; nil where they are not limited.
    public var retryBudget: Double?
    /// Seconds since the journal was last forced to the disk; nil without a journal.
    public var checkpointAge: Double?
    /// When work of this kind last ended without a failure, in seconds since 1970; nil when it never did.
    public var lastSuccess: Double?
    /// Items by duration: one number per bound of ``ProgressMeter/durationBounds``, and one above.
    public var durationBuckets: [Int] = []
    /// The sum of all durations, in seconds.
    public var durationSum = 0.0

    init(pipeline: String, elapsed: Double, rate: Double) {
        self.pipeline = pipeline
        self.elapsed = elapsed
        self.rate = rate
    }

    /// Items that ended, in this run or before.
    public var ended: Int { done + skipped + failed + dead + alreadyDone }

    /// How many seconds the rest takes at this rate; nil when that is not known.
    public var secondsLeft: Double? {
        guard let total, rate > 0 else { return nil }
        return Double(max(0, total - ended)) / rate
    }
}
