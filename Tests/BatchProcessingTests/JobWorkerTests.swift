import Foundation
import RedisClient
import RedisStores
import SQLiteLibrary
import Synchronization
import TestServers
import Testing

@testable import BatchProcessing

@Suite struct JobWorkerTests {
    private let folder = TemporaryFolder()

    private func worker(
        _ store: any JobStore,
        _ change: (inout JobWorkerConfiguration) -> Void = { _ in },
        report: @escaping @Sendable (JobWorkerEvent) -> Void = { _ in },
        handler: @escaping JobWorker.Handler
    ) -> JobWorker {
        var configuration = JobWorkerConfiguration()
        configuration.concurrency = 4
        configuration.untilEmpty = true
        configuration.wait = .milliseconds(20)
        configuration.backoff = Backoff(base: .milliseconds(1), cap: .milliseconds(5))
        change(&configuration)
        return JobWorker(store: store, configuration: configuration, report: report, handler: handler)
    }

    @Test(arguments: StoreKind.allCases) func doesAllOnceAndEnds(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        _ = try await store.enqueue((0..<100).map { JobRequest(id: "\($0)", kind: "k") })
        let tally = Tally()
        let watch = Watch()
        let result = await worker(store) { job, _ in
            watch.begin()
            tally.count(job.id)
            await Task.yield()
            watch.end()
        }.run(stop: StopSignal())
        #expect(result.completed == 100)
        #expect(tally.all.count == 100 && tally.all.values.allSatisfy { $0 == 1 })
        #expect(watch.width <= 4)
    }

    @Test(arguments: StoreKind.allCases) func passingErrorsAreTriedAgainPermanentOnesOnce(kind: StoreKind) async throws
    {
        let store = try await kind.open(folder)[0]
        _ = try await store.enqueue(["permanent", "twice", "always"].map { JobRequest(id: $0, kind: "k") })
        let tally = Tally()
        let result = await worker(store) { job, _ in
            let attempt = tally.count(job.id)
            if job.id == "permanent" { throw Failing(failureClass: .permanent) }
            if job.id == "always" || attempt < 3 { throw Failing(failureClass: .transient) }
        }.run(stop: StopSignal())
        #expect(tally.all == ["permanent": 1, "twice": 3, "always": 3])
        #expect(result.completed == 1 && result.buried == 2 && result.retried == 4)
        #expect(try await store.job("permanent")?.error == "failing: permanent")
        #expect(try await store.job("always")?.state == .dead)
    }

    @Test(arguments: StoreKind.allCases) func aLongJobKeepsItsHolder(kind: StoreKind) async throws {
        let stores = try await kind.open(folder)
        _ = try await stores[0].enqueue([JobRequest(id: "long", kind: "k")])
        let tally = Tally()
        let change: @Sendable (inout JobWorkerConfiguration) -> Void = {
            $0.lease = .seconds(4)
            $0.heartbeat = .milliseconds(500)
        }
        let handler: JobWorker.Handler = { _, _ in
            tally.count("begun")
            try await Task.sleep(for: .seconds(7))
        }
        async let one = worker(stores[0], change, handler: handler).run(stop: StopSignal())
        async let other = worker(stores[1], change, handler: handler).run(stop: StopSignal())
        let completed = await one.completed + other.completed
        #expect(completed == 1)
        #expect(tally["begun"] == 1)
    }

    @Test(arguments: StoreKind.allCases) func theJobOfADeadWorkerIsDoneByAnother(kind: StoreKind) async throws {
        let stores = try await kind.open(folder)
        _ = try await stores[0].enqueue([JobRequest(id: "a", kind: "k")])
        #expect(try await stores[0].take(lease: .milliseconds(200)).count == 1)
        let result = await worker(stores[1]) { _, _ in }.run(stop: StopSignal())
        #expect(result.completed == 1)
        #expect(try await stores[0].job("a")?.deliveries == 2)
    }

    @Test(arguments: StoreKind.allCases) func aCancelledJobIsLetGo(kind: StoreKind) async throws {
        let stores = try await kind.open(folder)
        _ = try await stores[0].enqueue([JobRequest(id: "a", kind: "k")])
        let tally = Tally()
        let result = await worker(stores[0], { $0.heartbeat = .milliseconds(50) }) { _, stop in
            _ = try await stores[1].cancel(["a"])
            do {
                try await Task.sleep(for: .seconds(3600))
            } catch {
                tally.count("stopped \(stop.level)")
                throw error
            }
        }.run(stop: StopSignal())
        #expect(tally["stopped hard"] == 1)
        #expect(result.completed == 0)
        #expect(try await stores[1].job("a")?.state == .cancelled)
    }

    @Test(arguments: StoreKind.allCases) func aSoftStopFinishesWhatIsBegun(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        _ = try await store.enqueue((0..<50).map { JobRequest(id: "\($0)", kind: "k") })
        let stop = StopSignal()
        let result = await worker(store) { job, _ in
            stop.raise(to: .soft)
            try await Task.sleep(for: .milliseconds(50))
        }.run(stop: stop)
        #expect(result.completed >= 1 && result.completed <= 4 && result.released == 0)
        #expect(try await store.counts(queue: nil).states[.running, default: 0] == 0)
    }

    @Test(arguments: StoreKind.allCases) func whatOutlastsTheDrainGoesBack(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        _ = try await store.enqueue([JobRequest(id: "a", kind: "k")])
        let stop = StopSignal()
        let result = await worker(store, { $0.drain = .milliseconds(50) }) { _, _ in
            stop.raise(to: .soft)
            try await Task.sleep(for: .seconds(3600))
        }.run(stop: stop)
        #expect(result.released == 1 && result.completed == 0)
        let job = try #require(try await store.job("a"))
        #expect(job.state == .waiting && job.deliveries == 0)
    }

    @Test func worksInAClusterOfWhichAServerDies() async throws {
        let cluster = try await RedisCluster()
        let stores = (0..<2).map { _ in RedisJobStore(client: cluster.client()) }
        // The queues lie on different servers, the first on the one that dies.
        let queues = ["low", "high"].sorted { RedisSlot.of("{\($0)}") < RedisSlot.of("{\($1)}") }
        for queue in queues {
            _ = try await stores[0].enqueue((0..<20).map { JobRequest(id: "\(queue)-\($0)", queue: queue, kind: "k") })
        }
        #expect(try await stores[1].queues() == queues.sorted())
        let tally = Tally()
        let result = await worker(stores[1], { $0.queues = queues }) { job, _ in
            tally.count(job.id)
            if tally.count("all") == 5 { cluster.servers[0].stop() }
        }.run(stop: StopSignal())
        #expect(tally.all.count == 41)
        #expect(result.completed + result.lost >= 38)
        #expect(try await stores[0].counts(queue: nil).states[.waiting, default: 0] == 0)
    }

    @Test func aStoreThatComesBackIsGoneOnWith() async throws {
        let store = UnreliableStore(try SQLiteJobStore(path: folder.path + "/jobs.sqlite"))
        _ = try await store.inner.enqueue((0..<20).map { JobRequest(id: "\($0)", kind: "k") })
        let tally = Tally()
        let result = await worker(
            store,
            report: { event in
                if case .storeFailed = event { tally.count("failures") }
            }
        ) { job, _ in tally.count(job.id) }.run(stop: StopSignal())
        #expect(result.completed == 20)
        #expect((0..<20).allSatisfy { tally["\($0)"] == 1 })
        #expect(tally["failures"] > 0)
    }

    @Test func aWakeIsNeverLost() async {
        for _ in 0..<2000 {
            let wakeup = Wakeup()
            async let waiting: Void = wakeup.wait()
            wakeup.wake()
            await waiting
        }
    }
}

/// A store of which two calls in five fail before they have done anything.
private final class UnreliableStore: JobStore {
    struct Down: Error {}

    let inner: any JobStore
    private let calls = Mutex(0)

    init(_ inner: any JobStore) { self.inner = inner }

    private func fail() throws {
        let call = calls.withLock { calls in
            calls += 1
            return calls
        }
        if call % 5 < 2 { throw Down() }
    }

    func enqueue(_ requests: [JobRequest]) async throws -> [EnqueueOutcome] { try await inner.enqueue(requests) }

    func take(queues: [String], worker: String, limit: Int, lease: Duration, wait: Duration) async throws
        -> [JobDelivery]
    {
        try fail()
        return try await inner.take(queues: queues, worker: worker, limit: limit, lease: lease, wait: wait)
    }

    func extend(_ deliveries: [JobDelivery], lease: Duration) async throws -> [JobDelivery] {
        try fail()
        return try await inner.extend(deliveries, lease: lease)
    }

    func complete(_ deliveries: [JobDelivery]) async throws -> [JobDelivery] {
        try fail()
        return try await inner.complete(deliveries)
    }

    func retry(_ delivery: JobDelivery, after delay: Duration, error: String) async throws -> Bool {
        try fail()
        return try await inner.retry(delivery, after: delay, error: error)
    }

    func bury(_ delivery: JobDelivery, error: String) async throws -> Bool {
        try fail()
        return try await inner.bury(delivery, error: error)
    }

    func release(_ deliveries: [JobDelivery]) async throws {
        try fail()
        try await inner.release(deliveries)
    }

    func counts(queue: String?) async throws -> JobCounts {
        try fail()
        return try await inner.counts(queue: queue)
    }

    func jobs(queue: String?, state: JobState?, after: String?, limit: Int) async throws -> [Job] {
        try await inner.jobs(queue: queue, state: state, after: after, limit: limit)
    }

    func job(_ id: String) async throws -> Job? { try await inner.job(id) }
    func cancel(_ ids: [String]) async throws -> Int { try await inner.cancel(ids) }
    func revive(_ ids: [String]) async throws -> Int { try await inner.revive(ids) }
    func removeDead(_ ids: [String]) async throws -> Int { try await inner.removeDead(ids) }
    func queues() async throws -> [String] { try await inner.queues() }
    func claimFiring(schedule: String, time: Int64) async throws -> Bool {
        try await inner.claimFiring(schedule: schedule, time: time)
    }
    func lastFiring(schedule: String) async throws -> Int64? { try await inner.lastFiring(schedule: schedule) }
    func saveSchedule(_ schedule: JobSchedule) async throws { try await inner.saveSchedule(schedule) }
    func removeSchedule(_ name: String) async throws -> Bool { try await inner.removeSchedule(name) }
    func schedules() async throws -> [JobSchedule] { try await inner.schedules() }
}
