public import BatchProcessing
import Foundation
import RESP
public import RedisClient

/// Jobs in Redis, for the processes of many machines: a stream with a consumer group per queue.
///
/// Every change is one script on the server, whose clock is the only one that counts. Redis 7.0 or later is needed. How much survives a
/// crash of the server is the server's setting (`appendonly yes`, `appendfsync always` for everything). Jobs that ended well are
/// forgotten after a week.
public final class RedisJobStore: JobStore {
    private static let poll: Duration = .milliseconds(250)
    private static let maximumAtOnce = 1000

    let client: RedisClient

    /// A store behind a client.
    public init(client: RedisClient) {
        self.client = client
    }

    func run(_ script: RedisScript, _ queue: String, _ arguments: [String]) async throws -> RESPValue {
        try await client.run(script, keys: ["cosci:{\(queue)}:"], arguments)
    }

    // MARK: Putting in

    /// Puts jobs into their queues.
    public func enqueue(_ requests: [JobRequest]) async throws -> [EnqueueOutcome] {
        var outcomes: [Int: EnqueueOutcome] = [:]
        for (queue, indices) in Dictionary(grouping: requests.indices, by: { requests[$0].queue }) {
            _ = try await client.send(RedisCommand("SADD", key: Self.queuesKey, queue, isRepeatable: true))
            for start in stride(from: 0, to: indices.count, by: 500) {
                let part = indices[start..<min(start + 500, indices.count)]
                let answer = try await run(JobScripts.enqueue, queue, part.flatMap { Self.words(requests[$0]) })
                let words = (answer.elements ?? []).map { $0.string ?? "" }
                for (place, index) in part.enumerated() where 2 * place + 1 < words.count {
                    let id = words[2 * place + 1]
                    outcomes[index] = words[2 * place] == "1" ? .enqueued(id) : .duplicate(id)
                }
            }
        }
        return requests.indices.compactMap { outcomes[$0] }
    }

    private static func words(_ request: JobRequest) -> [String] {
        [
            request.id ?? "\(request.kind)-\(token())", request.kind, request.payload, "\(milliseconds(request.delay))",
            request.uniqueKey ?? "", "\(max(1, request.maximumDeliveries))",
        ]
    }

    // MARK: Taking out

    /// Takes jobs that may start.
    public func take(
        queues: [String],
        worker: String,
        limit: Int,
        lease: Duration,
        wait: Duration
    ) async throws -> [JobDelivery] {
        guard limit > 0 else { return [] }
        let deadline = ContinuousClock.now + wait
        while true {
            var deliveries: [JobDelivery] = []
            for queue in queues where deliveries.count < limit {
                let count = min(limit - deliveries.count, Self.maximumAtOnce)
                let words = [worker, "\(count)", "\(max(1, Self.milliseconds(lease)))", Self.token()]
                deliveries += try RedisJob.deliveries(await run(JobScripts.take, queue, words), queue: queue)
            }
            let left = deadline - .now
            guard deliveries.isEmpty, left > .zero, !queues.isEmpty else { return deliveries }
            try await waitForWork(queues, min(left, Self.poll))
        }
    }

    /// Returns when something came into a queue, or after `limit`: delays and leases end without a word.
    private func waitForWork(_ queues: [String], _ limit: Duration) async throws {
        // The streams of several queues lie on different servers of a cluster.
        let watched = try await client.isCluster() ? Array(queues.prefix(1)) : queues
        let keys = watched.map { "cosci:{\($0)}:stream" }
        let words = ["XREAD", "COUNT", "1", "BLOCK", "\(max(1, Self.milliseconds(limit)))", "STREAMS"] + keys
        let last = Array(repeating: "$", count: keys.count)
        _ = try await client.send(RedisCommand(words + last, key: keys[0], isRepeatable: true, blocking: limit))
    }

    // MARK: Holding and ending

    /// Holds jobs on.
    public func extend(_ deliveries: [JobDelivery], lease: Duration) async throws -> [JobDelivery] {
        try await each(deliveries, JobScripts.extend, before: ["\(max(1, Self.milliseconds(lease)))"])
    }

    /// Ends jobs well.
    public func complete(_ deliveries: [JobDelivery]) async throws -> [JobDelivery] {
        try await each(deliveries, JobScripts.complete)
    }

    /// Puts a job back for later.
    public func retry(_ delivery: JobDelivery, after delay: Duration, error: String) async throws -> Bool {
        let words = [delivery.job.id, delivery.token, "\(Self.milliseconds(delay))", error]
        return try await run(JobScripts.retry, delivery.job.queue, words).integer == 1
    }

    /// Gives a job up.
    public func bury(_ delivery: JobDelivery, error: String) async throws -> Bool {
        try await run(JobScripts.bury, delivery.job.queue, [delivery.job.id, delivery.token, error]).integer == 1
    }

    /// Puts jobs back as they were.
    public func release(_ deliveries: [JobDelivery]) async throws {
        _ = try await each(deliveries, JobScripts.release)
    }

    /// Runs a script on held jobs; gives those for which it answered 1.
    private func each(
        _ deliveries: [JobDelivery],
        _ script: RedisScript,
        before: [String] = []
    ) async throws -> [JobDelivery] {
        var kept: [JobDelivery] = []
        for (queue, members) in Dictionary(grouping: deliveries, by: \.job.queue) {
            for start in stride(from: 0, to: members.count, by: Self.maximumAtOnce) {
                let part = members[start..<min(start + Self.maximumAtOnce, members.count)]
                let answer = try await run(script, queue, before + part.flatMap { [$0.job.id, $0.token] })
                kept += zip(part, answer.elements ?? []).filter { $1.integer == 1 }.map(\.0)
            }
        }
        return kept
    }

    // MARK: Values

    static let queuesKey = "cosci:queues"

    static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return max(0, min(seconds, 1 << 40)) * 1000 + max(0, attoseconds / 1_000_000_000_000_000)
    }

    /// 64 random bits as hexadecimal digits.
    static func token() -> String {
        let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// Jobs as the scripts answer them.
enum RedisJob {
    /// A job out of its fields.
    static func job(_ id: String, _ fields: RESPValue, queue: String, now: Double) -> Job {
        var values: [String: String] = [:]
        for pair in fields.pairs ?? [] { values[pair.key.string ?? ""] = pair.value.string }
        func time(_ name: String) -> Double? { values[name].flatMap(Double.init).map { $0 / 1000 } }
        func text(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
        let available = time("available") ?? 0
        var state = JobState(rawValue: values["state"] ?? "") ?? .waiting
        if state == .delayed, available <= now { state = .waiting }
        return Job(
            id: id,
            queue: queue,
            kind: values["kind"] ?? "",
            payload: values["payload"] ?? "",
            state: state,
            deliveries: values["deliveries"].flatMap { Int($0) } ?? 0,
            maximumDeliveries: values["maximum"].flatMap { Int($0) } ?? 1,
            uniqueKey: text("unique"),
            enqueuedAt: time("enqueued") ?? 0,
            availableAt: available,
            startedAt: time("started"),
            finishedAt: time("finished"),
            worker: text("worker"),
            error: text("error")
        )
    }

    /// The answer of ``JobScripts/take``.
    static func deliveries(_ answer: RESPValue, queue: String) throws -> [JobDelivery] {
        let elements = answer.elements ?? []
        let now = Double(elements.first?.integer ?? 0) / 1000
        return stride(from: 1, to: elements.count - 2, by: 3).map { index in
            JobDelivery(
                job: job(elements[index + 1].string ?? "", elements[index + 2], queue: queue, now: now),
                token: elements[index].string ?? ""
            )
        }
    }

    /// The answer of ``JobScripts/list`` and ``JobScripts/job``.
    static func jobs(_ answer: RESPValue, queue: String) -> [Job] {
        let elements = answer.elements ?? []
        let now = Double(elements.first?.integer ?? 0) / 1000
        return stride(from: 1, to: elements.count - 1, by: 2).map { index in
            job(elements[index].string ?? "", elements[index + 1], queue: queue, now: now)
        }
    }
}
