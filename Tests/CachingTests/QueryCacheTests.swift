import Testing

@testable import Caching

@Suite(.timeLimit(.minutes(2))) struct QueryCacheTests {
    private let kind = CacheKind("query cache tests")
    private let clock = TestClock()

    private func makeCache(_ change: (inout QueryCache.Configuration) -> Void = { _ in }) -> QueryCache {
        var configuration = QueryCache.Configuration()
        configuration.seed = 1
        change(&configuration)
        return QueryCache(configuration: configuration, clock: clock)
    }

    @Test func theSecondQuestionIsAHit() async throws {
        let cache = makeCache()
        let loads = Counter()
        for _ in 0..<3 {
            #expect(try await cache.int(CacheKey(kind, 1)) { loads.next() } == 1)
        }
        let figures = cache.statistics().total
        #expect(figures.hits == 2)
        #expect(figures.misses == 1)
        #expect(figures.loads == 1)
        #expect(figures.entries == 1)
        #expect(figures.weight > 0)
        #expect(cache.cached(CacheKey(kind, 1), as: Int.self)?.value == 1)
        #expect(cache.cached(CacheKey(kind, 1), as: String.self) == nil)
        #expect(cache.cached(CacheKey(kind, 2), as: Int.self) == nil)
    }

    @Test func nilAndEmptyAreAnswers() async throws {
        let cache = makeCache()
        let loads = Counter()
        for _ in 0..<2 {
            let none: Int? = try await cache.value(for: CacheKey(kind, "nil")) {
                loads.next()
                return nil
            }
            let empty: [String] = try await cache.value(for: CacheKey(kind, "empty")) {
                loads.next()
                return []
            }
            #expect(none == nil)
            #expect(empty == [])
        }
        #expect(loads.value == 2)
    }

    @Test func negativeAnswersHaveTheirOwnTime() async throws {
        let cache = makeCache()
        let loads = Counter()
        let policy = CachePolicy(ttl: .seconds(100), negativeTTL: .seconds(10), jitter: 0, earlyRefresh: 0)
        func ask() async throws {
            let none: Int? = try await cache.value(for: CacheKey(kind, "nil"), policy: policy) {
                loads.next()
                return nil
            }
            let empty: [Int] = try await cache.value(for: CacheKey(kind, "empty"), policy: policy) {
                loads.next()
                return CacheLoad.negative([])
            }
            #expect(none == nil && empty.isEmpty)
        }
        try await ask()
        clock.advance(.seconds(9))
        try await ask()
        #expect(loads.value == 2)
        clock.advance(.seconds(2))
        try await ask()
        #expect(loads.value == 4)
    }

    @Test func zeroTimeIsNotCached() async throws {
        let cache = makeCache()
        let loads = Counter()
        for expected in 1...3 {
            #expect(try await cache.int(CacheKey(kind, 1), policy: .uncached) { loads.next() } == expected)
        }
        #expect(cache.statistics().total.entries == 0)
        #expect(cache.statistics().total.bypassed == 3)
    }

    @Test func answersEnd() async throws {
        let cache = makeCache()
        let loads = Counter()
        let policy = CachePolicy(ttl: .seconds(10), jitter: 0, earlyRefresh: 0)
        func ask() async throws -> Int { try await cache.int(CacheKey(kind, 1), policy: policy) { loads.next() } }
        #expect(try await ask() == 1)
        clock.advance(.seconds(9))
        #expect(try await ask() == 1)
        clock.advance(.seconds(1))
        #expect(try await ask() == 2)
        #expect(cache.statistics().total.evictedByTime == 1)
    }

    @Test func timesAreShortenedAtRandom() async throws {
        let cache = makeCache()
        let policy = CachePolicy(ttl: .seconds(100), jitter: 0.5, earlyRefresh: 0)
        for number in 0..<200 { _ = try await cache.int(CacheKey(kind, number), policy: policy) { number } }
        func alive() -> Int { (0..<200).count { cache.cached(CacheKey(kind, $0), as: Int.self) != nil } }
        clock.advance(.seconds(49))
        #expect(alive() == 200)
        clock.advance(.seconds(26))
        #expect((60...140).contains(alive()))
        clock.advance(.seconds(25))
        #expect(alive() == 0)
    }

    @Test func errorsAreNotKept() async throws {
        let cache = makeCache()
        let loads = Counter()
        for number in 1...3 {
            await #expect(throws: TestFailure(number: number)) {
                try await cache.int(CacheKey(kind, 1)) { throw TestFailure(number: loads.next()) }
            }
        }
        #expect(cache.statistics().total.loadFailures == 3)
    }

    @Test func errorsAreKeptWhenWanted() async throws {
        let cache = makeCache()
        let loads = Counter()
        let policy = CachePolicy(ttl: .seconds(100), failureTTL: .seconds(5), jitter: 0)
        func ask() async throws -> Int {
            try await cache.int(CacheKey(kind, 1), policy: policy) { throw TestFailure(number: loads.next()) }
        }
        for _ in 0..<3 { await #expect(throws: TestFailure(number: 1)) { try await ask() } }
        #expect(cache.cached(CacheKey(kind, 1), as: Int.self) == nil)
        clock.advance(.seconds(5))
        await #expect(throws: TestFailure(number: 2)) { try await ask() }
    }

    @Test func staleAnswersAreGivenWhileLoading() async throws {
        let cache = makeCache()
        let loads = Counter()
        let door = Door()
        let policy = CachePolicy(
            ttl: .seconds(10),
            staleWhileRevalidating: .seconds(5),
            jitter: 0,
            earlyRefresh: 0
        )
        func ask() async throws -> Int {
            try await cache.int(CacheKey(kind, 1), policy: policy) {
                let number = loads.next()
                if number == 2 { await door.wait() }
                return number
            }
        }
        #expect(try await ask() == 1)
        clock.advance(.seconds(12))
        for _ in 0..<5 { #expect(try await ask() == 1) }
        try await eventually { door.waiting == 1 }
        #expect(loads.value == 2)
        door.open()
        await cache.idle()
        #expect(try await ask() == 2)
        #expect(cache.statistics().total.stale == 5)
        clock.advance(.seconds(15))
        #expect(try await ask() == 3)
    }

    @Test func staleAnswersAreGivenWhenTheLoadFails() async throws {
        let cache = makeCache()
        let loads = Counter()
        let policy = CachePolicy(
            ttl: .seconds(10),
            failureTTL: .seconds(1),
            staleIfError: .seconds(5),
            jitter: 0,
            earlyRefresh: 0
        )
        func ask() async throws -> Int {
            try await cache.int(CacheKey(kind, 1), policy: policy) {
                let number = loads.next()
                if number > 1 { throw TestFailure(number: number) }
                return number
            }
        }
        #expect(try await ask() == 1)
        clock.advance(.seconds(11))
        #expect(try await ask() == 1)
        #expect(loads.value == 2)
        #expect(try await ask() == 1)
        #expect(loads.value == 2, "no other trial within the time of a failure")
        clock.advance(.seconds(2))
        #expect(try await ask() == 1)
        #expect(loads.value == 3)
        clock.advance(.seconds(2))
        await #expect(throws: TestFailure(number: 4)) { try await ask() }
    }

    @Test(arguments: EvictionPolicyName.allCases)
    func weightIsBounded(policy: EvictionPolicyName) async throws {
        let cache = makeCache {
            $0.capacity = 200_000
            $0.stripes = 4
            $0.eviction = policy
        }
        var random = SplitMix64(seed: 4)
        var greatest = 0
        for number in 0..<3000 {
            let length = Int.random(in: 0...3000, using: &random)
            let key = CacheKey(kind, policy.rawValue, number % 700)
            let text: String = try await cache.value(for: key) { String(repeating: "x", count: length) }
            #expect(text.utf8.count <= 3000)
            if number % 50 == 0 { greatest = max(greatest, cache.statistics().total.weight) }
        }
        let figures = cache.statistics().total
        #expect(greatest <= 200_000)
        #expect(greatest > 150_000)
        #expect(figures.evictedForSpace > 100)
        #expect(figures.entries > 50)
        let large: String = try await cache.value(for: CacheKey(kind, "large")) {
            String(repeating: "x", count: 100_000)
        }
        #expect(large.utf8.count == 100_000)
        #expect(cache.statistics().total.tooGreat == 1)
    }

    @Test func oneKeyForTwoTypesGivesEachItsOwn() async throws {
        let cache = makeCache()
        #expect(try await cache.int(CacheKey(kind, 1)) { 5 } == 5)
        let text: String = try await cache.value(for: CacheKey(kind, 1)) { "five" }
        #expect(text == "five")
        #expect(try await cache.int(CacheKey(kind, 1)) { 6 } == 5)
    }

    @Test func statisticsAddUp() async throws {
        let cache = makeCache()
        _ = try await cache.int(CacheKey(kind, 1)) { 1 }
        _ = try await cache.int(CacheKey(kind, 1)) { 1 }
        try await cache.invalidate([.texts, .graph])
        var sum = cache.statistics()
        sum.merge(cache.statistics())
        #expect(sum.total.hits == 2)
        #expect(sum.total.entries == 1)
        #expect(sum.invalidations == ["tag": 4])
        #expect(sum.total.hitRatio == 0.5)
    }
}
