import Synchronization
import Testing

@testable import Caching

@Suite(.timeLimit(.minutes(3))) struct InvalidationTests {
    private let kind = CacheKind("invalidation tests")

    @Test func aTagEndsItsAnswersAndNoOthers() async throws {
        let cache = QueryCache()
        let loads = Counter()
        let tags: [[CacheTag]] = [[.paper("hep-th/9711200")], [.paper("hep-th/9802150"), .graph], [.graph], []]
        func ask() async throws -> [Int] {
            var answers: [Int] = []
            for (number, tags) in tags.enumerated() {
                answers.append(try await cache.int(CacheKey(kind, number), tags: tags) { loads.next() })
            }
            return answers
        }
        #expect(try await ask() == [1, 2, 3, 4])
        try await cache.invalidate([.paper("hep-th/9711200")])
        #expect(try await ask() == [5, 2, 3, 4])
        try await cache.invalidate([.graph])
        #expect(try await ask() == [5, 6, 7, 4])
        try await cache.invalidate([.paper("unknown")])
        #expect(try await ask() == [5, 6, 7, 4])
        try await cache.remove([CacheKey(kind, 3)])
        #expect(try await ask() == [5, 6, 7, 8])
        #expect(cache.statistics().total.evictedByInvalidation == 4)
    }

    @Test func kindsAreEndedByNameAndByPrefix() async throws {
        let cache = QueryCache()
        let loads = Counter()
        let kinds = ["abc:x", "abc:y", "a*", "ab"].map { CacheKind($0) }
        func ask() async throws -> [Int] {
            var answers: [Int] = []
            for kind in kinds { answers.append(try await cache.int(CacheKey(kind)) { loads.next() }) }
            return answers
        }
        #expect(try await ask() == [1, 2, 3, 4])
        try await cache.invalidate(kind: kinds[1])
        #expect(try await ask() == [1, 5, 3, 4])
        try await cache.invalidate(kindsWithPrefix: "a*")
        #expect(try await ask() == [1, 5, 6, 4])
        try await cache.invalidate(kindsWithPrefix: "abc")
        #expect(try await ask() == [7, 8, 6, 4])
        #expect(try await cache.clear() == 4)
        #expect(cache.statistics().total.entries == 0)
        #expect(try await ask() == [9, 10, 11, 12])
    }

    @Test func aLoadThatIsOvertakenIsNotKept() async throws {
        let cache = QueryCache()
        let door = Door()
        let key = CacheKey(kind, "overtaken")
        let first = Task {
            try await cache.int(key, tags: [.texts]) {
                await door.wait()
                return 1
            }
        }
        try await eventually { door.waiting == 1 }
        try await cache.invalidate([.texts])
        // Who asks after the invalidation does not take part in the load from before.
        #expect(try await cache.int(key, tags: [.texts]) { 2 } == 2)
        door.open()
        #expect(try await first.value == 1)
        #expect(try await cache.int(key, tags: [.texts]) { 3 } == 2)
    }

    @Test func cellsFollowTheEntries() {
        let table = TagTable()
        var kept: [TagCell] = []
        for number in 0..<100_000 {
            let cells = table.cells(of: [.paper("\(number)")])
            if number % 1000 == 0 { kept += cells }
            if number % 10 == 0 { table.invalidate([.paper("\(number + 50_000)")]) }
        }
        #expect(table.count < 10_000)
        #expect(kept.count == 100)
        #expect(table.cells(of: [.paper("0")])[0] === kept[0])
    }

    @Test func aCellThatIsMadeAgainIsNotYounger() {
        let table = TagTable()
        let tag = CacheTag.paper("x")
        table.invalidate([tag])
        let before = table.sequence
        #expect(TagTable.hold(table.cells(of: [tag]), since: before))
        table.invalidate([tag])
        #expect(!TagTable.hold(table.cells(of: [tag]), since: before))
    }

    /// A truth that changes, and answers that are computed from it.
    private final class Truth: Sendable {
        let values = (0..<8).map { _ in Cell() }

        final class Cell: Sendable {
            /// The value that is there, and the one that the last acknowledged invalidation announced.
            let state = Mutex((written: 0, acknowledged: 0))
        }
    }

    /// Random tasks read, write with invalidation, put out and clear. A reader remembers what was acknowledged before it asked, and
    /// must not get anything older.
    @Test(arguments: [51, 52, 53] as [UInt64])
    func noStaleAnswerAfterAnAcknowledgedInvalidation(seed: UInt64) async throws {
        print("InvalidationTests seed \(seed)")
        var configuration = QueryCache.Configuration()
        configuration.capacity = 6000
        configuration.stripes = 2
        configuration.seed = seed
        let stale = try await schedule(
            seed: seed,
            caches: [QueryCache(configuration: configuration)],
            steps: 1500
        )
        #expect(stale == 0)
    }

    @Test(arguments: [61, 62] as [UInt64])
    func noStaleAnswerInTheProcessThatInvalidatedOverATier(seed: UInt64) async throws {
        print("InvalidationTests seed \(seed)")
        let tier = SharedMemoryTier()
        var configuration = QueryCache.Configuration()
        configuration.capacity = 6000
        configuration.stripes = 2
        configuration.seed = seed
        let stale = try await schedule(
            seed: seed,
            caches: [QueryCache(configuration: configuration, tier: tier)],
            steps: 600
        )
        #expect(stale == 0)
    }

    private func schedule(seed: UInt64, caches: [QueryCache], steps: Int) async throws -> Int {
        let truth = Truth()
        let stale = Counter()
        let kind = kind
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    var random = SplitMix64(seed: seed &* 100 &+ UInt64(worker))
                    for _ in 0..<steps {
                        let cache = caches[Int.random(in: 0..<caches.count, using: &random)]
                        let number = Int.random(in: 0..<8, using: &random)
                        let cell = truth.values[number]
                        switch Int.random(in: 0..<30, using: &random) {
                        case 0:
                            let value = cell.state.withLock { state in
                                state.written += 1
                                return state.written
                            }
                            try await cache.invalidate([.paper("\(number)")])
                            cell.state.withLock { $0.acknowledged = max($0.acknowledged, value) }
                        case 1:
                            try await cache.remove([CacheKey(kind, "truth", number)])
                        case 2 where number == 0:
                            try await cache.clear()
                        default:
                            let known = cell.state.withLock { $0.acknowledged }
                            let pause = Int.random(in: 0..<6, using: &random)
                            let weight = Int.random(in: 1...2000, using: &random)
                            let answer: Int = try await cache.value(
                                for: CacheKey(kind, "truth", number),
                                tags: [.paper("\(number)")],
                                policy: CachePolicy(
                                    ttl: .microseconds(Int.random(in: 100...20_000, using: &random)),
                                    staleWhileRevalidating: .milliseconds(5),
                                    staleIfError: .milliseconds(5)
                                )
                            ) {
                                let value = cell.state.withLock { $0.written }
                                for _ in 0..<pause { await Task.yield() }
                                return CacheLoad(value, weight: weight)
                            }
                            if answer < known { stale.next() }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        for cache in caches { await cache.idle() }
        return stale.value
    }
}
