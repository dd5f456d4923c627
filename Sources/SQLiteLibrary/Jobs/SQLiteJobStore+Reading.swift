public import BatchProcessing
import Foundation

extension SQLiteJobStore {
    // MARK: Looking

    /// How many jobs stand where.
    public func counts(queue: String?) throws -> JobCounts {
        let now = clock.wallTime()
        let find = try file.connection.cached(
            """
            SELECT state, state = 0 AND available > ?2, count(*), min(available) FROM job
            WHERE ?1 IS NULL OR queue = ?1 GROUP BY 1, 2
            """
        )
        find.bind(1, queue)
        find.bind(2, now)
        defer { find.reset() }
        var counts = JobCounts()
        while try find.step() {
            let state: JobState
            switch find.integer(0) {
            case JobFile.State.ready: state = find.integer(1) != 0 ? .delayed : .waiting
            case JobFile.State.running: state = .running
            case JobFile.State.done: state = .done
            case JobFile.State.dead: state = .dead
            default: state = .cancelled
            }
            counts.states[state] = Int(find.integer(2))
            if state == .waiting { counts.oldestWaitingAge = now - find.double(3) }
        }
        return counts
    }

    /// A page of jobs.
    public func jobs(queue: String?, state: JobState?, after: String?, limit: Int) throws -> [Job] {
        let now = clock.wallTime()
        let (number, condition): (Int64?, String) =
            switch state {
            case nil: (nil, "")
            case .waiting: (JobFile.State.ready, " AND available <= ?5")
            case .delayed: (JobFile.State.ready, " AND available > ?5")
            case .running: (JobFile.State.running, "")
            case .done: (JobFile.State.done, "")
            case .dead: (JobFile.State.dead, "")
            case .cancelled: (JobFile.State.cancelled, "")
            }
        let find = try file.connection.cached(
            """
            SELECT \(JobFile.columns) FROM job WHERE id > ?1 AND (?2 IS NULL OR queue = ?2) AND (?3 IS NULL OR state = ?3)\(condition)
            ORDER BY id LIMIT ?4
            """
        )
        find.bind(1, after ?? "")
        find.bind(2, queue)
        find.bind(3, number)
        find.bind(4, Int64(max(0, limit)))
        if !condition.isEmpty { find.bind(5, now) }
        defer { find.reset() }
        var jobs: [Job] = []
        while try find.step() { jobs.append(JobFile.job(find, now: now)) }
        return jobs
    }

    /// One job.
    public func job(_ id: String) throws -> Job? {
        let find = try file.connection.cached("SELECT \(JobFile.columns) FROM job WHERE id = ?1")
        find.bind(1, id)
        defer { find.reset() }
        return try find.step() ? JobFile.job(find, now: clock.wallTime()) : nil
    }

    /// The queues.
    public func queues() throws -> [String] {
        let find = try file.connection.cached("SELECT DISTINCT queue FROM job ORDER BY queue")
        defer { find.reset() }
        var names: [String] = []
        while try find.step() { names.append(find.text(0)) }
        return names
    }

    // MARK: Repairing

    /// Takes jobs back.
    public func cancel(_ ids: [String]) throws -> Int {
        let now = clock.wallTime()
        return try change(ids) {
            let update = try file.connection.cached(
                "UPDATE job SET state = 4, finished = ?2, token = NULL, lease_end = NULL WHERE id = ?1 AND state < 2"
            )
            update.bind(2, now)
            return update
        }
    }

    /// Lets dead jobs start anew; not those whose work is waiting or running again under the same unique key.
    public func revive(_ ids: [String]) throws -> Int {
        let now = clock.wallTime()
        return try change(ids) {
            let update = try file.connection.cached(
                """
                UPDATE OR IGNORE job SET state = 0, available = ?2, deliveries = 0, finished = NULL, worker = NULL
                WHERE id = ?1 AND state = 3
                """
            )
            update.bind(2, now)
            return update
        }
    }

    /// Removes dead jobs.
    public func removeDead(_ ids: [String]) throws -> Int {
        try change(ids) { try file.connection.cached("DELETE FROM job WHERE id = ?1 AND state = 3") }
    }

    private func change(_ ids: [String], _ prepare: () throws -> Statement) throws -> Int {
        try file.write {
            try ids.reduce(0) { count, id in
                let statement = try prepare()
                statement.bind(1, id)
                try statement.run()
                return count + Int(file.connection.changes)
            }
        }
    }

    // MARK: Schedules

    /// Claims a firing.
    public func claimFiring(schedule: String, time: Int64) throws -> Bool {
        try file.write {
            let insert = try file.connection.cached(
                "INSERT INTO firing(schedule, time) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
            )
            insert.bind(1, schedule)
            insert.bind(2, time)
            try insert.run()
            return file.connection.changes > 0
        }
    }

    /// The last firing.
    public func lastFiring(schedule: String) throws -> Int64? {
        let find = try file.connection.cached("SELECT max(time) FROM firing WHERE schedule = ?1")
        find.bind(1, schedule)
        defer { find.reset() }
        return try find.step() ? find.optionalInteger(0) : nil
    }

    /// Adds or replaces a schedule.
    public func saveSchedule(_ schedule: JobSchedule) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = String(decoding: try encoder.encode(schedule), as: UTF8.self)
        try file.write {
            let save = try file.connection.cached("INSERT OR REPLACE INTO schedule(name, body) VALUES (?1, ?2)")
            save.bind(1, schedule.name)
            save.bind(2, body)
            try save.run()
        }
    }

    /// Removes a schedule and what is known of its firings.
    public func removeSchedule(_ name: String) throws -> Bool {
        try file.write {
            let firings = try file.connection.cached("DELETE FROM firing WHERE schedule = ?1")
            firings.bind(1, name)
            try firings.run()
            let remove = try file.connection.cached("DELETE FROM schedule WHERE name = ?1")
            remove.bind(1, name)
            try remove.run()
            return file.connection.changes > 0
        }
    }

    /// All schedules.
    public func schedules() throws -> [JobSchedule] {
        let find = try file.connection.cached("SELECT body FROM schedule ORDER BY name")
        defer { find.reset() }
        var all: [JobSchedule] = []
        while try find.step() {
            all.append(try JSONDecoder().decode(JobSchedule.self, from: Data(find.text(0).utf8)))
        }
        return all
    }
}
