import Foundation
import Testing

@testable import Caching

@Suite(.timeLimit(.minutes(2))) struct EarlyRefreshTests {
    private let kind = CacheKind("early refresh tests")

    /// Asks once at a time before the end, for many keys: the part that is due must be exp(-t / (β δ)).
    @Test(arguments: [0.5, 1, 2, 4])
    func partThatIsDueIsExponential(before: Double) async throws {
        let due = try await dueFraction(before: before)
        let expected = exp(-before)
        let deviation = (expected * (1 - expected) / 4000).squareRoot()
        #expect(abs(due - expected) < 4 * deviation)
    }

    @Test func loadsThatTakeNoTimeAreNeverDue() async throws {
        let clock = TestClock()
        let cache = QueryCache(clock: clock)
        let policy = CachePolicy(ttl: .seconds(100), jitter: 0, earlyRefresh: 1)
        for number in 0..<1000 { _ = try await cache.int(CacheKey(kind, "quick", number), policy: policy) { 1 } }
        clock.advance(.milliseconds(99_999))
        let hits = (0..<1000).map { cache.cached(CacheKey(kind, "quick", $0), as: Int.self)?.freshness }
        #expect(hits.allSatisfy { $0 == .fresh })
    }

    @Test func oneRefreshAtATimeAndNobodyWaits() async throws {
        let clock = TestClock()
        let cache = QueryCache(clock: clock)
        let key = CacheKey(kind, "refresh")
        let loads = Counter()
        let door = Door()
        let policy = CachePolicy(ttl: .seconds(100), jitter: 0, earlyRefresh: 1000)
        func ask() async throws -> Int {
            try await cache.int(key, policy: policy) {
                let number = loads.next()
                clock.advance(.seconds(1))
                if number > 1 { await door.wait() }
                return number
            }
        }
        #expect(try await ask() == 1)
        // With a thousand times the eagerness nearly every question is due.
        for _ in 0..<50 { #expect(try await ask() == 1) }
        try await eventually { door.waiting == 1 }
        #expect(loads.value == 2)
        door.open()
        await cache.idle()
        #expect(cache.statistics().total.earlyRefreshes == 1)
        #expect(cache.cached(key, as: Int.self)?.value == 2)
    }

    private func dueFraction(before: Double) async throws -> Double {
        let clock = TestClock()
        var configuration = QueryCache.Configuration()
        configuration.seed = 5
        configuration.stripes = 1
        let cache = QueryCache(configuration: configuration, clock: clock)
        let policy = CachePolicy(ttl: .seconds(100), jitter: 0, earlyRefresh: 1)
        var due = 0
        for number in 0..<4000 {
            let key = CacheKey(kind, "fraction", number)
            _ = try await cache.int(key, policy: policy) {
                clock.advance(.seconds(1))
                return 1
            }
            clock.advance(.seconds(100) - .seconds(before))
            if cache.cached(key, as: Int.self)?.freshness == .refreshDue { due += 1 }
        }
        return Double(due) / 4000
    }

    /// 1,000 requests a second for one key over 10,000 lives of its answer, in simulated time: no request finds nothing, and no
    /// two loads are under way at once.
    @Test func noStampedeOverTenThousandLives() {
        var state = StripeState<AdaptiveS3FIFOPolicy>(capacity: 1 << 20, seed: 17)
        let tags = TagTable()
        let key = CacheKey(kind, "stampede")
        let millisecond: Int64 = 1_000_000
        // A life of two seconds, a load of fifty milliseconds.
        let policy = CachePolicy(ttl: .seconds(2), jitter: 0, earlyRefresh: 1)
        var now: Int64 = 0
        var loading: (flight: Flight, end: Int64)?
        var loads = 0
        var blocked = 0
        var greatestBlocked = 0
        var blockedNow = 0
        func question() -> Question {
            Question(key: key, sequence: tags.sequence, cells: [], isTrusted: true)
        }
        while loads < 10_000 {
            now += millisecond
            if let (flight, end) = loading, now >= end {
                let loaded = LoadedValue(
                    box: ValueBox(loads),
                    weight: 100,
                    times: CacheTimes(policy: policy, outcome: .value, now: now, shortening: 0),
                    loadNanoseconds: 50 * millisecond,
                    refreshSpan: Double(50 * millisecond)
                )
                _ = state.store(loaded, of: flight)
                state.end(flight)
                loading = nil
                blockedNow = 0
            }
            switch state.begin(question(), now: now) {
            case .take: break
            case .join:
                blocked += 1
                blockedNow += 1
            case .lead(let flight, _):
                #expect(loading == nil, "two loads at once")
                loading = (flight, now + 50 * millisecond)
                loads += 1
                blocked += 1
                blockedNow += 1
            case .refresh(_, _, let flight):
                #expect(loading == nil, "two loads at once")
                loading = (flight, now + 50 * millisecond)
                loads += 1
            }
            greatestBlocked = max(greatestBlocked, blockedNow)
        }
        print(
            "EarlyRefreshTests: \(blocked) of \(now / millisecond) requests waited, \(greatestBlocked) at most for one load"
        )
        // Only the first load is waited for: that a refresh begins less than a load time before the end has a probability of
        // exp(-50/e), once in a hundred million lives.
        #expect(blocked <= 50)
    }
}
