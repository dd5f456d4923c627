import Caching
import Observability

/// What a cache counts, as metrics.
struct CacheMetrics: MetricCollector {
    let name = "cache"
    private let statistics: @Sendable () -> CacheStatistics?

    /// The metrics of a cache that is not kept alive by this.
    init(_ cache: QueryCache) { statistics = { [weak cache] in cache?.statistics() } }

    func collect() async throws -> [MetricSnapshot] { statistics().map(Self.metrics) ?? [] }

    static func metrics(_ statistics: CacheStatistics) -> [MetricSnapshot] {
        var invalidations = metric("invalidations", .counter, "Invalidations by what was asked for.", "kind")
        for (kind, count) in statistics.invalidations { invalidations.add([kind], count: count) }
        var capacity = metric("capacity_bytes", .gauge, "The greatest weight of the answers in memory.")
        capacity.add(count: statistics.capacity)
        return requests(statistics) + loads(statistics) + memory(statistics) + [invalidations, capacity]
            + (statistics.tier.map(backend) ?? [])
    }

    private static func requests(_ statistics: CacheStatistics) -> [MetricSnapshot] {
        var requests = metric(
            "requests",
            .counter,
            "Questions by where the answer was: in memory, in the second level, nowhere.",
            "cache",
            "tier",
            "result"
        )
        let tier = statistics.tier?.name ?? "shared"
        for (name, kind) in statistics.kinds {
            requests.add([name, "memory", "hit"], count: kind.hits)
            requests.add([name, tier, "hit"], count: kind.tierHits)
            requests.add([name, "memory", "stale"], count: kind.stale)
            requests.add([name, "none", "miss"], count: kind.misses)
            requests.add([name, "none", "coalesced"], count: kind.coalesced)
            requests.add([name, "none", "bypassed"], count: kind.bypassed)
        }
        return [requests]
    }

    private static func loads(_ statistics: CacheStatistics) -> [MetricSnapshot] {
        var loads = metric("loads", .counter, "Loads of answers by how they ended.", "cache", "result")
        var seconds = metric("load_duration_seconds", .summary, "Time of loads, failed ones too.", "cache")
        var early = metric("early_refreshes", .counter, "Loads that began before their answer's end.", "cache")
        for (name, kind) in statistics.kinds {
            loads.add([name, "ok"], count: kind.loads)
            loads.add([name, "failed"], count: kind.loadFailures)
            loads.add([name, "overtaken"], count: kind.overtaken)
            let count = UInt64(clamping: kind.loads + kind.loadFailures)
            seconds.add([name], .summary(count: count, sum: Double(kind.loadNanoseconds) / 1e9))
            early.add([name], count: kind.earlyRefreshes)
        }
        return [loads, seconds, early]
    }

    private static func memory(_ statistics: CacheStatistics) -> [MetricSnapshot] {
        var evictions = metric("evictions", .counter, "Answers put out of memory, by cause.", "cache", "cause")
        var entries = metric("entries", .gauge, "Answers in memory.", "cache")
        var weight = metric("weight_bytes", .gauge, "Weight of the answers in memory.", "cache")
        for (name, kind) in statistics.kinds {
            evictions.add([name, "space"], count: kind.evictedForSpace)
            evictions.add([name, "time"], count: kind.evictedByTime)
            evictions.add([name, "invalidation"], count: kind.evictedByInvalidation)
            evictions.add([name, "replaced"], count: kind.replaced)
            evictions.add([name, "too-great"], count: kind.tooGreat)
            entries.add([name], count: kind.entries)
            weight.add([name], count: kind.weight)
        }
        return [evictions, entries, weight]
    }

    private static func backend(_ tier: CacheStatistics.Tier) -> [MetricSnapshot] {
        var calls = metric("backend_calls", .counter, "Calls of the second level.", "backend")
        calls.add([tier.name], count: tier.calls)
        var errors = metric(
            "backend_errors",
            .counter,
            "Calls of the second level that were in vain.",
            "backend",
            "kind"
        )
        errors.add([tier.name, "error"], count: tier.errors)
        errors.add([tier.name, "timeout"], count: tier.timeouts)
        errors.add([tier.name, "skipped"], count: tier.skipped)
        errors.add([tier.name, "undecodable"], count: tier.undecodable)
        errors.add([tier.name, "refused"], count: tier.refusedStores)
        var breaker = metric(
            "backend_breaker_state",
            .gauge,
            "Whether the second level is left alone: 0 no, 1 it is tried, 2 yes.",
            "backend"
        )
        breaker.add([tier.name], count: tier.breaker == .closed ? 0 : tier.breaker == .halfOpen ? 1 : 2)
        var delay = metric("invalidation_delay_seconds", .summary, "How long changes made elsewhere took to arrive.")
        delay.add(
            [],
            .summary(count: UInt64(clamping: tier.changesTimed), sum: Double(tier.changeDelayNanoseconds) / 1e9)
        )
        return [calls, errors, breaker, delay]
    }

    private static func metric(_ name: String, _ kind: MetricKind, _ help: String, _ labels: String...)
        -> MetricSnapshot
    {
        MetricSnapshot(MetricDefinition("cosci_cache_" + name, kind, help: help, labels: labels))
    }
}
