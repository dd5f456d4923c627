/// What somebody wants done once.
public struct JobRequest: Hashable, Sendable, Codable {
    /// Names the job; enqueuing the same identifier again changes nothing. Nil: a new one is made.
    public var id: String?
    /// The queue it waits in.
    public var queue: String
    /// What is to be done; workers look up how by this name.
    public var kind: String
    /// The details, as JSON text that only the handler of this kind reads.
    public var payload: String
    /// How long it waits before it may start.
    public var delay: Duration
    /// At most one unfinished job has this key; nil when that does not matter.
    public var uniqueKey: String?
    /// After so many deliveries without an end it is dead.
    public var maximumDeliveries: Int

    /// A request.
    public init(
        id: String? = nil,
        queue: String = "default",
        kind: String,
        payload: String = "{}",
        delay: Duration = .zero,
        uniqueKey: String? = nil,
        maximumDeliveries: Int = 3
    ) {
        self.id = id
        self.queue = queue
        self.kind = kind
        self.payload = payload
        self.delay = delay
        self.uniqueKey = uniqueKey
        self.maximumDeliveries = maximumDeliveries
    }
}

/// Where a job stands.
public enum JobState: String, Hashable, Sendable, Codable, CaseIterable {
    /// May start.
    case waiting
    /// May start later.
    case delayed
    /// A worker has it.
    case running
    /// Ended well.
    case done
    /// Given up: a permanent error, or too many deliveries.
    case dead
    /// Taken back by a person.
    case cancelled
}

/// A job as a store knows it. Times are seconds since 1970.
public struct Job: Hashable, Sendable, Codable, Identifiable {
    /// Names the job.
    public var id: String
    /// The queue it belongs to.
    public var queue: String
    /// What is to be done.
    public var kind: String
    /// The details, as JSON text.
    public var payload: String
    /// Where it stands.
    public var state: JobState
    /// How often a worker has been given it.
    public var deliveries: Int
    /// After so many deliveries without an end it is dead.
    public var maximumDeliveries: Int
    /// At most one unfinished job has this key.
    public var uniqueKey: String?
    /// When it came in.
    public var enqueuedAt: Double
    /// When it may start.
    public var availableAt: Double
    /// When it was last given to a worker.
    public var startedAt: Double?
    /// When it ended.
    public var finishedAt: Double?
    /// Who has or had it.
    public var worker: String?
    /// What went wrong last.
    public var error: String?

    /// A job.
    public init(
        id: String,
        queue: String,
        kind: String,
        payload: String,
        state: JobState,
        deliveries: Int = 0,
        maximumDeliveries: Int = 3,
        uniqueKey: String? = nil,
        enqueuedAt: Double,
        availableAt: Double,
        startedAt: Double? = nil,
        finishedAt: Double? = nil,
        worker: String? = nil,
        error: String? = nil
    ) {
        self.id = id
        self.queue = queue
        self.kind = kind
        self.payload = payload
        self.state = state
        self.deliveries = deliveries
        self.maximumDeliveries = maximumDeliveries
        self.uniqueKey = uniqueKey
        self.enqueuedAt = enqueuedAt
        self.availableAt = availableAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.worker = worker
        self.error = error
    }
}

/// A job in the hands of a worker.
public struct JobDelivery: Hashable, Sendable {
    /// The job as it was when it was taken.
    public var job: Job
    /// Unique to this delivery: whoever holds an older one can no longer end the job.
    public var token: String

    /// A delivery.
    public init(job: Job, token: String) {
        self.job = job
        self.token = token
    }
}

/// What became of a request.
public enum EnqueueOutcome: Hashable, Sendable {
    /// The job is in the queue, under this identifier.
    case enqueued(String)
    /// It was known before (same identifier), or an unfinished job, named here, has the same unique key.
    case duplicate(String)
}

/// How many jobs stand where.
public struct JobCounts: Hashable, Sendable, Codable {
    /// Jobs by state; states without jobs may be missing.
    public var states: [JobState: Int]
    /// For how many seconds the oldest waiting job has been ready; nil when none waits.
    public var oldestWaitingAge: Double?

    /// Counts.
    public init(states: [JobState: Int] = [:], oldestWaitingAge: Double? = nil) {
        self.states = states
        self.oldestWaitingAge = oldestWaitingAge
    }
}

/// A job that is enqueued again and again.
public struct JobSchedule: Hashable, Sendable, Codable {
    /// Names the schedule.
    public var name: String
    /// When, as ``CronExpression`` reads it.
    public var cron: String
    /// The time zone in which the fields are read (`UTC`, `Europe/Berlin`).
    public var timeZone: String
    /// What is enqueued each time.
    public var requests: [JobRequest]
    /// Whether it rests.
    public var isPaused: Bool

    /// A schedule.
    public init(name: String, cron: String, timeZone: String = "UTC", requests: [JobRequest], isPaused: Bool = false) {
        self.name = name
        self.cron = cron
        self.timeZone = timeZone
        self.requests = requests
        self.isPaused = isPaused
    }
}
