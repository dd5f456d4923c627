/// How a worker works.
public struct JobWorkerConfiguration: Sendable {
    /// Where it looks for jobs, most important queue first.
    public var queues = ["default"]
    /// Its name, for people to see.
    public var name = "worker"
    /// Jobs at once.
    public var concurrency = 1
    /// For how long a job belongs to it without a heartbeat.
    public var lease: Duration = .seconds(30)
    /// The pause between heartbeats; well below the lease.
    public var heartbeat: Duration = .seconds(10)
    /// How long one look for jobs waits for some to come.
    public var wait: Duration = .seconds(1)
    /// Whether it ends when its queues hold no job that is waiting, delayed or running.
    public var untilEmpty = false
    /// How long running jobs may go on after a soft stop.
    public var drain: Duration = .seconds(25)
    /// How long a job that failed waits before it may start again.
    public var backoff = Backoff.standard

    /// One job at a time from the queue `default`.
    public init() {}
}

/// What a worker tells while it works.
public enum JobWorkerEvent: Sendable {
    /// A job begins.
    case started(Job)
    /// A job ended well.
    case completed(Job)
    /// A job failed and starts again after a while.
    case retrying(Job, after: Duration, error: String)
    /// A job was given up.
    case buried(Job, error: String)
    /// A job went back unfinished, because the worker stops.
    case released(Job)
    /// A job belongs to somebody else by now, or was cancelled.
    case lost(Job)
    /// The store cannot be reached; the worker goes on trying.
    case storeFailed(String)
}

/// What a worker did.
public struct JobWorkerResult: Hashable, Sendable, Codable {
    /// Jobs that ended well.
    public var completed = 0
    /// Jobs that failed and were put back.
    public var retried = 0
    /// Jobs that were given up.
    public var buried = 0
    /// Jobs that went back unfinished.
    public var released = 0
    /// Jobs that turned out to be somebody else's.
    public var lost = 0

    /// Nothing yet.
    public init() {}
}
