public import Caching
public import Ports

/// A tier whose answers follow the library: before it gives one, it ends those that a change of the library has made wrong.
///
/// The tier keeps the state of the library up to which that was done. A process that finds another one there than in the library reads
/// the change feed from there on, invalidates the tags of what changed, and records the state; whatever dies in between is done again by
/// the next process. So it does not matter who imports, and an import need not know of the cache.
public final class FollowedTier: CacheTier {
    /// More changed works and neighbours than this end everything: it is cheaper.
    static let changeLimit = 5000
    private static let maximumAttempts = 8

    /// The state of the library cannot be caught up with: others change it or the tier all the time.
    public struct Unsettled: Error {}

    /// Set while answers in memory are ended for a change that the tier follows by itself.
    @TaskLocal static var isForMemoryOnly = false

    private let base: any CacheLedger
    private let feed: any ChangeFeed

    /// Follows the library of `feed`.
    public init(_ base: any CacheLedger, feed: any ChangeFeed) {
        self.base = base
        self.feed = feed
    }

    /// The tier's own name.
    public var name: String { base.name }

    /// Reads, after the tier has caught up with the library.
    public func read(_ keys: [CacheKey], tags: [CacheTag]) async throws -> CacheTierReading {
        for _ in 0..<Self.maximumAttempts {
            // In this order: a state that is read later from the tier is at least as new.
            let latest = try feed.latestChange()
            let (reading, state) = try await base.readWithState(keys, tags: tags)
            if state == latest.description { return reading }
            // Somebody else may have seen, and dealt with, a change that came after the first look.
            guard try feed.latestChange() == latest else { continue }
            try await follow(from: state)
        }
        throw Unsettled()
    }

    private func follow(from state: String?) async throws {
        let summary = try feed.changes(after: state.flatMap { ChangeMark($0) }, limit: Self.changeLimit)
        if let tags = CacheTag.changed(by: summary) {
            try await base.invalidate(tags)
        } else {
            try await base.invalidate(kindsWithPrefix: "")
        }
        try await base.record(summary.mark.description, after: state)
    }

    /// Passes it on, unless the tier does it by itself.
    public func invalidate(_ tags: [CacheTag]) async throws {
        if !Self.isForMemoryOnly { try await base.invalidate(tags) }
    }

    /// Passes it on, unless the tier does it by itself.
    public func invalidate(kindsWithPrefix prefix: String) async throws {
        if !Self.isForMemoryOnly { try await base.invalidate(kindsWithPrefix: prefix) }
    }

    /// Passes it on.
    public func store(_ entry: CacheTierEntry, for key: CacheKey, lease: CacheLease) async throws -> Bool {
        try await base.store(entry, for: key, lease: lease)
    }

    /// Passes it on.
    public func acquireLease(for key: CacheKey, duration: Duration) async throws -> CacheLease? {
        try await base.acquireLease(for: key, duration: duration)
    }

    /// Passes it on.
    public func release(_ lease: CacheLease, for key: CacheKey) async throws {
        try await base.release(lease, for: key)
    }

    /// Passes it on.
    public func remove(_ keys: [CacheKey]) async throws { try await base.remove(keys) }

    /// Passes it on.
    public func clear() async throws -> Int { try await base.clear() }

    /// Passes them on.
    public func changes() async -> AsyncStream<CacheTierChange> { await base.changes() }

    /// Passes it on.
    public func usage() async throws -> CacheTierUsage? { try await base.usage() }

    /// Passes it on.
    public func close() async { await base.close() }
}
