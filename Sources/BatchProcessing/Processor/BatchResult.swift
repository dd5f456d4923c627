/// What became of the items of a batch.
public struct BatchResult: Hashable, Sendable, Codable {
    /// An item that did not end well.
    public struct ItemError: Hashable, Sendable, Codable {
        /// The item's name in the journal.
        public var item: String
        /// `failed` when it was given up after several attempts, `dead` when trying again cannot help.
        public var outcome: String
        /// The class of the last error: `permanent`, `transient`, `throttled`.
        public var failure: String
        /// How often it was tried.
        public var attempts: Int
        /// The last error.
        public var message: String

        /// An error.
        public init(item: String, outcome: String, failure: String, attempts: Int, message: String) {
            self.item = item
            self.outcome = outcome
            self.failure = failure
            self.attempts = attempts
            self.message = message
        }
    }

    /// Items that ended in this run, and those that had ended before.
    public var total = 0
    /// Items that were done.
    public var successful = 0
    /// Items with nothing to do.
    public var skipped = 0
    /// Items that had ended in an earlier run.
    public var alreadyDone = 0
    /// Items that were tried in vain as often as allowed.
    public var failed = 0
    /// Items for which trying again cannot help.
    public var dead = 0
    /// The first ``maximumErrors`` errors.
    public var errors: [ItemError] = []
    /// How often the journal was forced to the disk.
    public var checkpoints = 0
    /// Calls that were made.
    public var calls = 0
    /// Calls that were made again for items that had failed.
    public var retries = 0
    /// How long it took, in seconds.
    public var seconds = 0.0
    /// Whether it was stopped before its end.
    public var wasStopped = false
    /// Why it stopped by itself; nil when it did not.
    public var stopReason: String?

    /// How many errors are kept.
    public static let maximumErrors = 1000

    /// Nothing.
    public init() {}

    /// Items that ended per second.
    public var rate: Double { seconds > 0 ? Double(total - alreadyDone) / seconds : 0 }

    /// Adds a part of the same batch that came after this one.
    public mutating func add(_ other: BatchResult) {
        total += other.total
        successful += other.successful
        skipped += other.skipped
        alreadyDone += other.alreadyDone
        failed += other.failed
        dead += other.dead
        errors += other.errors.prefix(max(0, Self.maximumErrors - errors.count))
        checkpoints += other.checkpoints
        calls += other.calls
        retries += other.retries
        seconds += other.seconds
        wasStopped = wasStopped || other.wasStopped
        stopReason = other.stopReason ?? stopReason
    }
}
