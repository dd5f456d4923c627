/// Keeps jobs so that each runs to its end at least once, whoever dies: a queue with leases, delays, dead letters and schedules.
///
/// Any number of processes use one store at once. Every method throws when the store cannot be reached.
public protocol JobStore: Sendable {
    /// Puts jobs into their queues; all or nothing per request. Answers in the order of the requests.
    func enqueue(_ requests: [JobRequest]) async throws -> [EnqueueOutcome]

    /// Takes jobs that may start, oldest first, and holds them for `lease`.
    ///
    /// Delayed jobs that are due and jobs whose lease ran out may start as well; a job that has been delivered
    /// ``Job/maximumDeliveries`` times and never ended goes to the dead letters instead.
    ///
    /// - Parameters:
    ///   - queues: the queues to look into, most important first.
    ///   - worker: who takes them, for people to see.
    ///   - limit: how many at most.
    ///   - wait: how long to wait for a job when there is none.
    func take(
        queues: [String],
        worker: String,
        limit: Int,
        lease: Duration,
        wait: Duration
    ) async throws -> [JobDelivery]

    /// Holds jobs for `lease` from now on.
    ///
    /// - Returns: those that are still in these hands; the others belong to somebody else, or were cancelled.
    func extend(_ deliveries: [JobDelivery], lease: Duration) async throws -> [JobDelivery]

    /// Ends jobs well.
    ///
    /// - Returns: those that were still in these hands.
    func complete(_ deliveries: [JobDelivery]) async throws -> [JobDelivery]

    /// Puts a job back, to start again after a while.
    ///
    /// - Returns: whether it was still in these hands.
    func retry(_ delivery: JobDelivery, after delay: Duration, error: String) async throws -> Bool

    /// Moves a job to the dead letters.
    ///
    /// - Returns: whether it was still in these hands.
    func bury(_ delivery: JobDelivery, error: String) async throws -> Bool

    /// Puts jobs back as if they had not been taken: the delivery does not count.
    func release(_ deliveries: [JobDelivery]) async throws

    /// How many jobs stand where, in one queue or in all.
    func counts(queue: String?) async throws -> JobCounts

    /// Jobs by identifier, in a stable order, a page at a time.
    ///
    /// - Parameter after: the last identifier of the page before.
    func jobs(queue: String?, state: JobState?, after: String?, limit: Int) async throws -> [Job]

    /// One job, or nil. Jobs that ended well are forgotten after a while.
    func job(_ id: String) async throws -> Job?

    /// Takes jobs back: those that have not started at once; those that run lose their hold at the next heartbeat.
    ///
    /// - Returns: how many were cancelled.
    func cancel(_ ids: [String]) async throws -> Int

    /// Lets dead jobs start anew, with deliveries counted from zero.
    ///
    /// - Returns: how many were dead.
    func revive(_ ids: [String]) async throws -> Int

    /// Removes dead jobs for good.
    ///
    /// - Returns: how many were dead.
    func removeDead(_ ids: [String]) async throws -> Int

    /// The queues that have or had jobs, by name.
    func queues() async throws -> [String]

    /// Claims one firing of a schedule: true for exactly one caller per schedule and time.
    ///
    /// - Parameter time: when it was due, in seconds since 1970.
    func claimFiring(schedule: String, time: Int64) async throws -> Bool

    /// The last firing that was claimed, in seconds since 1970; nil when there was none.
    func lastFiring(schedule: String) async throws -> Int64?

    /// Adds or replaces a schedule by its name.
    func saveSchedule(_ schedule: JobSchedule) async throws

    /// Removes a schedule.
    ///
    /// - Returns: whether there was one.
    func removeSchedule(_ name: String) async throws -> Bool

    /// All schedules by name.
    func schedules() async throws -> [JobSchedule]
}
