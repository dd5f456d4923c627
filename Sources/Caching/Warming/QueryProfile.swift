/// Which queries were asked most and cost most, in bounded memory: what to load first when answers have to be loaded anew.
///
/// Each question adds the time that its load takes to the query's *worth*, so that the worth is frequency times cost. The queries
/// of greatest worth are found by the Space-Saving algorithm (A. Metwally, D. Agrawal, A. El Abbadi, ICDT 2005): when there is no
/// place, the query of least worth gives up its place, and its worth is the new one's possible error. A query whose part of all
/// worth is above 1 / capacity is never missed.
public struct QueryProfile: Hashable, Sendable {
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

    private var places: [[UInt8]: Int] = [:]

    /// An empty profile.
    public init(capacity: Int) { self.capacity = max(1, capacity) }

    /// Notes that a query was asked.
    ///
    /// - Parameters:
    ///   - count: how often.
    ///   - cost: nanoseconds of its load.
    /// - Complexity: constant for a query that is remembered; linear in the capacity for one that takes another's place.
    public mutating func record(_ key: CacheKey, count: UInt64 = 1, cost: Int64) {
        let cost = UInt64(max(1, cost))
        let (worth, overflow) = count.multipliedReportingOverflow(by: cost)
        add(
            Query(
                kind: key.kind.name,
                key: key.bytes,
                count: count,
                worth: overflow ? .max : worth,
                error: 0,
                cost: cost
            )
        )
    }

    /// The queries of greatest worth, greatest first, equal ones in the order of their keys.
    public func hottest(_ number: Int) -> [Query] {
        queries.sorted {
            ($1.worth, $0.kind) != ($0.worth, $1.kind)
                ? ($1.worth, $0.kind) < ($0.worth, $1.kind) : $0.key.lexicographicallyPrecedes($1.key)
        }.prefix(max(0, number)).map { $0 }
    }

    /// Adds what another profile has recorded.
    public mutating func merge(_ other: QueryProfile) {
        for query in other.hottest(other.queries.count) { add(query) }
    }

    /// Halves what was recorded, so that what was asked lately counts more; queries without worth are forgotten.
    public mutating func age() {
        queries = queries.compactMap { query in
            var query = query
            query.count /= 2
            query.worth /= 2
            query.error /= 2
            return query.worth > 0 ? query : nil
        }
        index()
    }

    /// Adds a query to those that are remembered.
    mutating func add(_ query: Query) {
        if let place = places[query.key] {
            queries[place].count = queries[place].count.addingClamped(query.count)
            queries[place].worth = queries[place].worth.addingClamped(query.worth)
            queries[place].error = queries[place].error.addingClamped(query.error)
            queries[place].cost = query.cost
        } else if queries.count < capacity {
            places[query.key] = queries.count
            queries.append(query)
        } else if let least = queries.indices.min(by: { queries[$0].worth < queries[$1].worth }) {
            var query = query
            query.error = query.error.addingClamped(queries[least].worth)
            query.worth = query.worth.addingClamped(queries[least].worth)
            places[queries[least].key] = nil
            places[query.key] = least
            queries[least] = query
        }
    }

    private mutating func index() {
        places = Dictionary(uniqueKeysWithValues: queries.enumerated().map { ($1.key, $0) })
    }
}

extension UInt64 {
    /// The sum, held within the range of the type.
    fileprivate func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
