public import BatchProcessing
import Foundation

/// Jobs in one SQLite file, for the processes of one machine.
///
/// Everything that changes the file does so in one transaction of its own, and is on the disk when the call returns. Leases are kept in
/// the machine's calendar time. Jobs that ended well are forgotten after a week.
public actor SQLiteJobStore: JobStore {
    private static let memory = 7 * 86400.0
    private static let poll: Duration = .milliseconds(100)

    private let queue = QueueExecutor(label: "job-store")
    let file: JobFile
    let clock: any BatchClock

    /// The thread that waits for the disk.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Opens or makes a store.
    ///
    /// - Parameter path: the file; its folder must be there.
    /// - Throws: `LibraryError`.
    public init(path: String, clock: any BatchClock = SystemBatchClock()) throws {
        file = try JobFile(path: path)
        self.clock = clock
    }

    // MARK: Putting in

    /// Puts jobs into their queues.
    public func enqueue(_ requests: [JobRequest]) throws -> [EnqueueOutcome] {
        let now = clock.wallTime()
        return try file.write {
            try forgetOld(now)
            return try requests.map { try enqueue($0, now) }
        }
    }

    private func enqueue(_ request: JobRequest, _ now: Double) throws -> EnqueueOutcome {
        let id = request.id ?? JobName.new(kind: request.kind)
        let insert = try file.connection.cached(
            """
            INSERT INTO job(id, queue, kind, payload, state, deliveries, maximum, unique_key, enqueued, available)
            VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING
            """
        )
        insert.bind(1, id)
        insert.bind(2, request.queue)
        insert.bind(3, request.kind)
        insert.bind(4, request.payload)
        insert.bind(5, Int64(max(1, request.maximumDeliveries)))
        insert.bind(6, request.uniqueKey)
        insert.bind(7, now)
        insert.bind(8, now + request.delay.inSeconds)
        try insert.run()
        if file.connection.changes > 0 { return .enqueued(id) }
        let find = try file.connection.cached(
            "SELECT id FROM job WHERE id = ?1 OR (unique_key = ?2 AND state < 2) ORDER BY id = ?1 DESC LIMIT 1"
        )
        find.bind(1, id)
        find.bind(2, request.uniqueKey)
        defer { find.reset() }
        return .duplicate(try find.step() ? find.text(0) : id)
    }

    private func forgetOld(_ now: Double) throws {
        let forget = try file.connection.cached("DELETE FROM job WHERE state IN (2, 4) AND finished < ?1")
        forget.bind(1, now - Self.memory)
        try forget.run()
        let firings = try file.connection.cached(
            "DELETE FROM firing WHERE time < ?1 AND time < (SELECT max(time) FROM firing AS f WHERE f.schedule = firing.schedule)"
        )
        firings.bind(1, Int64(now - Self.memory))
        try firings.run()
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
        let deadline = clock.now() + wait
        while true {
            try Task.checkCancellation()
            let now = clock.wallTime()
            // Looking needs no lock, so that idle workers do not hold up the busy.
            if try mayTake(queues, now) {
                let taken = try file.write {
                    try reclaim(now)
                    return try take(queues, worker: worker, limit: limit, lease: lease, now)
                }
                if !taken.isEmpty { return taken }
            }
            let left = deadline - clock.now()
            guard left > .zero else { return [] }
            try await clock.sleep(for: min(left, Self.poll))
        }
    }

    private func mayTake(_ queues: [String], _ now: Double) throws -> Bool {
        let lapsed = try file.connection.cached("SELECT 1 FROM job WHERE state = 1 AND lease_end <= ?1 LIMIT 1")
        lapsed.bind(1, now)
        defer { lapsed.reset() }
        if try lapsed.step() { return true }
        for queue in queues {
            let ready = try file.connection.cached(
                "SELECT 1 FROM job WHERE state = 0 AND queue = ?1 AND available <= ?2 LIMIT 1"
            )
            ready.bind(1, queue)
            ready.bind(2, now)
            defer { ready.reset() }
            if try ready.step() { return true }
        }
        return false
    }

    /// Takes back jobs whose holder fell silent; those that were given away often enough are dead.
    private func reclaim(_ now: Double) throws {
        let bury = try file.connection.cached(
            """
            UPDATE job SET state = 3, finished = ?1, token = NULL, lease_end = NULL,
                error = 'given to ' || deliveries || ' workers, none of which ended it; the last was ' || coalesce(worker, '?')
                    || coalesce('; before: ' || error, '')
            WHERE state = 1 AND lease_end <= ?1 AND deliveries >= maximum
            """
        )
        bury.bind(1, now)
        try bury.run()
        let back = try file.connection.cached(
            "UPDATE job SET state = 0, available = ?1, token = NULL, lease_end = NULL WHERE state = 1 AND lease_end <= ?1"
        )
        back.bind(1, now)
        try back.run()
    }

    private func take(
        _ queues: [String],
        worker: String,
        limit: Int,
        lease: Duration,
        _ now: Double
    ) throws -> [JobDelivery] {
        var deliveries: [JobDelivery] = []
        for queue in queues where deliveries.count < limit {
            let find = try file.connection.cached(
                """
                SELECT number FROM job WHERE state = 0 AND queue = ?1 AND available <= ?2 ORDER BY available, number LIMIT ?3
                """
            )
            find.bind(1, queue)
            find.bind(2, now)
            find.bind(3, Int64(limit - deliveries.count))
            var numbers: [Int64] = []
            while try find.step() { numbers.append(find.integer(0)) }
            find.reset()
            for number in numbers { deliveries += try take(number, worker: worker, lease: lease, now) }
        }
        return deliveries
    }

    private func take(_ number: Int64, worker: String, lease: Duration, _ now: Double) throws -> [JobDelivery] {
        let token = JobName.token()
        let update = try file.connection.cached(
            """
            UPDATE job SET state = 1, deliveries = deliveries + 1, worker = ?2, started = ?3, token = ?4, lease_end = ?5
            WHERE number = ?1 RETURNING \(JobFile.columns)
            """
        )
        update.bind(1, number)
        update.bind(2, worker)
        update.bind(3, now)
        update.bind(4, token)
        update.bind(5, now + lease.inSeconds)
        defer { update.reset() }
        return try update.step() ? [JobDelivery(job: JobFile.job(update, now: now), token: token)] : []
    }

    // MARK: Holding and ending

    /// Holds jobs on.
    public func extend(_ deliveries: [JobDelivery], lease: Duration) throws -> [JobDelivery] {
        let end = clock.wallTime() + lease.inSeconds
        return try each(deliveries) { delivery in
            let update = try file.connection.cached(
                "UPDATE job SET lease_end = ?3 WHERE id = ?1 AND token = ?2 AND state = 1"
            )
            update.bind(3, end)
            return update
        }
    }

    /// Ends jobs well.
    public func complete(_ deliveries: [JobDelivery]) throws -> [JobDelivery] {
        let now = clock.wallTime()
        return try each(deliveries) { _ in
            let update = try file.connection.cached(
                """
                UPDATE job SET state = 2, finished = ?3, token = NULL, lease_end = NULL
                WHERE id = ?1 AND token = ?2 AND state = 1
                """
            )
            update.bind(3, now)
            return update
        }
    }

    /// Puts a job back for later.
    public func retry(_ delivery: JobDelivery, after delay: Duration, error: String) throws -> Bool {
        let available = clock.wallTime() + delay.inSeconds
        return try !each([delivery]) { _ in
            let update = try file.connection.cached(
                """
                UPDATE job SET state = 0, available = ?3, error = ?4, token = NULL, lease_end = NULL
                WHERE id = ?1 AND token = ?2 AND state = 1
                """
            )
            update.bind(3, available)
            update.bind(4, error)
            return update
        }.isEmpty
    }

    /// Gives a job up.
    public func bury(_ delivery: JobDelivery, error: String) throws -> Bool {
        let now = clock.wallTime()
        return try !each([delivery]) { _ in
            let update = try file.connection.cached(
                """
                UPDATE job SET state = 3, finished = ?3, error = ?4, token = NULL, lease_end = NULL
                WHERE id = ?1 AND token = ?2 AND state = 1
                """
            )
            update.bind(3, now)
            update.bind(4, error)
            return update
        }.isEmpty
    }

    /// Puts jobs back as they were.
    public func release(_ deliveries: [JobDelivery]) throws {
        let now = clock.wallTime()
        _ = try each(deliveries) { _ in
            let update = try file.connection.cached(
                """
                UPDATE job SET state = 0, available = min(available, ?3), deliveries = deliveries - 1, token = NULL,
                    lease_end = NULL WHERE id = ?1 AND token = ?2 AND state = 1
                """
            )
            update.bind(3, now)
            return update
        }
    }

    /// Runs a change of a held job for each delivery, in one transaction; gives those that were still held.
    private func each(_ deliveries: [JobDelivery], _ prepare: (JobDelivery) throws -> Statement) throws -> [JobDelivery]
    {
        guard !deliveries.isEmpty else { return [] }
        return try file.write {
            try deliveries.filter { delivery in
                let update = try prepare(delivery)
                update.bind(1, delivery.job.id)
                update.bind(2, delivery.token)
                try update.run()
                return file.connection.changes > 0
            }
        }
    }
}

/// Names that are made here.
enum JobName {
    /// A name for a job: its kind and 64 random bits.
    static func new(kind: String) -> String { kind + "-" + token() }

    /// 64 random bits as hexadecimal digits.
    static func token() -> String {
        let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
