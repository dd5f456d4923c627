internal import Synchronization

/// Listens to what others change in a tier, and ends what that concerns in memory.
final class TierEar: Sendable {
    /// What the listening task needs; it must not keep the cache alive.
    private final class Inner: Sendable {
        let hears = Atomic<Bool>(false)
    }

    private let inner = Inner()
    private let task: Task<Void, Never>

    init(_ tier: GuardedTier, tags: TagTable, clock: any CacheClock) {
        task = Task { @concurrent [inner] in
            for await change in await tier.changes() {
                Self.apply(change.what, to: tags, inner)
                let delay = change.issued.map { max(0, clock.wallNanoseconds() - $0) }
                tier.count { figures in figures.heard(after: delay) }
            }
            inner.hears.store(false, ordering: .releasing)
        }
    }

    deinit { task.cancel() }

    /// Whether changes are heard, so that what is in memory may be given.
    var hears: Bool { inner.hears.load(ordering: .acquiring) }

    /// Stops listening; from then on nothing in memory is given.
    func stop() { task.cancel() }

    private static func apply(_ what: CacheTierChange.What, to tags: TagTable, _ inner: Inner) {
        switch what {
        case .tags(let ended): tags.invalidate(ended)
        case .keys(let digests): tags.invalidate(digests.map { CacheTag.key($0) })
        case .kinds(let names): tags.invalidate(names.map { CacheTag("kind", $0) })
        case .silence: inner.hears.store(false, ordering: .releasing)
        case .everything:
            tags.invalidateEverything()
            inner.hears.store(true, ordering: .releasing)
        }
    }
}

extension CacheStatistics.Tier {
    /// Counts a change that was heard.
    mutating func heard(after delay: Int64?) {
        changesHeard += 1
        guard let delay else { return }
        changesTimed += 1
        changeDelayNanoseconds = changeDelayNanoseconds.addingClamped(delay)
        longestChangeDelayNanoseconds = max(longestChangeDelayNanoseconds, delay)
    }
}
