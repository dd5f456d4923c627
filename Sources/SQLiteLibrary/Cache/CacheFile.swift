#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The database file of a cache: answers that the processes of one machine share.
///
/// Nothing waits for the disk (`synchronous = OFF`): what a process has written survives its end at any moment, but not that of the
/// machine. So the file notes which start of the machine it belongs to, and is emptied by the first who opens it after another.
struct CacheFile {
    private static let format: Int64 = 1
    private static let tables = """
        CREATE TABLE entry(
            digest BLOB PRIMARY KEY NOT NULL, body BLOB NOT NULL, weight INTEGER NOT NULL, used INTEGER NOT NULL,
            expires INTEGER NOT NULL, sum INTEGER NOT NULL
        );
        CREATE INDEX entry_used ON entry(used, weight);
        CREATE TABLE lease(digest BLOB PRIMARY KEY NOT NULL, token INTEGER NOT NULL, ends INTEGER NOT NULL,
            holder INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE tag(name TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE news(seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, issued INTEGER NOT NULL);
        CREATE TABLE state(
            owner TEXT NOT NULL, boot TEXT NOT NULL, ledger TEXT, entries INTEGER NOT NULL, bytes INTEGER NOT NULL,
            token INTEGER NOT NULL
        );
        """

    let connection: Connection

    /// Opens or makes the file.
    ///
    /// - Parameter owner: whose answers it holds; a file of another owner is emptied.
    /// - Throws: ``LibraryError``: `corrupt` also for a file of another format.
    init(path: String, owner: String) throws {
        connection = try Connection(path: path, mode: .readWrite)
        try connection.execute(
            """
            PRAGMA busy_timeout = 100;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = OFF;
            PRAGMA cache_size = -2048;
            PRAGMA journal_size_limit = 8388608;
            """
        )
        let version = try connection.integer("PRAGMA user_version")
        guard version == 0 || version == Self.format else {
            throw LibraryError(.corrupt, "\(path): made by another version of this program")
        }
        if try version == 0 || !isOurs(owner) { try prepare(owner) }
    }

    private func isOurs(_ owner: String) throws -> Bool {
        let statement = try connection.prepare("SELECT owner, boot FROM state")
        return try statement.step() && statement.text(0) == owner && statement.text(1) == BootIdentity.current
    }

    private func prepare(_ owner: String) throws {
        try write {
            if try connection.integer("PRAGMA user_version") == 0 {
                try connection.execute(Self.tables + "PRAGMA user_version = \(Self.format);")
            }
            // Another process may have been first.
            guard try !isOurs(owner) else { return }
            for table in ["entry", "lease", "tag", "news", "state"] { try connection.execute("DELETE FROM \(table)") }
            let statement = try connection.prepare("INSERT INTO state VALUES (?1, ?2, NULL, 0, 0, ?3)")
            statement.bind(1, owner)
            statement.bind(2, BootIdentity.current)
            // Leases of before count for nothing.
            statement.bind(3, Int64.random(in: 1...(1 << 40)))
            try statement.run()
        }
    }

    /// Runs `body` alone among all processes.
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

    /// Removes a file that cannot be used, with those beside it.
    static func delete(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }
}
