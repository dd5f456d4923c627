extension CacheStatistics.Kind {
    /// Adds every figure of another one.
    mutating func add(_ other: Self) {
        for figure in Self.figures { self[keyPath: figure] += other[keyPath: figure] }
        loadNanoseconds += other.loadNanoseconds
    }

    private static var figures: [WritableKeyPath<Self, Int>] {
        [
            \.hits, \.tierHits, \.misses, \.stale, \.coalesced, \.bypassed, \.loads, \.loadFailures, \.earlyRefreshes,
            \.overtaken, \.evictedForSpace, \.evictedByTime, \.evictedByInvalidation, \.replaced, \.tooGreat, \.entries,
            \.weight,
        ]
    }
}

extension CacheStatistics.Tier {
    /// Adds every count of another one, and takes its name and the state of its breaker.
    mutating func add(_ other: Self) {
        for figure in Self.figures { self[keyPath: figure] += other[keyPath: figure] }
        changeDelayNanoseconds += other.changeDelayNanoseconds
        longestChangeDelayNanoseconds = max(longestChangeDelayNanoseconds, other.longestChangeDelayNanoseconds)
        name = other.name
        breaker = other.breaker
    }

    private static var figures: [WritableKeyPath<Self, Int>] {
        [
            \.calls, \.errors, \.timeouts, \.skipped, \.stores, \.refusedStores, \.waits, \.fruitlessWaits,
            \.undecodable,
            \.breakerOpenings, \.changesHeard, \.changesTimed,
        ]
    }
}
