import Testing

@testable import Caching

@Suite struct QueryProfileTests {
    private let kind = CacheKind("profile tests")

    @Test func ranksByFrequencyTimesCost() {
        var profile = QueryProfile(capacity: 10)
        profile.record(CacheKey(kind, "often"), count: 100, cost: 10)
        profile.record(CacheKey(kind, "dear"), count: 2, cost: 1000)
        profile.record(CacheKey(kind, "neither"), count: 3, cost: 10)
        profile.record(CacheKey(kind, "often"), count: 50, cost: 10)
        let names = profile.hottest(2).map { query -> String? in
            var reader = CacheKeyReader(query.key)
            return reader?.string()
        }
        #expect(names == ["dear", "often"])
        #expect(profile.hottest(10).map(\.worth) == [2000, 1500, 30])
        #expect(profile.hottest(0).isEmpty)
    }

    @Test(arguments: [91, 92] as [UInt64])
    func heavyQueriesAreNeverMissed(seed: UInt64) {
        print("QueryProfileTests seed \(seed)")
        var random = SplitMix64(seed: seed)
        var profile = QueryProfile(capacity: 50)
        var exact: [Int: UInt64] = [:]
        var total: UInt64 = 0
        for _ in 0..<20_000 {
            let number = Int(1000 * random.unitInterval() * random.unitInterval() * random.unitInterval())
            let cost = Int64(1 + number % 7)
            profile.record(CacheKey(kind, number), cost: cost)
            exact[number, default: 0] += UInt64(cost)
            total += UInt64(cost)
        }
        #expect(profile.queries.count == 50)
        for (number, worth) in exact where worth > total / 50 {
            let key = CacheKey(kind, number).bytes
            let query = profile.queries.first { $0.key == key }
            #expect(query != nil, "\(number) has a worth of \(worth) of \(total)")
            if let query { #expect(query.worth >= worth && query.worth - query.error <= worth) }
        }
    }

    @Test func survivesAsBytes() {
        var profile = QueryProfile(capacity: 20)
        for number in 0..<20 { profile.record(CacheKey(kind, number), count: UInt64(number + 1), cost: 1000) }
        let bytes = profile.serialized
        let read = QueryProfile(serialized: bytes, capacity: 20)
        #expect(read?.hottest(20) == profile.hottest(20))
        #expect(QueryProfile(serialized: bytes, capacity: 5)?.hottest(20) == profile.hottest(5))
        var random = SplitMix64(seed: 93)
        for _ in 0..<5000 {
            var damaged = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
            if let place = damaged.indices.randomElement(using: &random) {
                damaged[place] = .random(in: 0...255, using: &random)
            }
            if let profile = QueryProfile(serialized: damaged, capacity: 30) { #expect(profile.queries.count <= 30) }
        }
    }

    @Test func agesAndAddsUp() {
        var profile = QueryProfile(capacity: 3)
        profile.record(CacheKey(kind, 1), count: 4, cost: 10)
        profile.record(CacheKey(kind, 2), count: 1, cost: 1)
        profile.age()
        #expect(profile.queries.map(\.worth) == [20])
        profile.merge(profile)
        #expect(profile.queries.map(\.worth) == [40])
        profile.record(CacheKey(kind, 1), count: .max, cost: .max)
        #expect(profile.queries[0].worth == .max)
    }

    @Test func theCacheRecordsWhatIsAsked() async throws {
        let clock = TestClock()
        let cache = QueryCache(clock: clock)
        for round in 0..<5 {
            for number in 0...round {
                _ = try await cache.int(CacheKey(kind, "asked", number)) {
                    clock.advance(.milliseconds(10))
                    return number
                }
            }
        }
        try await cache.invalidate(kind: kind)
        let hottest = cache.profile().hottest(3)
        #expect(hottest.map(\.count) == [5, 4, 3])
        #expect(hottest.map(\.cost) == [10_000_000, 10_000_000, 10_000_000])
        let later = QueryCache(clock: clock)
        later.adopt(cache.profile())
        #expect(later.profile().hottest(3) == hottest)
    }
}
