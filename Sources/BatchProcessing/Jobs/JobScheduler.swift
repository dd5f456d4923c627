public import Foundation

/// What a scheduler tells.
public enum JobSchedulerEvent: Sendable {
    /// A schedule's jobs were enqueued for a time (seconds since 1970).
    case fired(schedule: String, time: Int64, jobs: [String])
    /// The work of the time before has not ended, so this time was passed over.
    case stillBusy(schedule: String, time: Int64, jobs: [String])
    /// Nobody looked at these times; they are made up for once, at the last of them.
    case missed(schedule: String, times: Int, first: Int64, last: Int64)
    /// A schedule cannot be read, or the store cannot be reached.
    case failed(schedule: String?, String)
}

/// Enqueues the jobs of schedules when their times come. Any number of schedulers may run: each time is enqueued once.
public struct JobScheduler: Sendable {
    /// A time that is seen this much later counts as missed.
    private static let tolerance: Int64 = 90
    private static let maximumCounted = 10_000
    private static let longestPause = 15.0

    private let store: any JobStore
    private let clock: any BatchClock
    private let report: @Sendable (JobSchedulerEvent) -> Void

    /// A scheduler.
    public init(
        store: any JobStore,
        clock: any BatchClock = SystemBatchClock(),
        report: @escaping @Sendable (JobSchedulerEvent) -> Void = { _ in }
    ) {
        self.store = store
        self.clock = clock
        self.report = report
    }

    /// Adds or replaces a schedule; its times count from now on.
    ///
    /// - Throws: ``CronExpression/Invalid`` for an expression or time zone that means nothing.
    public func save(_ schedule: JobSchedule) async throws {
        _ = try Self.times(of: schedule)
        try await store.saveSchedule(schedule)
        _ = try await store.claimFiring(schedule: schedule.name, time: Int64(clock.wallTime()))
    }

    /// Enqueues what is due until it is asked to stop.
    public func run(stop: StopSignal) async {
        while stop.level == .none, !Task.isCancelled {
            let next = await fireDue()
            let pause = max(
                0.05,
                min(Self.longestPause, next.map { Double($0) - clock.wallTime() } ?? Self.longestPause)
            )
            var left = pause
            // In short pieces, so that a stop is noticed.
            while left > 0, stop.level == .none, !Task.isCancelled {
                try? await clock.sleep(for: .nanoseconds(Int64(min(left, 0.5) * 1e9)))
                left -= 0.5
            }
        }
    }

    /// Enqueues what is due now.
    ///
    /// - Returns: when the next time comes; nil when there is none.
    public func fireDue() async -> Int64? {
        do {
            var next: Int64?
            for schedule in try await store.schedules() where !schedule.isPaused {
                do {
                    if let time = try await fire(schedule) { next = min(next ?? time, time) }
                } catch {
                    report(.failed(schedule: schedule.name, "\(error)"))
                }
            }
            return next
        } catch {
            report(.failed(schedule: nil, "\(error)"))
            return nil
        }
    }

    private func fire(_ schedule: JobSchedule) async throws -> Int64? {
        let (cron, zone) = try Self.times(of: schedule)
        let now = Int64(clock.wallTime())
        guard let last = try await store.lastFiring(schedule: schedule.name) else {
            _ = try await store.claimFiring(schedule: schedule.name, time: now)
            return cron.next(after: now, in: zone)
        }
        var due: [Int64] = []
        var time = cron.next(after: last, in: zone)
        while let one = time, one <= now, due.count < Self.maximumCounted {
            due.append(one)
            time = cron.next(after: one, in: zone)
        }
        guard let latest = due.last else { return time }
        try await fire(schedule, at: latest, missed: due.filter { $0 < now - Self.tolerance })
        return time
    }

    /// Enqueues under names made from the time, and claims the time only then: a crash between both enqueues nothing twice and
    /// forgets nothing.
    private func fire(_ schedule: JobSchedule, at time: Int64, missed: [Int64]) async throws {
        var requests = schedule.requests
        for index in requests.indices { requests[index].id = "\(schedule.name)-\(time)-\(index)" }
        let outcomes = try await store.enqueue(requests)
        guard try await store.claimFiring(schedule: schedule.name, time: time) else { return }
        if let first = missed.first, let last = missed.last {
            report(.missed(schedule: schedule.name, times: missed.count, first: first, last: last))
        }
        var enqueued: [String] = []
        var busy: [String] = []
        for (request, outcome) in zip(requests, outcomes) {
            switch outcome {
            case .enqueued(let id): enqueued.append(id)
            case .duplicate(let id) where id == request.id: enqueued.append(id)
            case .duplicate(let id): busy.append(id)
            }
        }
        if !enqueued.isEmpty { report(.fired(schedule: schedule.name, time: time, jobs: enqueued)) }
        if !busy.isEmpty { report(.stillBusy(schedule: schedule.name, time: time, jobs: busy)) }
    }

    /// The times of a schedule, checked.
    public static func times(of schedule: JobSchedule) throws -> (cron: CronExpression, zone: TimeZone) {
        guard let zone = TimeZone(identifier: schedule.timeZone) else {
            throw CronExpression.Invalid(
                description: "time zone '\(schedule.timeZone)': unknown; a name such as UTC or Europe/Berlin is needed"
            )
        }
        return (try CronExpression(schedule.cron), zone)
    }
}
