import BatchProcessing
import Foundation

/// The database file of a job store: its tables, and transactions that any number of processes take in turn.
struct JobFile {
    /// What the numbers in the column `state` mean. Waiting and delayed jobs differ by their time alone.
    enum State {
        static let ready: Int64 = 0
        static let running: Int64 = 1
        static let done: Int64 = 2
        static let dead: Int64 = 3
        static let cancelled: Int64 = 4
    }

    /// The columns that ``job(_:now:)`` reads, in its order.
    static let columns = """
        id, queue, kind, payload, state, deliveries, maximum, unique_key, enqueued, available, started, finished, worker, error
        """

    private static let version: Int64 = 1
    private static let tables = """
        CREATE TABLE job(
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            queue TEXT NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            state INTEGER NOT NULL,
            deliveries INTEGER NOT NULL,
            maximum INTEGER NOT NULL,
            unique_key TEXT,
            enqueued REAL NOT NULL,
            available REAL NOT NULL,
            started REAL,
            finished REAL,
            worker TEXT,
            error TEXT,
            token TEXT,
            lease_end REAL
        ) STRICT;
        CREATE UNIQUE INDEX job_unique ON job(unique_key) WHERE unique_key IS NOT NULL AND state < 2;
        CREATE INDEX job_ready ON job(queue, available, number) WHERE state = 0;
        CREATE INDEX job_lease ON job(lease_end) WHERE state = 1;
        CREATE INDEX job_finished ON job(finished) WHERE state IN (2, 4);
        CREATE INDEX job_state ON job(queue, state);
        CREATE TABLE firing(schedule TEXT NOT NULL, time INTEGER NOT NULL, PRIMARY KEY(schedule, time)) WITHOUT ROWID, STRICT;
        CREATE TABLE schedule(name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
        PRAGMA user_version = 1;
        """

    let connection: Connection

    /// Opens or makes the file.
    init(path: String) throws {
        connection = try Connection(path: path, mode: .readWrite)
        // Patience for many workers at one file; each holds it for milliseconds.
        try connection.execute("PRAGMA busy_timeout = 30000")
        try Self.useLog(connection)
        // A job that was accepted survives a power cut.
        try connection.execute("PRAGMA synchronous = FULL")
        try write {
            let version = try connection.integer("PRAGMA user_version")
            if version == 0 { try connection.execute(Self.tables) }
            guard version <= Self.version else {
                throw LibraryError(
                    .newerSchema,
                    "\(path): made by a newer version of this program",
                    advice: "use that version"
                )
            }
        }
    }

    /// The switch to a write-ahead log does not wait for others, so it is tried again.
    private static func useLog(_ connection: Connection) throws {
        for attempt in 1... {
            do {
                return try connection.execute("PRAGMA journal_mode = WAL")
            } catch let error as LibraryError where error.code == .locked && attempt < 200 {
                usleep(20_000)
            }
        }
    }

    /// Runs `body` alone among all processes; what it did is on the disk when this returns.
    func write<Value>(_ body: () throws -> Value) throws -> Value {
        try connection.execute("BEGIN IMMEDIATE")
        do {
            let value = try body()
            try connection.execute("COMMIT")
            return value
        } catch {
            connection.rollBack()
            throw error
        }
    }

    /// The job of a row of ``columns``.
    static func job(_ row: Statement, now: Double) -> Job {
        let available = row.double(9)
        return Job(
            id: row.text(0),
            queue: row.text(1),
            kind: row.text(2),
            payload: row.text(3),
            state: state(row.integer(4), available: available, now: now),
            deliveries: Int(row.integer(5)),
            maximumDeliveries: Int(row.integer(6)),
            uniqueKey: row.optionalText(7),
            enqueuedAt: row.double(8),
            availableAt: available,
            startedAt: row.optionalDouble(10),
            finishedAt: row.optionalDouble(11),
            worker: row.optionalText(12),
            error: row.optionalText(13)
        )
    }

    private static func state(_ number: Int64, available: Double, now: Double) -> JobState {
        switch number {
        case State.ready: available <= now ? .waiting : .delayed
        case State.running: .running
        case State.done: .done
        case State.dead: .dead
        default: .cancelled
        }
    }
}
