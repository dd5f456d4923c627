/// How work on many items is run.
public struct BatchConfiguration: Hashable, Sendable {
    /// How many items one request takes, where a request can take many.
    public var batchSize = 100
    /// How many items, or requests, are under way at once.
    public var maximumConcurrency = 10
    /// How often an item is tried at most.
    public var attempts = 3
    /// After how many finished items the journal is forced to the disk, at the latest; after one second in any case.
    public var checkpointInterval = 500
    /// How long one item, or request, may take; nil for as long as it likes.
    public var itemTimeout: Duration? = .seconds(1800)
    /// How long to wait between attempts.
    public var backoff = Backoff.standard
    /// Which part of all calls may be retries.
    public var retryRatio = 0.1
    /// How many retries there may be in any case.
    public var freeRetries = 10
    /// When to leave a service alone.
    public var breaker = CircuitBreaker.Rule()
    /// Whether fewer calls are made at once while the far side throttles.
    public var isAdaptive = true
    /// What must be left of the machine for new items to begin.
    public var floors = ResourceFloors()
    /// How long calls that are under way may go on after a soft stop.
    public var drain: Duration = .seconds(30)

    /// The defaults.
    public init() {}
}

/// How an item ended well.
public enum ItemOutcome: Hashable, Sendable {
    /// It was done.
    case done(note: String? = nil)
    /// There was nothing to do, for the reason given.
    case skipped(String)
}
