import Testing

@testable import Caching

@Suite(.timeLimit(.minutes(3))) struct CacheTierTests {
    private let kind = CacheKind("cache tier tests")
    private let tier = SharedMemoryTier()

    private func makeCache(
        clock: any CacheClock = SystemCacheClock(),
        _ change: (inout QueryCache.Configuration) -> Void = { _ in }
    ) async throws -> QueryCache {
        var configuration = QueryCache.Configuration()
        configuration.tierTimeLimit = .milliseconds(50)
        configuration.breakerPause = .milliseconds(20)
        configuration.longestBreakerPause = .milliseconds(40)
        change(&configuration)
        let cache = QueryCache(configuration: configuration, tier: tier, clock: clock)
        try await eventually { cache.isTrusted }
        return cache
    }

    @Test func anotherProcessFindsTheAnswer() async throws {
        let (first, second) = (try await makeCache(), try await makeCache())
        #expect(try await first.int(CacheKey(kind, 1), tags: [.texts]) { 1 } == 1)
        #expect(try await second.int(CacheKey(kind, 1), tags: [.texts]) { 2 } == 1)
        #expect(try await second.int(CacheKey(kind, 1), tags: [.texts]) { 3 } == 1)
        #expect(second.statistics().total.tierHits == 1)
        #expect(second.statistics().total.hits == 1)
        #expect(second.statistics().total.loads == 0)
        #expect(await second.tierUsage()?.entries == 1)
    }

    private struct Answer: Codable, Hashable, Sendable {
        var texts: [String]
        var scores: [Double]
        var missing: Int?
        var table: [String: [Int]]
    }

    @Test func typesComeBackAsTheyWere() async throws {
        let (first, second) = (try await makeCache(), try await makeCache())
        let answer = Answer(
            texts: ["é", "", "\u{0}"],
            scores: [0.1, -.infinity, 1e-300],
            missing: nil,
            table: ["a": [1]]
        )
        func ask(_ cache: QueryCache, _ isFirst: Bool) async throws {
            let structure: Answer = try await cache.value(for: CacheKey(kind, "s")) {
                #expect(isFirst)
                return answer
            }
            let none: Answer? = try await cache.value(for: CacheKey(kind, "n")) {
                #expect(isFirst)
                return nil
            }
            let some: Answer? = try await cache.value(for: CacheKey(kind, "o")) {
                #expect(isFirst)
                return answer
            }
            let empty: [Int] = try await cache.value(for: CacheKey(kind, "e")) {
                #expect(isFirst)
                return CacheLoad.negative([])
            }
            let number: Int64 = try await cache.value(for: CacheKey(kind, "i")) {
                #expect(isFirst)
                return .max
            }
            #expect(structure == answer && none == nil && some == answer && empty == [] && number == .max)
        }
        try await ask(first, true)
        try await ask(second, false)
    }

    @Test func oneLoadForAllProcesses() async throws {
        var caches: [QueryCache] = []
        for _ in 0..<4 { caches.append(try await makeCache { $0.tierTimeLimit = .seconds(20) }) }
        let loads = Counter()
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<400 {
                let cache = caches[number % 4]
                group.addTask {
                    try await cache.int(CacheKey(self.kind, "fleet"), tags: [.graph]) {
                        try await Task.sleep(for: .milliseconds(30))
                        return loads.next()
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: 1, count: 400))
        #expect(loads.value == 1)
    }

    @Test func anInvalidationReachesTheOthers() async throws {
        let (first, second) = (try await makeCache(), try await makeCache())
        let loads = Counter()
        func ask(_ cache: QueryCache) async throws -> Int {
            try await cache.int(CacheKey(kind, 1), tags: [.texts]) { loads.next() }
        }
        #expect(try await ask(first) == 1)
        #expect(try await ask(second) == 1)
        try await first.invalidate([.texts])
        #expect(try await ask(first) == 2)
        try await eventually { try! await ask(second) == 2 }
        try await first.remove([CacheKey(kind, 1)])
        try await eventually { try! await ask(second) == 3 }
        try await first.invalidate(kind: kind)
        #expect(try await ask(first) == 4)
        try await eventually { try! await ask(second) == 4 }
        try await first.invalidate(kindsWithPrefix: "cache tier")
        #expect(try await ask(first) == 5)
        try await eventually { try! await ask(second) == 5 }
        #expect(try await first.clear() == 1)
        try await eventually { try! await ask(second) == 6 }
        #expect(loads.value == 6)
        #expect((second.statistics().tier?.changesHeard ?? 0) >= 5)
    }

    @Test func aTagThatTheTierForgotEndsItsAnswers() async throws {
        let cache = try await makeCache { $0.capacity = 1 }
        #expect(try await cache.int(CacheKey(kind, 1), tags: [.texts]) { 1 } == 1)
        #expect(try await cache.int(CacheKey(kind, 1), tags: [.texts]) { 2 } == 1)
        tier.forget(.texts)
        #expect(try await cache.int(CacheKey(kind, 1), tags: [.texts]) { 3 } == 3)
    }

    @Test func nothingInMemoryIsGivenDuringSilence() async throws {
        let cache = try await makeCache()
        let loads = Counter()
        func ask() async throws -> Int { try await cache.int(CacheKey(kind, 1), tags: [.texts]) { loads.next() } }
        #expect(try await ask() == 1)
        tier.tell(.silence)
        try await eventually { !cache.isTrusted }
        #expect(cache.cached(CacheKey(kind, 1), as: Int.self) == nil)
        #expect(try await ask() == 1, "from the tier")
        tier.tell(.everything)
        try await eventually { cache.isTrusted }
        #expect(cache.cached(CacheKey(kind, 1), as: Int.self) == nil)
        #expect(try await ask() == 1)
        #expect(cache.cached(CacheKey(kind, 1), as: Int.self)?.value == 1)
    }

    @Test(arguments: [SharedMemoryTier.Fault.failing, .hanging])
    func answersAreGivenWhateverTheTierDoes(fault: SharedMemoryTier.Fault) async throws {
        let cache = try await makeCache { $0.tierTimeLimit = .milliseconds(5) }
        tier.fault = fault
        for number in 0..<20 { #expect(try await cache.int(CacheKey(kind, number)) { number } == number) }
        let figures = try #require(cache.statistics().tier)
        #expect(figures.breakerOpenings >= 1)
        #expect(figures.skipped > 0)
        #expect(figures.errors + figures.timeouts >= 5)
        tier.fault = .none
        try await eventually {
            try? await Task.sleep(for: .milliseconds(10))
            _ = try? await cache.int(CacheKey(kind, "after", Int.random(in: 0...1_000_000))) { 1 }
            return cache.statistics().tier?.breaker == .closed
        }
        let stores = cache.statistics().tier?.stores ?? 0
        #expect(try await cache.int(CacheKey(kind, "back")) { 1 } == 1)
        #expect(cache.statistics().tier?.stores == stores + 1)
    }

    @Test func anInvalidationThatFailedIsMadeUpFor() async throws {
        let (first, second) = (try await makeCache(), try await makeCache())
        #expect(try await first.int(CacheKey(kind, 1), tags: [.texts]) { 1 } == 1)
        tier.fault = .failing
        await #expect(throws: TestFailure()) { try await first.invalidate([.texts]) }
        await #expect(throws: CacheTierUnavailable.self) { try await first.invalidate([.graph]) }
        // The tier works again, but still holds what is no longer right.
        tier.fault = .none
        #expect(try await first.int(CacheKey(kind, 1), tags: [.texts]) { 2 } == 2)
        try await eventually {
            try? await Task.sleep(for: .milliseconds(10))
            _ = try? await first.int(CacheKey(kind, "other", Int.random(in: 0...1_000_000))) { 1 }
            return first.statistics().tier?.breaker == .closed
        }
        #expect(try await second.int(CacheKey(kind, 1), tags: [.texts]) { 3 } == 3)
    }

    @Test func damagedEntriesAreMissing() async throws {
        let cache = try await makeCache { $0.capacity = 1 }
        #expect(try await cache.int(CacheKey(kind, 1)) { 1 } == 1)
        tier.damage { Array($0.dropLast(1)) }
        #expect(try await cache.int(CacheKey(kind, 1)) { 2 } == 2)
        tier.damage { Array($0.dropLast(1) + [UInt8(ascii: "x")]) }
        #expect(try await cache.int(CacheKey(kind, 1)) { 3 } == 3)
        #expect(cache.statistics().tier?.undecodable == 2, "looked at before and after the lease")
    }

    @Test func leasesThatAreLostAreNotStoredUnder() async throws {
        let cache = try await makeCache()
        let key = CacheKey(kind, "fenced")
        let tier = tier
        #expect(
            try await cache.int(key) {
                try await tier.remove([key])
                return 1
            } == 1
        )
        #expect(cache.statistics().tier?.refusedStores == 1)
        #expect(await cache.tierUsage()?.entries == 0)
    }

    @Test func aFailedLoadLeavesTheLease() async throws {
        let (first, second) = (try await makeCache(), try await makeCache())
        await #expect(throws: TestFailure()) { try await first.int(CacheKey(kind, 1)) { throw TestFailure() } }
        #expect(try await second.int(CacheKey(kind, 1)) { 2 } == 2)
        #expect(second.statistics().tier?.waits == 0)
    }

    @Test func patienceWithOthersEnds() async throws {
        let cache = try await makeCache { $0.leasePatience = .milliseconds(10) }
        let key = CacheKey(kind, "held")
        _ = try #require(try await tier.acquireLease(for: key, duration: .seconds(60)))
        #expect(try await cache.int(key) { 1 } == 1)
        #expect(cache.statistics().tier?.fruitlessWaits == 1)
    }

    /// Several processes over one tier read, write and invalidate at random. A process that asks after it has heard of everything
    /// that was acknowledged before gets nothing older.
    @Test(arguments: [71, 72] as [UInt64])
    func processesAgreeAfterTheyHaveHeard(seed: UInt64) async throws {
        print("CacheTierTests seed \(seed)")
        var random = SplitMix64(seed: seed)
        var caches: [QueryCache] = []
        for _ in 0..<3 { caches.append(try await makeCache { $0.tierTimeLimit = .seconds(20) }) }
        let truth = Counter()
        for round in 0..<60 {
            let writer = caches[Int.random(in: 0..<3, using: &random)]
            let readers = (0..<20).map { _ in
                let cache = caches[Int.random(in: 0..<3, using: &random)]
                return Task { try await cache.int(CacheKey(kind, "agree"), tags: [.library]) { truth.value } }
            }
            let value = truth.next()
            if round % 10 == 9 { tier.forget(.library) }
            try await writer.invalidate([.library])
            for cache in caches {
                // The first change that each has heard is that it hears.
                try await eventually { cache.statistics().tier?.changesHeard == tier.told + 1 }
            }
            for cache in caches {
                #expect(try await cache.int(CacheKey(kind, "agree"), tags: [.library]) { truth.value } == value)
            }
            for reader in readers { #expect(try await reader.value >= value - 1) }
        }
    }

    @Test func entriesAreReadBackAndReadingIsTotal() {
        let entry = CacheTierEntry(
            payload: [1, 2, 3],
            outcome: .negative,
            created: 5,
            loadNanoseconds: -1,
            freshUntil: .max,
            staleUntil: .min,
            errorUntil: 0,
            tags: [.texts: .max, .paper("hep-th/9711200"): 0]
        )
        let bytes = entry.serialized
        #expect(CacheTierEntry(serialized: bytes) == entry)
        for count in 0..<bytes.count { #expect(CacheTierEntry(serialized: Array(bytes.prefix(count))) == nil) }
        #expect(CacheTierEntry(serialized: bytes + [0]) == nil)
        var random = SplitMix64(seed: 81)
        for _ in 0..<20_000 {
            var damaged = bytes
            for _ in 0..<3 {
                damaged[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            _ = CacheTierEntry(serialized: damaged)
        }
    }
}
