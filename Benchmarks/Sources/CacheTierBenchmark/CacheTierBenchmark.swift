import Caching
import Foundation
import RESP
import RedisClient
import RedisStores

/// Measures the cache's Redis tier; see Benchmarks/cache/redis.sh. Each command prints one JSON object.
///
///     cache-tier-benchmark fill COUNT URL        keys of somebody else
///     cache-tier-benchmark hits COUNT URL        microseconds of a hit in Redis
///     cache-tier-benchmark invalidate COUNT URL  microseconds of an invalidation
///     cache-tier-benchmark down COUNT URL        microseconds that a question takes longer when Redis is down
///     cache-tier-benchmark follow COUNT URL      milliseconds until another process hears of an invalidation
///     cache-tier-benchmark tell COUNT URL        makes invalidations for `follow`
@main
enum CacheTierBenchmark {
    private static let kind = CacheKind("cites")

    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count == 3, let count = Int(words[1]) else {
            print("Usage: cache-tier-benchmark fill|hits|invalidate|down|follow|tell COUNT URL")
            exit(64)
        }
        let redis = try RedisConfiguration(url: words[2])
        switch words[0] {
        case "fill": try await fill(count, redis)
        case "hits": try await hits(count, redis)
        case "invalidate": try await invalidate(count, redis)
        case "down": try await down(count, redis)
        case "follow": try await follow(count, redis)
        case "tell": try await tell(count, redis)
        default: exit(64)
        }
    }

    private static func tier(_ redis: RedisConfiguration, isFollowing: Bool = false) -> RedisCacheTier {
        RedisCacheTier(RedisCacheTier.limits(redis), name: "benchmark", isFollowing: isFollowing)
    }

    private static func key(_ number: Int) -> CacheKey { CacheKey(kind, "hep-th/\(9_700_000 + number)", 20, true) }

    private static func tags(_ number: Int) -> [CacheTag] { [.paper("hep-th/\(9_700_000 + number)"), .graph] }

    // MARK: What is measured

    private static func fill(_ count: Int, _ redis: RedisConfiguration) async throws {
        let client = RedisClient(redis)
        for start in stride(from: 0, to: count, by: 5000) {
            let pairs = (start..<min(start + 5000, count)).flatMap { ["foreign:\($0)", "value \($0)"] }
            _ = try await client.send(RedisCommand(["MSET"] + pairs))
        }
        show(["keys": Double(count)])
    }

    /// Each answer is about 1 KB; nothing is in memory, because nobody tells this process of changes.
    private static func hits(_ count: Int, _ redis: RedisConfiguration) async throws {
        let tier = tier(redis)
        let cache = QueryCache(tier: tier)
        func ask(_ number: Int) async throws -> [String] {
            try await cache.value(for: key(number), tags: tags(number)) { [String(repeating: "x", count: 1000)] }
        }
        for number in 0..<1000 { _ = try await ask(number) }
        let whole = try await times(count) { _ = try await ask($0 % 1000) }
        let read = try await times(count) { number in
            _ = try await tier.read([key(number % 1000)], tags: tags(number % 1000) + [.kind(kind)])
        }
        let figures = cache.statistics().total
        precondition(figures.tierHits >= count)
        show([
            "value_p50": percentile(whole, 50), "value_p99": percentile(whole, 99), "read_p50": percentile(read, 50),
            "read_p99": percentile(read, 99),
        ])
        await cache.close()
    }

    private static func invalidate(_ count: Int, _ redis: RedisConfiguration) async throws {
        let cache = QueryCache(tier: tier(redis))
        for number in 0..<1000 {
            _ = try await cache.value(for: key(number), tags: tags(number)) { [number] }
        }
        let found = try await times(count) { number in try await cache.invalidate([tags(number % 1000)[0]]) }
        show(["p50": percentile(found, 50), "p99": percentile(found, 99)])
        await cache.close()
    }

    /// A question that is not answered from memory, without a tier and with one whose breaker is open.
    private static func down(_ count: Int, _ redis: RedisConfiguration) async throws {
        func ask(_ cache: QueryCache, _ number: Int) async throws {
            _ = try await cache.value(for: key(number), tags: tags(number)) { [number] }
        }
        let alone = QueryCache()
        let without = try await times(count) { try await ask(alone, $0) }
        let cache = QueryCache(tier: tier(redis))
        var questions = 0
        while cache.statistics().tier?.breaker == .closed {
            try await ask(cache, -1 - questions)
            questions += 1
        }
        let with = try await times(count) { try await ask(cache, $0) }
        show([
            "questions": Double(questions), "without_p50": percentile(without, 50),
            "without_p99": percentile(without, 99), "with_p50": percentile(with, 50), "with_p99": percentile(with, 99),
        ])
        await cache.close()
    }

    private static func follow(_ count: Int, _ redis: RedisConfiguration) async throws {
        let tier = tier(redis, isFollowing: true)
        var delays: [Double] = []
        for await change in await tier.changes() {
            if change.what == .everything {
                // Whoever started this may begin to tell.
                FileHandle.standardError.write(Data("ready\n".utf8))
                continue
            }
            guard case .tags = change.what, let issued = change.issued else { continue }
            delays.append(Double(SystemCacheClock().wallNanoseconds() - issued) / 1e6)
            if delays.count == count { break }
        }
        show(["p50": percentile(delays, 50), "p99": percentile(delays, 99), "greatest": delays.max() ?? 0])
        await tier.close()
    }

    private static func tell(_ count: Int, _ redis: RedisConfiguration) async throws {
        let tier = tier(redis)
        for number in 0..<count {
            try await tier.invalidate([tags(number)[0]])
            try await Task.sleep(for: .milliseconds(2))
        }
        await tier.close()
        show(["told": Double(count)])
    }

    // MARK: Figures

    /// Microseconds of each of many calls, one after the other.
    private static func times(_ count: Int, _ body: (Int) async throws -> Void) async throws -> [Double] {
        var times: [Double] = []
        times.reserveCapacity(count)
        for number in 0..<count {
            let start = ContinuousClock.now
            try await body(number)
            times.append((ContinuousClock.now - start) / .microseconds(1))
        }
        return times
    }

    private static func percentile(_ values: [Double], _ part: Int) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * part / 100)]
    }

    private static func show(_ figures: [String: Double]) {
        let parts = figures.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        print("{\(parts.joined(separator: ","))}")
    }
}
