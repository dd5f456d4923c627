public import Caching
import RESP
public import RedisClient

/// Answers in Redis, or in a cluster of it, for the processes of many machines.
///
/// An invalidation deletes the tags' versions: that takes constant time, works on a server that is full, and the next to read a tag
/// begins it at random. Nothing here looks at keys of others: there is no `SCAN`, no `KEYS` and no `FLUSHDB`; what is no longer
/// valid goes when its time is over. Redis 7.0 or later is needed.
public final class RedisCacheTier: CacheTier {
    /// How long the version of a tag is kept that nobody invalidates: then it begins anew, which costs a load.
    private static let tagLife: Duration = .seconds(86_400)
    private static let tagsAtOnce = 250

    /// The name in statistics.
    public let name = "redis"

    let client: RedisClient
    let names: RedisCacheNames
    private let tracker: RedisCacheTracker?

    /// A tier behind a server.
    ///
    /// - Parameters:
    ///   - configuration: how to reach it; its time limits are those of a cache, so keep them short (``limits(_:)``).
    ///   - name: which cache of those that share the server, such as the identity of a library. Braces are replaced.
    ///   - isFollowing: whether ``changes()`` is told what others change, over a connection of its own. Not for a process that asks
    ///     once and ends.
    public init(_ configuration: RedisConfiguration, name: String, isFollowing: Bool) {
        client = RedisClient(configuration)
        names = RedisCacheNames(name)
        tracker = isFollowing ? RedisCacheTracker(configuration, names) : nil
    }

    /// A configuration with time limits for a cache: whoever waits longer had better load.
    public static func limits(_ configuration: RedisConfiguration) -> RedisConfiguration {
        var configuration = configuration
        configuration.connectTimeout = .milliseconds(200)
        configuration.commandTimeout = .milliseconds(200)
        return configuration
    }

    // MARK: Reading

    /// Reads versions and entries, in one round trip (two in a cluster, or when a version has to be begun).
    public func read(_ keys: [CacheKey], tags: [CacheTag]) async throws -> CacheTierReading {
        try await readWithState(keys, tags: tags).reading
    }

    /// Reads versions, the recorded state and entries, in one round trip (two in a cluster, or when a version has to be begun).
    public func readWithState(
        _ keys: [CacheKey],
        tags: [CacheTag]
    ) async throws -> (reading: CacheTierReading, state: String?) {
        let common = RedisCommand(["MGET", names.ledger] + tags.map(names.tag), key: names.ledger, isRepeatable: true)
        let entries = keys.map { RedisCommand("GET", key: names.entry($0.digest), isRepeatable: true) }
        var replies: [RESPValue]
        if try await client.isCluster() {
            // On different servers the order must be kept by waiting.
            replies = try await client.send([common])
            replies += try await client.send(entries)
        } else {
            replies = try await client.send([common] + entries)
        }
        let found = try replies.removeFirst().orThrow().elements ?? []
        var versions: [CacheTag: CacheTagVersion] = [:]
        for (tag, version) in zip(tags, found.dropFirst()) { versions[tag] = version.string.flatMap { UInt64($0) } }
        let missing = tags.filter { versions[$0] == nil }
        if !missing.isEmpty { versions.merge(try await begin(missing)) { $1 } }
        let reading = CacheTierReading(entries: try replies.map(Self.entry), versions: versions)
        return (reading, found.first?.string)
    }

    private static func entry(_ reply: RESPValue) throws -> CacheTierEntry? {
        try reply.orThrow().byteArray.flatMap { CacheTierEntry(serialized: $0) }
    }

    /// Begins versions of tags that have none.
    private func begin(_ tags: [CacheTag]) async throws -> [CacheTag: CacheTagVersion] {
        let seeds = tags.map { _ in UInt64.random(in: 1 ... .max) }
        let kindPrefix = "kind:"
        let words = zip(tags, seeds).flatMap { tag, seed in
            ["\(seed)", tag.text.hasPrefix(kindPrefix) ? String(tag.text.dropFirst(kindPrefix.count)) : ""]
        }
        do {
            let life = "\(RedisJobStore.milliseconds(Self.tagLife))"
            let answer = try await client.run(
                RedisCacheScripts.begin,
                keys: [names.kinds] + tags.map(names.tag),
                [life] + words
            )
            let versions = (answer.elements ?? []).map { $0.string.flatMap { UInt64($0) } }
            return Dictionary(uniqueKeysWithValues: zip(tags, zip(versions, seeds).map { $0 ?? $1 }))
        } catch let error as RedisReplyError where error.isRefusalToWrite {
            // A full server takes no entry either; whatever is stored under versions that nobody knows is never valid.
            return Dictionary(uniqueKeysWithValues: zip(tags, seeds))
        }
    }

    // MARK: Loading

    /// Asks for the right to load an answer.
    public func acquireLease(for key: CacheKey, duration: Duration) async throws -> CacheLease? {
        let milliseconds = max(1, RedisJobStore.milliseconds(duration))
        do {
            let answer = try await client.run(
                RedisCacheScripts.acquire,
                keys: [names.lease(key.digest)],
                ["\(milliseconds)"]
            )
            guard let token = answer.string.flatMap({ UInt64($0) }), token > 0 else { return nil }
            return CacheLease(token: token)
        } catch let error as RedisReplyError where error.isRefusalToWrite {
            // Nobody can hold a lease on a full server, and nothing can be stored: a lease that will be refused lets the caller go on.
            return CacheLease(token: 0)
        }
    }

    /// Keeps an entry, when the lease is still held.
    public func store(_ entry: CacheTierEntry, for key: CacheKey, lease: CacheLease) async throws -> Bool {
        let now = SystemCacheClock().wallNanoseconds()
        let life = (entry.expires - min(now, entry.expires)) / 1_000_000
        guard life > 0 else {
            try await release(lease, for: key)
            return false
        }
        guard lease.token > 0 else { return false }
        let keys = [names.lease(key.digest), names.entry(key.digest)]
        do {
            let bytes = entry.serialized
            return try await client.run(
                RedisCacheScripts.store,
                keys: keys,
                ["\(lease.token)", "\(life)"],
                payload: bytes
            )
            .integer == 1
        } catch let error as RedisReplyError where error.isRefusalToWrite {
            return false
        }
    }

    /// Gives a lease back.
    public func release(_ lease: CacheLease, for key: CacheKey) async throws {
        _ = try await client.run(RedisCacheScripts.release, keys: [names.lease(key.digest)], ["\(lease.token)"])
    }

    // MARK: Ending

    /// Ends the answers with these tags.
    public func invalidate(_ tags: [CacheTag]) async throws {
        for start in stride(from: 0, to: tags.count, by: Self.tagsAtOnce) {
            let part = tags[start..<min(start + Self.tagsAtOnce, tags.count)]
            let pairs = part.flatMap { [names.mark($0), names.tag($0)] }
            try await end(pairs)
        }
    }

    /// Ends these answers, and the leases on them.
    public func remove(_ keys: [CacheKey]) async throws {
        guard !keys.isEmpty else { return }
        let commands = keys.map { key in
            let digest = key.digest
            return RedisCommand(
                ["UNLINK", names.lease(digest), names.entry(digest)],
                key: names.entry(digest),
                isRepeatable: true
            )
        }
        for reply in try await client.send(commands) { _ = try reply.orThrow() }
        for start in stride(from: 0, to: keys.count, by: Self.tagsAtOnce) {
            let part = keys[start..<min(start + Self.tagsAtOnce, keys.count)]
            try await end(part.flatMap { Array(repeating: names.mark($0.digest), count: 2) })
        }
    }

    /// Ends every kind whose name begins with `prefix`.
    public func invalidate(kindsWithPrefix prefix: String) async throws {
        try await endKinds(prefix, isEverything: false)
    }

    /// Ends all answers of this cache; the server gives their memory back as their time ends.
    ///
    /// - Returns: 0: entries are not counted.
    public func clear() async throws -> Int {
        try await endKinds("", isEverything: true)
        return 0
    }

    private func end(_ pairs: [String]) async throws {
        let issued = names.mark(issued: SystemCacheClock().wallNanoseconds())
        _ = try await client.run(RedisCacheScripts.end, keys: [names.everything, issued, issued] + pairs, [])
    }

    private func endKinds(_ prefix: String, isEverything: Bool) async throws {
        let kind = CacheTag(text: "kind:")
        let issued = names.mark(issued: SystemCacheClock().wallNanoseconds())
        _ = try await client.run(
            RedisCacheScripts.endKinds,
            keys: [names.everything, names.kinds, issued],
            [names.tag(kind), names.mark(kind), prefix, isEverything ? "1" : "0"]
        )
    }

    // MARK: Others

    /// What others change; ends at once when this tier does not follow.
    public func changes() async -> AsyncStream<CacheTierChange> {
        guard let tracker else { return AsyncStream { $0.finish() } }
        return tracker.start()
    }

    /// Nil: counting would mean to look at the keys of others.
    public func usage() async throws -> CacheTierUsage? { nil }

    /// Ends the connections.
    public func close() async {
        tracker?.stop()
        client.shutDown()
    }
}

extension RedisCacheTier: CacheLedger {
    private static let ledgerLife: Duration = .seconds(30 * 86_400)

    /// Records a state. A full server takes none; then the tier cannot be used until there is room again.
    public func record(_ state: String, after previous: String?) async throws {
        let life = "\(RedisJobStore.milliseconds(Self.ledgerLife))"
        _ = try await client.run(RedisCacheScripts.record, keys: [names.ledger], [previous ?? "", state, life])
    }
}

extension RedisReplyError {
    /// Whether the server takes nothing new now: it is full, cannot save, or is a replica.
    var isRefusalToWrite: Bool { code == "OOM" || code == "MISCONF" || code == "READONLY" }
}
