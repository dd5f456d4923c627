import BatchProcessing
import Foundation
import RedisClient
import RedisStores
import SQLiteLibrary
import TestServers
import Testing

/// Where the jobs of a test lie.
enum StoreKind: String, CaseIterable {
    case sqlite
    case redis

    /// A store with nothing in it, and another that looks at the same jobs as a second process would.
    func open(_ folder: TemporaryFolder) async throws -> [any JobStore] {
        switch self {
        case .sqlite: return try Self.sqlite(folder, clock: SystemBatchClock())
        case .redis:
            let (server, database) = try await RedisServer.shared()
            return (0..<2).map { _ in RedisJobStore(client: server.client { $0.database = database }) }
        }
    }

    /// The same in a file, with a clock of the test's.
    static func sqlite(_ folder: TemporaryFolder, clock: any BatchClock) throws -> [any JobStore] {
        try (0..<2).map { _ in try SQLiteJobStore(path: folder.path + "/jobs.sqlite", clock: clock) }
    }
}

extension JobStore {
    /// What is ready, without waiting.
    func take(_ limit: Int = 10, queues: [String] = ["default"], lease: Duration = .seconds(30)) async throws
        -> [JobDelivery]
    {
        try await take(queues: queues, worker: "w", limit: limit, lease: lease, wait: .zero)
    }
}

/// What every store of jobs does, whatever it is made of.
@Suite struct JobStoreConformance {
    private let folder = TemporaryFolder()

    private static func ids(_ outcomes: [EnqueueOutcome]) -> [String] {
        outcomes.map { outcome in
            switch outcome {
            case .enqueued(let id): id
            case .duplicate(let id): "again " + id
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func givesJobsInTheirOrderWithAllThatWasSaid(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        let payload = "{\"text\":\"tab\\t, \u{1F52C}, '; DROP TABLE job --\"}"
        let requests = (0..<5).map { JobRequest(id: "job-\($0)", kind: "kind", payload: payload, maximumDeliveries: 7) }
        #expect(try await Self.ids(store.enqueue(requests)) == requests.compactMap(\.id))
        let taken = try await store.take(2)
        #expect(taken.map(\.job.id) == ["job-0", "job-1"])
        let job = try #require(taken.first?.job)
        #expect(job.payload == payload && job.kind == "kind" && job.queue == "default" && job.state == .running)
        #expect(job.deliveries == 1 && job.maximumDeliveries == 7 && job.worker == "w")
        #expect(try await store.take(10).map(\.job.id) == ["job-2", "job-3", "job-4"])
        #expect(try await store.take(10).isEmpty)
        #expect(try await store.counts(queue: nil).states.filter { $0.value > 0 } == [.running: 5])
        #expect(try await store.complete(taken).count == 2)
        #expect(try await store.counts(queue: "default").states[.running] == 3)
        #expect(try await store.job("job-0")?.state == .done)
        #expect(try await store.job("nothing") == nil)
    }

    @Test(arguments: StoreKind.allCases) func theSameIdentifierOrUniqueKeyIsQueuedOnce(kind: StoreKind) async throws {
        let stores = try await kind.open(folder)
        let first = try await stores[0].enqueue([
            JobRequest(id: "a", kind: "k", uniqueKey: "key"), JobRequest(id: "b", kind: "k", uniqueKey: "key"),
            JobRequest(id: "a", kind: "k"), JobRequest(id: "c", kind: "k"),
        ])
        #expect(Self.ids(first) == ["a", "again a", "again a", "c"])
        let taken = try await stores[1].take(1)
        #expect(taken.map(\.job.id) == ["a"])
        #expect(
            try await Self.ids(stores[1].enqueue([JobRequest(id: "d", kind: "k", uniqueKey: "key")])) == ["again a"]
        )
        _ = try await stores[0].complete(taken)
        #expect(try await Self.ids(stores[1].enqueue([JobRequest(id: "e", kind: "k", uniqueKey: "key")])) == ["e"])
        #expect(try await Self.ids(stores[1].enqueue([JobRequest(id: "a", kind: "k")])) == ["again a"])
    }

    @Test(arguments: StoreKind.allCases) func manyEnqueuersOfOneKeyMakeOneJob(kind: StoreKind) async throws {
        let stores = try await kind.open(folder)
        let made = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<40 {
                group.addTask {
                    let outcome = try await stores[index % 2].enqueue([JobRequest(kind: "k", uniqueKey: "one")])
                    return outcome.filter { if case .enqueued = $0 { true } else { false } }.count
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(made == 1)
        #expect(try await stores[0].take(40).count == 1)
    }

    @Test(arguments: StoreKind.allCases) func noJobIsGivenToTwo(kind: StoreKind) async throws {
        let stores = try await kind.open(folder)
        _ = try await stores[0].enqueue((0..<300).map { JobRequest(id: "job-\($0)", kind: "k") })
        let taken = try await withThrowingTaskGroup(of: [String].self) { group in
            for index in 0..<8 {
                group.addTask {
                    var mine: [String] = []
                    while true {
                        let deliveries = try await stores[index % 2].take(7)
                        if deliveries.isEmpty { return mine }
                        mine += deliveries.map(\.job.id)
                        #expect(try await stores[index % 2].complete(deliveries).count == deliveries.count)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(taken.count == 300 && Set(taken).count == 300)
        #expect(try await stores[1].counts(queue: nil).states[.done] == 300)
    }

    @Test(arguments: StoreKind.allCases) func queuesAreLookedIntoInTheOrderGiven(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        _ = try await store.enqueue([
            JobRequest(id: "low", queue: "low", kind: "k"), JobRequest(id: "high", queue: "high", kind: "k"),
            JobRequest(id: "other", queue: "other", kind: "k"),
        ])
        #expect(try await store.queues() == ["high", "low", "other"])
        #expect(try await store.take(1, queues: ["high", "low"]).map(\.job.id) == ["high"])
        #expect(try await store.take(5, queues: ["high", "low"]).map(\.job.id) == ["low"])
        #expect(try await store.counts(queue: "other").states[.waiting] == 1)
    }

    @Test(arguments: StoreKind.allCases) func delayedJobsStartWhenTheirTimeHasCome(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        _ = try await store.enqueue([
            JobRequest(id: "much later", kind: "k", delay: .seconds(3600)),
            JobRequest(id: "soon", kind: "k", delay: .milliseconds(200)),
        ])
        let taken = try await store.take(
            queues: ["default"],
            worker: "w",
            limit: 5,
            lease: .seconds(30),
            wait: .seconds(60)
        )
        #expect(taken.map(\.job.id) == ["soon"])
        #expect(try await store.take().isEmpty)
        #expect(try await store.counts(queue: "default").states.filter { $0.value > 0 } == [.delayed: 1, .running: 1])
        #expect(try await store.job("much later")?.state == .delayed)
    }

    @Test(arguments: StoreKind.allCases) func aWaitingTakeGetsWhatComesIn(kind: StoreKind) async throws {
        let stores = try await kind.open(folder)
        async let taken = stores[0].take(
            queues: ["default"],
            worker: "w",
            limit: 1,
            lease: .seconds(30),
            wait: .seconds(20)
        )
        try await Task.sleep(for: .milliseconds(150))
        _ = try await stores[1].enqueue([JobRequest(id: "new", kind: "k")])
        #expect(try await taken.map(\.job.id) == ["new"])
    }

    @Test(arguments: StoreKind.allCases) func aWaitingTakeCanBeCancelled(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        let waiting = Task {
            try await store.take(queues: ["default"], worker: "w", limit: 1, lease: .seconds(30), wait: .seconds(3600))
        }
        try await Task.sleep(for: .milliseconds(50))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        _ = try await store.enqueue([JobRequest(id: "a", kind: "k")])
        #expect(try await store.take().map(\.job.id) == ["a"])
    }

    @Test(arguments: StoreKind.allCases) func aLeaseThatRunsOutGivesTheJobToAnother(kind: StoreKind) async throws {
        let stores = try await kind.open(folder)
        _ = try await stores[0].enqueue([JobRequest(id: "a", kind: "k"), JobRequest(id: "held", kind: "k")])
        let first = try await stores[0].take(2, lease: .seconds(1))
        #expect(first.count == 2)
        var second: [JobDelivery] = []
        // The one that is held on is never given away, however long it takes.
        for _ in 0..<8 {
            #expect(try await stores[0].extend([first[1]], lease: .seconds(3)).count == 1)
            try await Task.sleep(for: .milliseconds(200))
            second += try await stores[1].take()
        }
        #expect(second.map(\.job.id) == ["a"])
        #expect(second.first?.job.deliveries == 2)
        #expect(try await stores[0].complete([first[0]]).isEmpty, "it is no longer in these hands")
        #expect(try await stores[0].extend([first[0]], lease: .seconds(30)).isEmpty)
        #expect(try await !stores[0].retry(first[0], after: .zero, error: "late"))
        #expect(try await !stores[0].bury(first[0], error: "late"))
        try await stores[0].release([first[0]])
        #expect(try await stores[1].job("a")?.state == .running)
        #expect(try await stores[1].complete(second).count == 1)
        #expect(try await stores[0].complete([first[1]]).count == 1)
    }

    @Test(arguments: StoreKind.allCases) func aJobThatNobodyEndsIsDeadAfterItsDeliveries(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        _ = try await store.enqueue([JobRequest(id: "poison", kind: "k", uniqueKey: "u", maximumDeliveries: 3)])
        var deliveries = 0
        for _ in 0..<6 {
            deliveries += try await store.take(lease: .milliseconds(20)).count
            try await Task.sleep(for: .milliseconds(60))
        }
        #expect(deliveries == 3)
        let job = try #require(try await store.job("poison"))
        #expect(job.state == .dead && job.deliveries == 3)
        #expect(job.error?.contains("3 workers") == true)
        #expect(try await Self.ids(store.enqueue([JobRequest(id: "x", kind: "k", uniqueKey: "u")])) == ["x"])
    }

    @Test(arguments: StoreKind.allCases) func failedJobsWaitAndDeadOnesAreForPeople(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        _ = try await store.enqueue([
            JobRequest(id: "a", kind: "k"), JobRequest(id: "b", kind: "k"), JobRequest(id: "c", kind: "k"),
        ])
        let taken = try await store.take()
        #expect(try await store.retry(taken[0], after: .seconds(3600), error: "once more"))
        #expect(try await store.retry(taken[2], after: .milliseconds(100), error: "soon"))
        #expect(try await store.bury(taken[1], error: "hopeless"))
        #expect(try await store.job("a")?.error == "once more")
        #expect(try await store.job("a")?.state == .delayed)
        #expect(try await store.jobs(queue: nil, state: .dead, after: nil, limit: 10).map(\.id) == ["b"])
        #expect(try await store.revive(["a", "b", "x"]) == 1)
        let again = try await store.take(
            queues: ["default"],
            worker: "w",
            limit: 5,
            lease: .seconds(30),
            wait: .seconds(60)
        )
        let revived = again.filter { $0.job.id == "b" }
        #expect(revived.map(\.job.id) == ["b"] && revived.first?.job.deliveries == 1)
        #expect(try await store.bury(revived[0], error: "still"))
        #expect(try await store.removeDead(["a", "b"]) == 1)
        #expect(try await store.job("b") == nil)
        let late = try await store.take(
            queues: ["default"],
            worker: "w",
            limit: 1,
            lease: .seconds(30),
            wait: again.count == 2 ? .zero : .seconds(60)
        )
        let retried = (again + late).filter { $0.job.id == "c" }
        #expect(retried.map(\.job.deliveries) == [2])
    }

    @Test(arguments: StoreKind.allCases) func releasedJobsAreAsIfTheyHadNotBeenTaken(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        _ = try await store.enqueue([JobRequest(id: "a", kind: "k", maximumDeliveries: 2)])
        for _ in 0..<5 {
            let taken = try await store.take()
            #expect(taken.first?.job.deliveries == 1)
            try await store.release(taken)
        }
        #expect(try await store.job("a")?.state == .waiting)
    }

    @Test(arguments: StoreKind.allCases) func cancelledJobsNeitherStartNorEnd(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        _ = try await store.enqueue([
            JobRequest(id: "running", kind: "k"), JobRequest(id: "waiting", kind: "k"),
            JobRequest(id: "delayed", kind: "k", delay: .milliseconds(50)),
        ])
        let taken = try await store.take(1)
        #expect(taken.map(\.job.id) == ["running"])
        #expect(try await store.cancel(["running", "waiting", "delayed", "nothing"]) == 3)
        #expect(try await store.extend(taken, lease: .seconds(30)).isEmpty)
        #expect(try await store.complete(taken).isEmpty)
        try await Task.sleep(for: .milliseconds(80))
        #expect(try await store.take().isEmpty)
        #expect(try await store.job("delayed")?.state == .cancelled)
        #expect(try await store.cancel(["running"]) == 0)
    }

    @Test(arguments: StoreKind.allCases) func listsPageByPage(kind: StoreKind) async throws {
        let store = try await kind.open(folder)[0]
        let names = (0..<25).map { "job-\($0)" }
        _ = try await store.enqueue(names.map { JobRequest(id: $0, queue: "q", kind: "k") })
        var seen: [String] = []
        var pages = 0
        while true {
            let page = try await store.jobs(queue: "q", state: .waiting, after: seen.last, limit: 10)
            if page.isEmpty { break }
            seen += page.map(\.id)
            pages += 1
        }
        #expect(pages == 3)
        #expect(seen.sorted() == names.sorted())
        #expect(try await store.jobs(queue: "other", state: nil, after: nil, limit: 10).isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func aFiringIsClaimedOnce(kind: StoreKind) async throws {
        let stores = try await kind.open(folder)
        #expect(try await stores[0].lastFiring(schedule: "s") == nil)
        let claims = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<20 {
                group.addTask { try await stores[index % 2].claimFiring(schedule: "s", time: 1_800_000_060) }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(claims == 1)
        #expect(try await stores[1].claimFiring(schedule: "s", time: 1_800_000_120))
        #expect(try await stores[0].lastFiring(schedule: "s") == 1_800_000_120)
    }

    @Test(arguments: StoreKind.allCases) func schedulesAreKept(kind: StoreKind) async throws {
        let stores = try await kind.open(folder)
        var schedule = JobSchedule(name: "b", cron: "@daily", requests: [JobRequest(kind: "k", payload: "{\"a\":1}")])
        try await stores[0].saveSchedule(schedule)
        try await stores[0].saveSchedule(JobSchedule(name: "a", cron: "@hourly", requests: []))
        schedule.isPaused = true
        try await stores[0].saveSchedule(schedule)
        #expect(try await stores[1].schedules().map(\.name) == ["a", "b"])
        #expect(try await stores[1].schedules().last == schedule)
        #expect(try await stores[1].removeSchedule("b"))
        #expect(try await !stores[0].removeSchedule("b"))
    }
}
