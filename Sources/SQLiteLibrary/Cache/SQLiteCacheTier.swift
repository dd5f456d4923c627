public import Caching
import Synchronization

/// Answers in a file of the library's folder, for the processes of one machine: what one has found out the next one need not.
///
/// The file can be deleted at any time; one that is damaged is made anew. It never grows much beyond its capacity: answers that were
/// not used for the longest time go first, many at once.
public final class SQLiteCacheTier: CacheTier {
    private struct State {
        var file: CacheFile?
        var isClosed = false
    }

    /// The name in statistics.
    public let name = "file"

    private let path: String
    private let owner: String
    private let capacity: Int
    private let clock: any CacheClock
    private let follower: CacheFileFollower?
    private let state = Mutex(State())

    /// A tier in a folder, which is made when it is missing.
    ///
    /// - Parameters:
    ///   - folder: where `cache.sqlite` lies.
    ///   - owner: whose answers they are: the identity of a library.
    ///   - capacity: how many bytes the answers may take.
    ///   - isFollowing: whether ``changes()`` is told what other processes end.
    /// - Throws: ``LibraryError`` when there can be no file: the folder cannot be written to, or the disk is full.
    public init(
        folder: String,
        owner: String,
        capacity: Int,
        isFollowing: Bool,
        clock: any CacheClock = SystemCacheClock()
    ) throws {
        path = folder + "/cache.sqlite"
        self.owner = owner
        self.capacity = capacity
        self.clock = clock
        follower = isFollowing ? CacheFileFollower(path: path, owner: owner) : nil
        try Library.makeFolder(folder)
        let file = try Self.open(path, owner)
        state.withLock { $0.file = file }
    }

    /// Opens the file; one that is damaged, or was made by another version, is made anew.
    private static func open(_ path: String, _ owner: String) throws -> CacheFile {
        do {
            return try CacheFile(path: path, owner: owner)
        } catch let error as LibraryError where error.code == .corrupt {
            CacheFile.delete(path)
            return try CacheFile(path: path, owner: owner)
        }
    }

    /// Runs `body` with the file, alone in this process; makes a damaged file anew, once.
    private func with<Value>(_ body: (CacheFile) throws -> Value) throws -> Value {
        try state.withLock { state in
            guard !state.isClosed else { throw LibraryError(.io, "\(path): the cache is closed") }
            let file = try state.file ?? Self.open(path, owner)
            state.file = file
            do {
                return try body(file)
            } catch let error as LibraryError where error.code == .corrupt {
                state.file = nil
                CacheFile.delete(path)
                let file = try Self.open(path, owner)
                state.file = file
                return try body(file)
            }
        }
    }

    // MARK: Reading

    /// Reads versions and entries in one state of the file.
    public func read(_ keys: [CacheKey], tags: [CacheTag]) async throws -> CacheTierReading {
        try await readWithState(keys, tags: tags).reading
    }

    /// Reads versions, the recorded state and entries in one state of the file.
    public func readWithState(
        _ keys: [CacheKey],
        tags: [CacheTag]
    ) async throws -> (reading: CacheTierReading, state: String?) {
        let now = clock.wallNanoseconds()
        let digests = keys.map(\.digest)
        return try with { file in
            var look = try file.connection.reading { try file.look(digests, tags, now: now) }
            if tags.contains(where: { look.reading.versions[$0] == nil }) {
                look = try file.write {
                    try file.begin(tags)
                    return try file.look(digests, tags, now: now)
                }
            }
            // A use that cannot be noted now is noted another time.
            if !look.used.isEmpty { try? file.write { try file.noteUse(look.used, now: now) } }
            return (look.reading, look.state)
        }
    }

    // MARK: Loading

    /// Asks for the right to load an answer.
    public func acquireLease(for key: CacheKey, duration: Duration) async throws -> CacheLease? {
        let now = clock.wallNanoseconds()
        let (seconds, attoseconds) = duration.components
        let ends = now + min(seconds, 1 << 30) * 1_000_000_000 + attoseconds / 1_000_000_000
        return try with { file in
            try file.write { try file.lease(key.digest, now: now, ends: ends) }.map { CacheLease(token: $0) }
        }
    }

    /// Keeps an entry, when the lease is still held.
    public func store(_ entry: CacheTierEntry, for key: CacheKey, lease: CacheLease) async throws -> Bool {
        let now = clock.wallNanoseconds()
        return try with { file in
            try file.write {
                guard try file.endLease(key.digest, token: lease.token), entry.expires > now else { return false }
                return try file.store(entry, key.digest, now: now, capacity: capacity)
            }
        }
    }

    /// Gives a lease back.
    public func release(_ lease: CacheLease, for key: CacheKey) async throws {
        try with { file in _ = try file.write { try file.endLease(key.digest, token: lease.token) } }
    }

    // MARK: Ending

    /// Ends the answers with these tags.
    public func invalidate(_ tags: [CacheTag]) async throws {
        let now = clock.wallNanoseconds()
        try with { file in
            try file.write {
                try file.end(tags, issued: now)
                try file.forgetNews()
            }
        }
    }

    /// Removes entries, and ends the leases on them.
    public func remove(_ keys: [CacheKey]) async throws {
        let now = clock.wallNanoseconds()
        try with { file in
            try file.write {
                for digest in keys.map(\.digest) {
                    _ = try file.removeEntry(digest)
                    _ = try file.endLease(digest, token: nil)
                    try file.tell(.key, digest.description, issued: now)
                }
                try file.forgetNews()
            }
        }
    }

    /// Ends every kind whose name begins with `prefix`.
    public func invalidate(kindsWithPrefix prefix: String) async throws {
        let now = clock.wallNanoseconds()
        try with { file in try file.write { try file.end(kindsWithPrefix: prefix, issued: now) } }
    }

    /// Removes everything.
    ///
    /// - Returns: how many entries there were.
    public func clear() async throws -> Int {
        let now = clock.wallNanoseconds()
        return try with { file in
            try file.write {
                let count = try file.removeAll()
                try file.tell(.everything, "", issued: now)
                try file.forgetNews()
                return count
            }
        }
    }

    // MARK: Others

    /// What other processes end; ends at once when this tier does not follow.
    public func changes() async -> AsyncStream<CacheTierChange> {
        follower?.start() ?? AsyncStream { $0.finish() }
    }

    /// How much the file holds.
    public func usage() async throws -> CacheTierUsage? { try with { try $0.usage() } }

    /// Closes the file.
    public func close() async {
        follower?.stop()
        state.withLock { state in
            state.file = nil
            state.isClosed = true
        }
    }
}

extension SQLiteCacheTier: CacheLedger {
    /// Records a state.
    public func record(_ state: String, after previous: String?) async throws {
        try with { file in
            let statement = try file.connection.cached("UPDATE state SET ledger = ?1 WHERE ledger IS ?2")
            statement.bind(1, state)
            statement.bind(2, previous)
            try statement.run()
        }
    }
}
