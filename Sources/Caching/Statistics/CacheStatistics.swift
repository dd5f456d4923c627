/// What a cache has done, by kind of query: its own figures only, never those of a shared server.
///
/// Figures of several processes, or of one after the other, add up with ``merge(_:)``; they can be encoded for that.
public struct CacheStatistics: Hashable, Sendable, Codable {
    /// The figures of one kind of query.
    public struct Kind: Hashable, Sendable, Codable {
        /// Answers from memory, fresh.
        public var hits = 0
        /// Answers from the tier, fresh.
        public var tierHits = 0
        /// Questions that had no usable answer and began a load, or found one in another process.
        public var misses = 0
        /// Answers given although their time was over: while loading anew, or because the load failed.
        public var stale = 0
        /// Questions that waited for the load of another one.
        public var coalesced = 0
        /// Questions that were not to be cached.
        public var bypassed = 0
        /// Loads that ended well.
        public var loads = 0
        /// Loads that failed. A cancelled load is none.
        public var loadFailures = 0
        /// Loads that began before their answer's end, so that nobody waited for them.
        public var earlyRefreshes = 0
        /// Loads whose answer was not kept, because something it depends on was invalidated meanwhile.
        public var overtaken = 0
        /// Nanoseconds that loads took, failed ones too.
        public var loadNanoseconds: Int64 = 0
        /// Answers put out of memory because others were worth more.
        public var evictedForSpace = 0
        /// Answers removed because their time was over.
        public var evictedByTime = 0
        /// Answers removed because they were invalidated.
        public var evictedByInvalidation = 0
        /// Answers replaced by newer ones.
        public var replaced = 0
        /// Answers that were not kept because they are greater than the part of the memory one answer may take.
        public var tooGreat = 0
        /// Answers in memory now.
        public var entries = 0
        /// Bytes of the answers in memory now, as they were weighed.
        public var weight = 0

        /// All zero.
        public init() {}

        /// Questions that were to be cached.
        public var requests: Int { hits + tierHits + misses + stale + coalesced }

        /// The part of the questions that did not wait for a load; 0 when there were none.
        public var hitRatio: Double {
            requests == 0 ? 0 : Double(hits + tierHits + stale) / Double(requests)
        }

        /// The mean time of a load, in seconds; 0 when there were none.
        public var meanLoadSeconds: Double {
            loads + loadFailures == 0 ? 0 : Double(loadNanoseconds) / 1e9 / Double(loads + loadFailures)
        }
    }

    /// What the second level did.
    public struct Tier: Hashable, Sendable, Codable {
        /// Its name.
        public var name: String
        /// Calls that were made.
        public var calls = 0
        /// Calls that failed, without those that took too long.
        public var errors = 0
        /// Calls that took too long and were given up.
        public var timeouts = 0
        /// Calls that were not made, because the breaker was open.
        public var skipped = 0
        /// Answers stored.
        public var stores = 0
        /// Answers that were not stored, because the lease was no longer held.
        public var refusedStores = 0
        /// Times that another process's load was waited for.
        public var waits = 0
        /// Waits that were given up: the answer was loaded in this process too.
        public var fruitlessWaits = 0
        /// Entries that could not be decoded.
        public var undecodable = 0
        /// How often the breaker opened.
        public var breakerOpenings = 0
        /// Whether the breaker is closed, half open or open.
        public var breaker = CacheBreakerState.closed
        /// Changes heard from others.
        public var changesHeard = 0
        /// How long changes took to arrive: the sum in nanoseconds over those whose time is known.
        public var changeDelayNanoseconds: Int64 = 0
        /// The number of changes whose delay is known.
        public var changesTimed = 0
        /// The longest delay of a change, in nanoseconds.
        public var longestChangeDelayNanoseconds: Int64 = 0

        /// All zero.
        public init(name: String) { self.name = name }
    }

    /// By the name of the kind.
    public var kinds: [String: Kind] = [:]

    /// Invalidations by what was asked for: `tag`, `key`, `kind`, `all`; and `heard` for those that the tier told of.
    public var invalidations: [String: Int] = [:]

    /// The second level; nil when there is none.
    public var tier: Tier?

    /// The greatest weight of the answers in memory, in bytes.
    public var capacity = 0

    /// All zero.
    public init() {}

    /// The sum over all kinds.
    public var total: Kind { kinds.values.reduce(into: Kind()) { $0.add($1) } }

    /// Adds the figures of another cache, or of the same at another time. Of what is a state and not a count (entries, weight,
    /// capacity, breaker), the other's is taken.
    public mutating func merge(_ other: CacheStatistics) {
        for (name, kind) in other.kinds {
            var own = kinds[name] ?? Kind()
            own.add(kind)
            own.entries = kind.entries
            own.weight = kind.weight
            kinds[name] = own
        }
        invalidations.merge(other.invalidations) { $0 + $1 }
        if let theirs = other.tier {
            var own = tier ?? Tier(name: theirs.name)
            own.add(theirs)
            tier = own
        }
        capacity = other.capacity
    }
}

/// Whether calls to the second level are made.
public enum CacheBreakerState: String, Hashable, Sendable, Codable {
    /// As usual.
    case closed
    /// One, to see whether it works again.
    case halfOpen
    /// None.
    case open
}
