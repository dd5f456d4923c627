public import BatchProcessing
import Foundation
import RESP
import RedisClient

extension RedisJobStore {
    private static let schedulesKey = "cosci:schedules"

    // MARK: Looking

    /// How many jobs stand where.
    public func counts(queue: String?) async throws -> JobCounts {
        var counts = JobCounts()
        let order: [JobState] = [.waiting, .delayed, .running, .done, .dead, .cancelled]
        for queue in try await names(queue) {
            let numbers = try await run(JobScripts.counts, queue, []).elements?.compactMap(\.integer) ?? []
            for (state, number) in zip(order, numbers) where number > 0 {
                counts.states[state, default: 0] += Int(number)
            }
            if numbers.count > order.count, numbers[order.count] >= 0 {
                counts.oldestWaitingAge = max(counts.oldestWaitingAge ?? 0, Double(numbers[order.count]) / 1000)
            }
        }
        return counts
    }

    /// A page of jobs.
    public func jobs(queue: String?, state: JobState?, after: String?, limit: Int) async throws -> [Job] {
        var jobs: [Job] = []
        for queue in try await names(queue) {
            let words = [after ?? "", "\(max(0, limit))", state?.rawValue ?? ""]
            jobs += RedisJob.jobs(try await run(JobScripts.list, queue, words), queue: queue)
        }
        return Array(jobs.sorted { $0.id < $1.id }.prefix(max(0, limit)))
    }

    /// One job.
    public func job(_ id: String) async throws -> Job? {
        for queue in try await queues() {
            if let job = RedisJob.jobs(try await run(JobScripts.job, queue, [id]), queue: queue).first { return job }
        }
        return nil
    }

    /// The queues.
    public func queues() async throws -> [String] {
        try await client.send(RedisCommand("SMEMBERS", key: Self.queuesKey, isRepeatable: true))
            .elements?.compactMap(\.string).sorted() ?? []
    }

    private func names(_ queue: String?) async throws -> [String] {
        if let queue { return [queue] }
        return try await queues()
    }

    // MARK: Repairing

    /// Takes jobs back.
    public func cancel(_ ids: [String]) async throws -> Int { try await change(ids, JobScripts.cancel) }

    /// Lets dead jobs start anew; not those whose work is waiting or running again under the same unique key.
    public func revive(_ ids: [String]) async throws -> Int { try await change(ids, JobScripts.revive) }

    /// Removes dead jobs.
    public func removeDead(_ ids: [String]) async throws -> Int { try await change(ids, JobScripts.removeDead) }

    private func change(_ ids: [String], _ script: RedisScript) async throws -> Int {
        var count = 0
        for queue in try await queues() {
            for start in stride(from: 0, to: ids.count, by: 1000) {
                let part = Array(ids[start..<min(start + 1000, ids.count)])
                count += Int(try await run(script, queue, part).integer ?? 0)
            }
        }
        return count
    }

    // MARK: Schedules

    /// Claims a firing.
    public func claimFiring(schedule: String, time: Int64) async throws -> Bool {
        try await client.run(JobScripts.claimFiring, keys: [Self.firingsKey(schedule)], ["\(time)"]).integer == 1
    }

    /// The last firing.
    public func lastFiring(schedule: String) async throws -> Int64? {
        try await client.send(
            RedisCommand("ZREVRANGE", key: Self.firingsKey(schedule), "0", "0", isRepeatable: true)
        ).elements?.first?.integer
    }

    /// Adds or replaces a schedule.
    public func saveSchedule(_ schedule: JobSchedule) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(schedule), as: UTF8.self)
        _ = try await client.send(
            RedisCommand("HSET", key: Self.schedulesKey, schedule.name, text, isRepeatable: true)
        )
    }

    /// Removes a schedule.
    public func removeSchedule(_ name: String) async throws -> Bool {
        let removed = try await client.send(RedisCommand("HDEL", key: Self.schedulesKey, name)).integer == 1
        _ = try await client.send(RedisCommand("DEL", key: Self.firingsKey(name), isRepeatable: true))
        return removed
    }

    /// All schedules.
    public func schedules() async throws -> [JobSchedule] {
        let reply = try await client.send(RedisCommand("HGETALL", key: Self.schedulesKey, isRepeatable: true))
        return try (reply.pairs ?? [])
            .map { try JSONDecoder().decode(JobSchedule.self, from: Data(($0.value.string ?? "").utf8)) }
            .sorted { $0.name < $1.name }
    }

    private static func firingsKey(_ schedule: String) -> String { "cosci:{schedules}:firings:\(schedule)" }
}
