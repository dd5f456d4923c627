public import Caching

/// What the cache has done, by kind of question, as `cache stats` prints it.
public struct CacheStatisticsJSON: Encodable, Sendable {
    /// The figures of a kind of question.
    public struct Kind: Encodable, Sendable {
        /// How often it was asked.
        public var requests: Int
        /// Answers that were not found anew.
        public var hits: Int
        var memoryHits: Int
        var tierHits: Int
        /// Answers that were found anew.
        public var misses: Int
        /// Answers given beyond their time.
        public var stale: Int
        var coalesced: Int
        var bypassed: Int
        var loads: Int
        var loadFailures: Int
        /// How long finding one took.
        public var meanLoadSeconds: Double
        /// The part of hits.
        public var hitRatio: Double

        enum CodingKeys: String, CodingKey {
            case requests, hits, misses, stale, coalesced, bypassed, loads
            case memoryHits = "memory_hits"
            case tierHits = "tier_hits"
            case loadFailures = "load_failures"
            case meanLoadSeconds = "mean_load_seconds"
            case hitRatio = "hit_ratio"
        }

        init(_ kind: CacheStatistics.Kind) {
            requests = kind.requests
            hits = kind.hits + kind.tierHits
            memoryHits = kind.hits
            tierHits = kind.tierHits
            misses = kind.misses
            stale = kind.stale
            coalesced = kind.coalesced
            bypassed = kind.bypassed
            loads = kind.loads
            loadFailures = kind.loadFailures
            meanLoadSeconds = (kind.meanLoadSeconds * 1e6).rounded() / 1e6
            hitRatio = (kind.hitRatio * 1e4).rounded() / 1e4
        }
    }

    /// What the second level did.
    struct Tier: Encodable {
        var name: String
        var calls: Int
        var errors: Int
        var timeouts: Int
        var skipped: Int
        var stores: Int
        var waits: Int
    }

    /// Where answers are kept.
    public var tierName: String
    /// How many answers are held.
    public var entries: Nullable<Int>
    /// How many bytes they take.
    public var bytes: Nullable<Int>
    /// How many bytes they may take.
    public var capacity: Int
    /// The figures of each kind.
    public var kinds: [String: Kind]
    /// The figures of all kinds.
    public var total: Kind
    /// How many answers were ended, by reason.
    public var invalidations: [String: Int]
    var tier: Nullable<Tier>

    enum CodingKeys: String, CodingKey {
        case entries, bytes, capacity, kinds, total, invalidations
        case tierName = "cache"
        case tier
    }

    /// Figures.
    ///
    /// - Parameters:
    ///   - name: where answers are kept; `off` when nowhere.
    ///   - capacity: how many bytes they may take.
    ///   - statistics: what was done.
    ///   - usage: what is held; nil when that is not known.
    public init(name: String, capacity: Int, _ statistics: CacheStatistics, _ usage: CacheTierUsage?) {
        tierName = name
        entries = Nullable(usage?.entries)
        bytes = Nullable(usage?.bytes)
        self.capacity = capacity
        kinds = statistics.kinds.mapValues { Kind($0) }
        total = Kind(statistics.total)
        invalidations = statistics.invalidations
        tier = Nullable(
            statistics.tier.map { tier in
                Tier(
                    name: tier.name,
                    calls: tier.calls,
                    errors: tier.errors,
                    timeouts: tier.timeouts,
                    skipped: tier.skipped,
                    stores: tier.stores,
                    waits: tier.waits
                )
            }
        )
    }
}
