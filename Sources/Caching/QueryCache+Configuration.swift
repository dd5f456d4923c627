extension QueryCache {
    /// What a cache may take and how it behaves; how long answers are good is said by each query's ``CachePolicy``.
    public struct Configuration: Sendable {
        /// The greatest weight of all answers in memory, in bytes.
        public var capacity = 64 << 20

        /// What is put out when the memory is full.
        public var eviction = EvictionPolicyName.standard

        /// In how many independent parts the memory is divided, so that threads seldom wait for each other; rounded up to a power of two.
        /// A part has its share of the capacity, and an answer that is heavier than a part is not kept.
        public var stripes = 16

        /// How long a process may load for all that share a tier; a load that takes longer is still used, but may not be stored.
        public var leaseDuration: Duration = .seconds(30)

        /// How long to wait for the load of another process before loading too.
        public var leasePatience: Duration = .seconds(10)

        /// How long a call to the tier may take; one that takes longer is given up and counts as failed.
        public var tierTimeLimit: Duration = .milliseconds(250)

        /// How many failed calls in a row open the tier's circuit breaker.
        public var breakerThreshold = 5

        /// How long the breaker stays open the first time; twice as long after each trial that fails, up to ``longestBreakerPause``.
        public var breakerPause: Duration = .seconds(1)

        /// How long the breaker stays open at most.
        public var longestBreakerPause: Duration = .seconds(30)

        /// How many queries the profile for warming remembers.
        public var profileCapacity = 1024

        /// The seed of everything random in the cache; nil for another one each time.
        public var seed: UInt64?

        /// The defaults.
        public init() {}
    }
}
