internal import Synchronization

extension QueryCache {
    /// Ends every answer with one of these tags, everywhere, also of loads that are under way.
    ///
    /// - Throws: what the tier threw when it could not be reached. In this process the invalidation holds even then; for the others
    ///   it is tried again before the tier is next used. Who must know that all have it repeats the call until it does not throw.
    /// - Complexity: constant per tag, whatever the number of answers.
    public func invalidate(_ tags: [CacheTag]) async throws {
        guard !tags.isEmpty else { return }
        count("tag", tags.count)
        try await change(PendingInvalidations(tags: tags), here: tags)
    }

    /// Ends every answer of a kind of query, everywhere. Throws like ``invalidate(_:)``.
    public func invalidate(kind: CacheKind) async throws {
        count("kind", 1)
        let tags = [CacheTag.kind(kind)]
        try await change(PendingInvalidations(tags: tags), here: tags)
    }

    /// Ends every answer of the kinds whose name starts with `prefix`, everywhere. Throws like ``invalidate(_:)``.
    ///
    /// - Parameter prefix: compared byte for byte; no character has a special meaning.
    public func invalidate(kindsWithPrefix prefix: String) async throws {
        count("kind", 1)
        let names = CacheKind.all.filter { $0.utf8.starts(with: prefix.utf8) }
        try await change(PendingInvalidations(prefixes: [prefix]), here: names.map { CacheTag("kind", $0) })
    }

    /// Ends these answers, everywhere, also of loads that are under way. Throws like ``invalidate(_:)``.
    public func remove(_ keys: [CacheKey]) async throws {
        guard !keys.isEmpty else { return }
        count("key", keys.count)
        try await change(PendingInvalidations(keys: keys), here: keys.map { CacheTag.key($0.digest) })
    }

    /// Removes all answers, everywhere; of a shared server, only what is the cache's own. Throws like ``invalidate(_:)``.
    ///
    /// - Returns: how many there were: in the tier, or in memory when there is no tier.
    @discardableResult
    public func clear() async throws -> Int {
        count("all", 1)
        let inMemory = clearMemory()
        guard let tier else { return inMemory }
        defer { _ = clearMemory() }
        return try await tier.clear()
    }

    /// Tells everybody, this process before and after the tier: before, so that nobody here waits for the tier to be told; after,
    /// because meanwhile the old answer may have come back from there.
    private func change(_ invalidation: PendingInvalidations, here ended: [CacheTag]) async throws {
        tags.invalidate(ended)
        guard let tier else { return }
        defer { tags.invalidate(ended) }
        try await tier.invalidate(invalidation)
    }

    private func clearMemory() -> Int {
        tags.invalidateEverything()
        return stripes.reduce(0) { $0 + $1.clear() }
    }

    private func count(_ what: String, _ number: Int) {
        invalidations.withLock { $0[what, default: 0] += number }
    }
}
