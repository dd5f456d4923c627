import BatchProcessing
import Observability

/// A store of jobs whose calls are measured. The wait for a job is part of the time of `take`.
struct MeasuredJobStore: JobStore {
    private let store: any JobStore
    private let meters: Meters

    private struct Meters {
        let enqueue, take, extend, complete, retry, bury, release, read, change, schedule: CallMeter

        init(_ instruments: StoreInstruments) {
            func meter(_ operation: String) -> CallMeter { instruments.call("jobs", operation) }
            enqueue = meter("enqueue")
            take = meter("take")
            extend = meter("extend")
            complete = meter("complete")
            retry = meter("retry")
            bury = meter("bury")
            release = meter("release")
            read = meter("read")
            change = meter("change")
            schedule = meter("schedule")
        }
    }

    /// The calls of `store`, measured.
    init(_ store: any JobStore, _ instruments: StoreInstruments) {
        self.store = store
        meters = Meters(instruments)
    }

    func enqueue(_ requests: [JobRequest]) async throws -> [EnqueueOutcome] {
        try await meters.enqueue { try await store.enqueue(requests) }
    }

    func take(
        queues: [String],
        worker: String,
        limit: Int,
        lease: Duration,
        wait: Duration
    ) async throws -> [JobDelivery] {
        try await meters.take {
            try await store.take(queues: queues, worker: worker, limit: limit, lease: lease, wait: wait)
        }
    }

    func extend(_ deliveries: [JobDelivery], lease: Duration) async throws -> [JobDelivery] {
        try await meters.extend { try await store.extend(deliveries, lease: lease) }
    }

    func complete(_ deliveries: [JobDelivery]) async throws -> [JobDelivery] {
        try await meters.complete { try await store.complete(deliveries) }
    }

    func retry(_ delivery: JobDelivery, after delay: Duration, error: String) async throws -> Bool {
        try await meters.retry { try await store.retry(delivery, after: delay, error: error) }
    }

    func bury(_ delivery: JobDelivery, error: String) async throws -> Bool {
        try await meters.bury { try await store.bury(delivery, error: error) }
    }

    func release(_ deliveries: [JobDelivery]) async throws {
        try await meters.release { try await store.release(deliveries) }
    }

    func counts(queue: String?) async throws -> JobCounts {
        try await meters.read { try await store.counts(queue: queue) }
    }

    func jobs(queue: String?, state: JobState?, after: String?, limit: Int) async throws -> [Job] {
        try await meters.read { try await store.jobs(queue: queue, state: state, after: after, limit: limit) }
    }

    func job(_ id: String) async throws -> Job? { try await meters.read { try await store.job(id) } }

    func cancel(_ ids: [String]) async throws -> Int { try await meters.change { try await store.cancel(ids) } }

    func revive(_ ids: [String]) async throws -> Int { try await meters.change { try await store.revive(ids) } }

    func removeDead(_ ids: [String]) async throws -> Int {
        try await meters.change { try await store.removeDead(ids) }
    }

    func queues() async throws -> [String] { try await meters.read { try await store.queues() } }

    func claimFiring(schedule: String, time: Int64) async throws -> Bool {
        try await meters.schedule { try await store.claimFiring(schedule: schedule, time: time) }
    }

    func lastFiring(schedule: String) async throws -> Int64? {
        try await meters.schedule { try await store.lastFiring(schedule: schedule) }
    }

    func saveSchedule(_ schedule: JobSchedule) async throws {
        try await meters.schedule { try await store.saveSchedule(schedule) }
    }

    func removeSchedule(_ name: String) async throws -> Bool {
        try await meters.schedule { try await store.removeSchedule(name) }
    }

    func schedules() async throws -> [JobSchedule] { try await meters.schedule { try await store.schedules() } }
}
