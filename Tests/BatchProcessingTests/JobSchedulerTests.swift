import BatchProcessing
import Foundation
import SQLiteLibrary
import Synchronization
import Testing

@Suite struct JobSchedulerTests {
    private let folder = TemporaryFolder()

    @Test func twoSchedulersEnqueueEachTimeOnce() async throws {
        let clock = StandingClock()
        let stores = try StoreKind.sqlite(folder, clock: clock)
        let schedulers = stores.map { JobScheduler(store: $0, clock: clock) }
        try await schedulers[0].save(
            JobSchedule(name: "s", cron: "*/5 * * * *", requests: [JobRequest(kind: "a"), JobRequest(kind: "b")])
        )
        for _ in 0..<12 {
            clock.advance(by: .seconds(300))
            await withTaskGroup { group in
                for scheduler in schedulers { group.addTask { _ = await scheduler.fireDue() } }
            }
        }
        let jobs = try await stores[0].jobs(queue: nil, state: nil, after: nil, limit: 100)
        #expect(jobs.count == 24)
        #expect(jobs.filter { $0.kind == "a" }.count == 12)
    }

    @Test func missedTimesAreToldAndMadeUpForOnce() async throws {
        let clock = StandingClock()
        let store = try StoreKind.sqlite(folder, clock: clock)[0]
        let events = EventLog()
        let scheduler = JobScheduler(store: store, clock: clock, report: { events.add("\($0)") })
        try await scheduler.save(JobSchedule(name: "s", cron: "0 * * * *", requests: [JobRequest(kind: "k")]))
        clock.advance(by: .seconds(10 * 3600 + 1800))
        _ = await scheduler.fireDue()
        #expect(try await store.jobs(queue: nil, state: nil, after: nil, limit: 100).count == 1)
        #expect(events.all.filter { $0.hasPrefix("missed") }.count == 1)
        #expect(events.all.first?.contains("times: 10") == true, "\(events.all)")
    }

    @Test func workThatStillRunsIsNotEnqueuedAgain() async throws {
        let clock = StandingClock()
        let store = try StoreKind.sqlite(folder, clock: clock)[0]
        let events = EventLog()
        let scheduler = JobScheduler(store: store, clock: clock, report: { events.add("\($0)") })
        try await scheduler.save(
            JobSchedule(name: "s", cron: "* * * * *", requests: [JobRequest(kind: "k", uniqueKey: "one")])
        )
        for _ in 0..<3 {
            clock.advance(by: .seconds(60))
            _ = await scheduler.fireDue()
        }
        #expect(try await store.jobs(queue: nil, state: nil, after: nil, limit: 100).count == 1)
        #expect(events.all.filter { $0.hasPrefix("stillBusy") }.count == 2)
    }

    @Test func pausedSchedulesRestAndBadOnesAreRefused() async throws {
        let clock = StandingClock()
        let store = try StoreKind.sqlite(folder, clock: clock)[0]
        let scheduler = JobScheduler(store: store, clock: clock)
        try await scheduler.save(
            JobSchedule(name: "s", cron: "* * * * *", requests: [JobRequest(kind: "k")], isPaused: true)
        )
        clock.advance(by: .seconds(600))
        #expect(await scheduler.fireDue() == nil)
        #expect(try await store.queues().isEmpty)
        for bad in [
            JobSchedule(name: "x", cron: "every day", requests: []),
            JobSchedule(name: "x", cron: "@daily", timeZone: "Mars/Olympus", requests: []),
        ] {
            await #expect(throws: CronExpression.Invalid.self) { try await scheduler.save(bad) }
        }
        #expect(try await store.schedules().map(\.name) == ["s"])
    }

    @Test func stopsWhenAsked() async throws {
        let store = try await StoreKind.sqlite.open(folder)[0]
        let stop = StopSignal()
        async let ended: Void = JobScheduler(store: store).run(stop: stop)
        stop.request()
        await ended
    }
}

/// Texts in the order in which they came.
private final class EventLog: Sendable {
    private let events = Mutex<[String]>([])
    var all: [String] { events.withLock { $0 } }
    func add(_ event: String) { events.withLock { $0.append(event) } }
}
