/// A second level under the memory of a process: bytes that several processes share, such as Redis or a file.
///
/// A tier does its work and throws when it cannot; it needs no circuit breaker, time limit or retry of its own, because
/// ``QueryCache`` puts those around every call: whatever a tier does, slow or wrong, an answer is still given. What it must keep
/// is safety: it never returns an entry under other tag versions than it names, and after ``invalidate(_:)`` has returned, no
/// ``read(_:tags:)`` that starts later gives the old version.
public protocol CacheTier: Sendable {
    /// A short name for statistics and metrics, such as `redis`.
    var name: String { get }

    /// Reads entries and the current versions of tags, in one round trip.
    ///
    /// The versions are read **before or together with** the entries, never after. A tag that the tier does not know, or has
    /// forgotten, gets a new random version, which is stored for everybody before it is returned.
    ///
    /// - Parameters:
    ///   - keys: at least one key. An entry that is damaged or in a newer format counts as missing.
    ///   - tags: the tags of all keys. The kind's own tag (``CacheTag/kind(_:)``) is among them.
    func read(_ keys: [CacheKey], tags: [CacheTag]) async throws -> CacheTierReading

    /// Keeps an entry until it ``CacheTierEntry/expires``, and gives the lease back, when the lease is still held.
    ///
    /// - Returns: false when the lease is no longer held (it ran out and another one was given, or the key was invalidated or
    ///   removed); then nothing was stored.
    func store(_ entry: CacheTierEntry, for key: CacheKey, lease: CacheLease) async throws -> Bool

    /// Asks for the right to load an answer. It ends by itself after `duration`.
    ///
    /// - Returns: nil when somebody else holds it.
    func acquireLease(for key: CacheKey, duration: Duration) async throws -> CacheLease?

    /// Gives a lease back without an entry. Does nothing when it is no longer held.
    func release(_ lease: CacheLease, for key: CacheKey) async throws

    /// Gives tags new versions; each in constant time, whatever the number of entries. Returns when it holds for everybody.
    func invalidate(_ tags: [CacheTag]) async throws

    /// Removes entries and ends leases on them, so that a load under way elsewhere is not stored.
    func remove(_ keys: [CacheKey]) async throws

    /// Invalidates every kind of query whose name starts with `prefix`, also kinds that only other processes have used.
    ///
    /// - Parameter prefix: compared byte for byte; no character has a special meaning. Empty: all kinds.
    func invalidate(kindsWithPrefix prefix: String) async throws

    /// Removes everything that is the cache's own, and nothing else, whatever else lives on the same server.
    ///
    /// - Returns: how many entries there were, as far as the tier counts them.
    func clear() async throws -> Int

    /// What others change from now on, each within a bounded delay.
    ///
    /// The first element says that changes are heard from now on: ``CacheTierChange/What/everything``; until then nothing is given from
    /// memory. A process's own invalidations may be among the changes, its own stores are not. The stream must not grow without bound: when its reader is slow, what waits is
    /// replaced by ``CacheTierChange/What/everything``. It ends when the tier is closed. It is asked for once per cache.
    func changes() async -> AsyncStream<CacheTierChange>

    /// How many entries it holds and how many bytes they take; nil when that cannot be told cheaply.
    func usage() async throws -> CacheTierUsage?

    /// Lets go of connections and files. Calls after it throw.
    func close() async
}

/// What a tier knew at one moment.
public struct CacheTierReading: Sendable {
    /// The entries, in the order of the keys; nil where there is none.
    public var entries: [CacheTierEntry?]

    /// The current version of each tag that was asked for.
    public var versions: [CacheTag: CacheTagVersion]

    /// A reading.
    public init(entries: [CacheTierEntry?], versions: [CacheTag: CacheTagVersion]) {
        self.entries = entries
        self.versions = versions
    }
}

/// Something in a tier that ended answers which this process may still have in memory.
public struct CacheTierChange: Hashable, Sendable {
    /// What ended.
    public enum What: Hashable, Sendable {
        /// The answers with these tags.
        case tags([CacheTag])
        /// These answers.
        case keys([CacheKeyDigest])
        /// The answers of these kinds of query.
        case kinds([String])
        /// The connection that tells of changes is lost: until ``everything`` comes, nothing is told. Answers in memory are no
        /// longer given.
        case silence
        /// Every answer; also what a tier says when it hears again after a silence.
        case everything
    }

    /// What ended.
    public var what: What

    /// When it was changed, in nanoseconds since 1970 on the clock of the one who did; nil when not known. For measuring the delay.
    public var issued: Int64?

    /// A change.
    public init(_ what: What, issued: Int64? = nil) {
        self.what = what
        self.issued = issued
    }
}

/// How much a tier holds.
public struct CacheTierUsage: Hashable, Sendable, Codable {
    /// The number of entries.
    public var entries: Int
    /// The bytes they take.
    public var bytes: Int

    /// That much.
    public init(entries: Int, bytes: Int) {
        self.entries = entries
        self.bytes = bytes
    }
}
