import Caching

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension CacheFile {
    /// How much space an entry takes besides its bytes, about.
    private static let overhead = 160
    /// An answer that was used is noted as used again only after a while, so that most hits write nothing.
    private static let usedAgainAfter: Int64 = 60_000_000_000
    private static let batch = 64

    /// What a reader finds, in one state of the file when called in a transaction.
    func look(
        _ digests: [CacheKeyDigest],
        _ tags: [CacheTag],
        now: Int64
    ) throws -> (reading: CacheTierReading, state: String?, used: [CacheKeyDigest]) {
        let statement = try connection.cached("SELECT ledger FROM state")
        let state = try statement.step() ? statement.optionalText(0) : nil
        statement.reset()
        var reading = CacheTierReading(entries: [], versions: try versions(tags))
        var used: [CacheKeyDigest] = []
        for digest in digests {
            let found = try entry(digest, now: now)
            reading.entries.append(found?.entry)
            if found?.isUseNew == true { used.append(digest) }
        }
        return (reading, state, used)
    }

    /// An entry, and whether its use is to be noted.
    func entry(_ digest: CacheKeyDigest, now: Int64) throws -> (entry: CacheTierEntry, isUseNew: Bool)? {
        let statement = try connection.cached("SELECT body, used, expires, sum FROM entry WHERE digest = ?1")
        return try digest.bytes.withUnsafeBytes { bytes in
            statement.bind(1, staying: bytes)
            defer { statement.reset() }
            guard try statement.step(), statement.integer(2) > now,
                statement.integer(3) == Checksum.of(digest, statement.blob(0)),
                let entry = CacheTierEntry(serialized: Array(statement.blob(0)))
            else { return nil }
            return (entry, now - statement.integer(1) > Self.usedAgainAfter)
        }
    }

    /// Notes that entries were used.
    func noteUse(_ digests: [CacheKeyDigest], now: Int64) throws {
        let statement = try connection.cached("UPDATE entry SET used = ?2 WHERE digest = ?1")
        for digest in digests {
            try digest.bytes.withUnsafeBytes { bytes in
                statement.bind(1, staying: bytes)
                statement.bind(2, now)
                try statement.run()
            }
        }
    }

    /// Keeps an entry, and lets those go that were not used for the longest time when there is no room.
    ///
    /// - Returns: false when it is too great for the file.
    func store(_ entry: CacheTierEntry, _ digest: CacheKeyDigest, now: Int64, capacity: Int) throws -> Bool {
        let body = entry.serialized
        let weight = body.count + Self.overhead
        guard weight <= capacity / 8 else { return false }
        _ = try removeEntry(digest)
        let statement = try connection.cached(
            "INSERT INTO entry(digest, body, weight, used, expires, sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        )
        try digest.bytes.withUnsafeBytes { key in
            try body.withUnsafeBytes { body in
                statement.bind(1, staying: key)
                statement.bind(2, staying: body)
                statement.bind(3, Int64(weight))
                statement.bind(4, now)
                statement.bind(5, entry.expires)
                statement.bind(6, Checksum.of(digest, body))
                try statement.run()
            }
        }
        try count(entries: 1, bytes: weight)
        try makeRoom(capacity, now: now)
        return true
    }

    /// Removes an entry.
    func removeEntry(_ digest: CacheKeyDigest) throws -> Bool {
        let statement = try connection.cached("DELETE FROM entry WHERE digest = ?1 RETURNING weight")
        let weight = try digest.bytes.withUnsafeBytes { bytes in
            statement.bind(1, staying: bytes)
            defer { statement.reset() }
            return try statement.step() ? Int(statement.integer(0)) : nil
        }
        guard let weight else { return false }
        try count(entries: -1, bytes: -weight)
        return true
    }

    /// Removes all entries.
    ///
    /// - Returns: how many there were.
    func removeAll() throws -> Int {
        let count = try usage().entries
        try connection.execute(
            "DELETE FROM entry; DELETE FROM lease; DELETE FROM tag; UPDATE state SET entries = 0, bytes = 0"
        )
        return count
    }

    /// How much there is.
    func usage() throws -> CacheTierUsage {
        let statement = try connection.cached("SELECT entries, bytes FROM state")
        defer { statement.reset() }
        guard try statement.step() else { return CacheTierUsage(entries: 0, bytes: 0) }
        return CacheTierUsage(entries: Int(statement.integer(0)), bytes: Int(statement.integer(1)))
    }

    private func count(entries: Int, bytes: Int) throws {
        let statement = try connection.cached("UPDATE state SET entries = entries + ?1, bytes = bytes + ?2")
        statement.bind(1, Int64(entries))
        statement.bind(2, Int64(bytes))
        try statement.run()
    }

    // MARK: Room

    /// More versions of tags than this are forgotten, and with them every entry: they are left by papers that nobody asks for any more.
    private static let tagsKept = 100_000

    /// Lets entries go, those whose time is over and then those not used for the longest time, until a tenth of the room is free.
    private func makeRoom(_ capacity: Int, now: Int64) throws {
        guard try usage().bytes > capacity else { return }
        try connection.execute("DELETE FROM lease WHERE ends <= \(now)")
        if try connection.integer("SELECT count(*) FROM tag") > Self.tagsKept {
            _ = try removeAll()
            return
        }
        try remove("SELECT rowid, weight FROM entry WHERE expires <= \(now)", until: 0)
        try remove("SELECT rowid, weight FROM entry ORDER BY used", until: capacity / 10 * 9)
    }

    private func remove(_ candidates: String, until goal: Int) throws {
        var bytes = try usage().bytes
        let delete = try connection.cached("DELETE FROM entry WHERE rowid = ?1")
        while bytes > goal {
            let statement = try connection.prepare("\(candidates) LIMIT \(Self.batch)")
            var batch: [(row: Int64, weight: Int)] = []
            while try statement.step() { batch.append((statement.integer(0), Int(statement.integer(1)))) }
            if batch.isEmpty { return }
            for (row, weight) in batch where bytes > goal {
                delete.bind(1, row)
                try delete.run()
                try count(entries: -1, bytes: -weight)
                bytes -= weight
            }
        }
    }

    // MARK: Leases

    /// A new lease; nil while somebody holds one.
    func lease(_ digest: CacheKeyDigest, now: Int64, ends: Int64) throws -> UInt64? {
        if let (_, end, process) = try holder(digest), end > now, Self.isAlive(process) { return nil }
        let next = try connection.cached("UPDATE state SET token = token + 1 RETURNING token")
        guard try next.step() else { return nil }
        let token = next.integer(0)
        next.reset()
        let statement = try connection.cached(
            "INSERT OR REPLACE INTO lease(digest, token, ends, holder) VALUES (?1, ?2, ?3, ?4)"
        )
        try digest.bytes.withUnsafeBytes { bytes in
            statement.bind(1, staying: bytes)
            statement.bind(2, token)
            statement.bind(3, ends)
            statement.bind(4, Int64(getpid()))
            try statement.run()
        }
        return UInt64(bitPattern: token)
    }

    /// Ends a lease.
    ///
    /// - Parameter token: nil for whoever holds it.
    /// - Returns: whether it was held.
    func endLease(_ digest: CacheKeyDigest, token: UInt64?) throws -> Bool {
        guard let (held, _, _) = try holder(digest), token == nil || token == held else { return false }
        let statement = try connection.cached("DELETE FROM lease WHERE digest = ?1")
        try digest.bytes.withUnsafeBytes { bytes in
            statement.bind(1, staying: bytes)
            try statement.run()
        }
        return true
    }

    private func holder(_ digest: CacheKeyDigest) throws -> (token: UInt64, ends: Int64, process: Int64)? {
        let statement = try connection.cached("SELECT token, ends, holder FROM lease WHERE digest = ?1")
        return try digest.bytes.withUnsafeBytes { bytes in
            statement.bind(1, staying: bytes)
            defer { statement.reset() }
            guard try statement.step() else { return nil }
            return (UInt64(bitPattern: statement.integer(0)), statement.integer(1), statement.integer(2))
        }
    }

    /// Whether a process runs. One that cannot be seen from here counts as gone: then an answer is loaded twice, at worst.
    private static func isAlive(_ process: Int64) -> Bool {
        guard let process = pid_t(exactly: process), process > 0 else { return false }
        return kill(process, 0) == 0 || errno == EPERM
    }
}
