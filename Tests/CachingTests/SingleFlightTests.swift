import Testing

@testable import Caching

@Suite(.timeLimit(.minutes(2))) struct SingleFlightTests {
    private let kind = CacheKind("single flight tests")

    @Test func aThousandMissesAreOneLoad() async throws {
        let cache = QueryCache()
        let loads = Counter()
        let key = CacheKey(kind, "thousand")
        let door = Door()
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    try await cache.int(key) {
                        await door.wait()
                        return loads.next()
                    }
                }
            }
            group.addTask {
                try await eventually { cache.statistics().total.requests == 1000 }
                door.open()
                return 1
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: 1, count: 1001))
        #expect(loads.value == 1)
        let figures = cache.statistics().total
        #expect(figures.misses == 1)
        #expect(figures.coalesced == 999)
    }

    @Test func whoIsCancelledLeavesAndTheOthersStay() async throws {
        let cache = QueryCache()
        let door = Door()
        let key = CacheKey(kind, "leave")
        func ask() -> Task<Int, any Error> {
            Task {
                try await cache.int(key) {
                    await door.wait()
                    try Task.checkCancellation()
                    return 7
                }
            }
        }
        let first = ask()
        try await eventually { door.waiting == 1 }
        let others = (0..<10).map { _ in ask() }
        try await eventually { cache.statistics().total.requests == 11 }
        first.cancel()
        for other in others.prefix(9) { other.cancel() }
        await #expect(throws: CancellationError.self) { try await first.value }
        await #expect(throws: CancellationError.self) { try await others[0].value }
        door.open()
        #expect(try await others[9].value == 7)
        await cache.idle()
    }

    @Test func theLoadIsCancelledWhenNobodyWaits() async throws {
        let cache = QueryCache()
        let key = CacheKey(kind, "nobody")
        let started = Door()
        let cancelled = Counter()
        let tasks = (0..<3).map { _ in
            Task {
                try await cache.int(key) {
                    started.open()
                    do { try await Task.sleep(for: .seconds(600)) } catch {
                        cancelled.next()
                        throw error
                    }
                    return 1
                }
            }
        }
        await started.wait()
        try await eventually { cache.statistics().total.requests == 3 }
        for task in tasks { task.cancel() }
        await cache.idle()
        #expect(cancelled.value == 1)
        #expect(cache.statistics().total.loadFailures == 0)
        #expect(try await cache.int(key) { 2 } == 2)
    }

    @Test func aLoadThatIsGivenUpIsNotJoined() async throws {
        let cache = QueryCache()
        let key = CacheKey(kind, "given up")
        let door = Door()
        // Does not heed its cancellation.
        let first = Task {
            try await cache.int(key) {
                await door.wait()
                return 1
            }
        }
        try await eventually { door.waiting == 1 }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(try await cache.int(key) { 2 } == 2)
        door.open()
        await cache.idle()
    }

    @Test func anErrorReachesAllWhoWait() async throws {
        let cache = QueryCache()
        let key = CacheKey(kind, "error")
        let loads = Counter()
        let door = Door()
        let tasks = (0..<20).map { _ in
            Task {
                try await cache.int(key) {
                    await door.wait()
                    throw TestFailure(number: loads.next())
                }
            }
        }
        try await eventually { cache.statistics().total.requests == 20 }
        door.open()
        for task in tasks { await #expect(throws: TestFailure(number: 1)) { try await task.value } }
    }

    /// Many tasks ask, are cancelled and invalidate at random; whatever happens, each ends, and nothing is left under way.
    @Test(arguments: [41, 42] as [UInt64])
    func cancellationsAtRandom(seed: UInt64) async throws {
        print("SingleFlightTests seed \(seed)")
        let cache = QueryCache()
        var random = SplitMix64(seed: seed)
        var tasks: [Task<Int, any Error>] = []
        for _ in 0..<1500 {
            let number = Int.random(in: 0..<5, using: &random)
            let pause = Int.random(in: 0..<300, using: &random)
            let key = CacheKey(kind, "random", number)
            tasks.append(
                Task {
                    try await cache.int(key, tags: [.texts], policy: CachePolicy(ttl: .microseconds(200))) {
                        try await Task.sleep(for: .microseconds(pause))
                        return number
                    }
                }
            )
            if Bool.random(using: &random) { tasks.randomElement(using: &random)?.cancel() }
            if Int.random(in: 0..<20, using: &random) == 0 { try await cache.invalidate([.texts]) }
            if Int.random(in: 0..<50, using: &random) == 0 { try await Task.sleep(for: .milliseconds(1)) }
        }
        for task in tasks {
            do { #expect((0..<5).contains(try await task.value)) } catch { #expect(error is CancellationError) }
        }
        await cache.idle()
    }
}
