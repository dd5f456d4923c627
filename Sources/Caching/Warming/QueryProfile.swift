/// Which queries were asked most and cost most, in bounded memory: what to load first when answers have to be loaded anew.
///
/// Each question adds the time that its load takes to the query's *worth*, so that the worth is frequency times cost. The queries
/// of greatest worth are found by the Space-Saving algorithm (A. Metwally, D. Agrawal, A. El Abbadi, ICDT 2005): when there is no
/// place, the query of least worth gives up its place, and its worth is the new one's possible error. A query whose part of all
/// worth is above 1 / capacity is never missed.
public struct QueryProfile: Sendable {
    /// One query.
    public struct Query: Hashable, Sendable {
        /// The name of the kind.
        public var kind: String
        /// The key's canonical bytes; ``CacheKeyReader`` gives the parameters back.
        public var key: [UInt8]
        /// How often it was asked, at least.
        public var count: UInt64
        /// Nanoseconds that all those questions would have taken without a cache, at most.
        public var worth: UInt64
        /// By how much ``worth`` may be too great.
        public var error: UInt64
        /// Nanoseconds of the last load.
        public var cost: UInt64
    }

    /// How many queries it remembers.
    public let capacity: Int

    /// The queries, unordered.
    public private(set) var queries: [Query] = []

    /// An empty profile.
    public init(capacity: Int) { self.capacity = max(1, capacity) }
}
