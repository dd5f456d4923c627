import Caching
import Foundation
import RESP
import RedisClient
import RedisStores
import TestServers
import Testing

/// Redis as it is in the field: shared with others, stopped, hung, slow, full.
@Suite struct RedisTierTests {
    /// A cache that gives a tier up soon.
    private static func cache(_ tier: any CacheTier) -> QueryCache {
        var configuration = QueryCache.Configuration()
        configuration.tierTimeLimit = .milliseconds(300)
        configuration.breakerThreshold = 3
        configuration.breakerPause = .milliseconds(100)
        configuration.longestBreakerPause = .milliseconds(400)
        return QueryCache(configuration: configuration, tier: tier)
    }

    private static func ask(_ cache: QueryCache, _ number: Int, _ answer: Int) async throws -> Int {
        try await cache.value(for: key(number), tags: [.texts, .paper("\(number)")]) { answer }
    }

    /// Whether the breaker closes again, as long as questions are asked.
    private static func isClosedAgain(_ cache: QueryCache) async throws -> Bool {
        try await eventually {
            _ = try await ask(cache, 98, 98)
            return cache.statistics().tier?.breaker == .closed
        }
    }

    @Test func keysOfOthersAreNeitherTouchedNorLookedFor() async throws {
        let server = try await RedisServer()
        let client = server.client { $0.commandTimeout = .seconds(60) }
        for start in stride(from: 0, to: 100_000, by: 1000) {
            let words = (start..<start + 1000).flatMap { ["foreign:\($0)", "v\($0)"] }
            _ = try await client.send(RedisCommand(["MSET"] + words))
        }
        _ = try await client.send(
            RedisCommand(["MSET", "cosci:cache:v2:x", "1", "cosci:{q}:stream", "2", "kind:search", "3"])
        )
        let before = try await client.send(RedisCommand(["DEBUG", "DIGEST"])).string
        let tier = redisTier(server, isFollowing: true)
        let cache = Self.cache(tier)
        for number in 0..<50 { #expect(try await Self.ask(cache, number, number) == number) }
        try await cache.invalidate([.texts, .paper("1")])
        try await cache.invalidate(kindsWithPrefix: "")
        try await cache.remove([key(3)])
        try await cache.clear()
        let commands = try #require(try await client.send(RedisCommand(["INFO", "commandstats"])).string)
        for name in ["keys", "scan", "flushdb", "flushall", "dbsize", "randomkey"] {
            #expect(!commands.contains("cmdstat_\(name):"), "\(name) was used")
        }
        await cache.close()
        // What is ours goes with its time; here by hand, so that the rest can be compared.
        for key in try await client.send(RedisCommand(["KEYS", "cosci:cache:v1:*"])).elements ?? [] {
            _ = try await client.send(RedisCommand(["UNLINK", key.string ?? ""]))
        }
        #expect(try await client.send(RedisCommand(["DEBUG", "DIGEST"])).string == before)
    }

    @Test func everyKeyOfOursBeginsAsPromisedAndEnds() async throws {
        let server = try await RedisServer()
        let tier = redisTier(server, isFollowing: true)
        let cache = Self.cache(tier)
        for number in 0..<20 { _ = try await Self.ask(cache, number, number) }
        try await cache.invalidate([.texts])
        await cache.close()
        let client = server.client()
        for key in try await client.send(RedisCommand(["KEYS", "*"])).elements ?? [] {
            let name = try #require(key.string)
            #expect(name.hasPrefix("cosci:cache:v1:"))
            #expect(try await client.send(RedisCommand("PTTL", key: name)).integer ?? -1 > 0, "\(name) never ends")
        }
    }

    @Test func stoppedAndBack() async throws {
        let server = try await RedisServer()
        let cache = Self.cache(redisTier(server) { $0.commandTimeout = .milliseconds(200) })
        #expect(try await Self.ask(cache, 1, 1) == 1)
        #expect(try await Self.ask(cache, 1, 2) == 1)
        server.stop()
        for number in 10..<20 { #expect(try await Self.ask(cache, number, number) == number) }
        #expect(cache.statistics().tier?.breaker != .closed)
        try await server.start()
        #expect(try await Self.isClosedAgain(cache))
        await cache.close()
    }

    @Test func hungAndBack() async throws {
        let server = try await RedisServer()
        let cache = Self.cache(redisTier(server) { $0.commandTimeout = .milliseconds(200) })
        #expect(try await Self.ask(cache, 1, 1) == 1)
        server.freeze()
        for number in 10..<20 { #expect(try await Self.ask(cache, number, number) == number) }
        #expect(cache.statistics().tier?.breaker != .closed)
        server.thaw()
        #expect(try await Self.isClosedAgain(cache))
        await cache.close()
    }

    /// An invalidation that cannot be told is made up for before the tier is read again.
    @Test func anInvalidationDuringAnOutageIsNotLost() async throws {
        let server = try await RedisServer(["--appendonly", "yes", "--appendfsync", "always"])
        let cache = Self.cache(redisTier(server) { $0.commandTimeout = .milliseconds(200) })
        #expect(try await Self.ask(cache, 1, 1) == 1)
        server.stop(hard: false)
        await #expect(throws: (any Error).self) { try await cache.invalidate([.texts]) }
        #expect(try await Self.ask(cache, 1, 2) == 2)
        try await server.start()
        for _ in 0..<20 { #expect(try await Self.ask(cache, 1, 3) != 1) }
        #expect(try await Self.isClosedAgain(cache))
        #expect(try await Self.ask(cache, 1, 3) != 1)
        await cache.close()
    }

    @Test func slow() async throws {
        let server = try await RedisServer()
        let cache = Self.cache(redisTier(server))
        #expect(try await Self.ask(cache, 1, 1) == 1)
        let client = server.client()
        async let sleeping = client.send(RedisCommand(["DEBUG", "SLEEP", "1"]))
        try await Task.sleep(for: .milliseconds(50))
        for number in 10..<20 { #expect(try await Self.ask(cache, number, number) == number) }
        _ = try await sleeping
        #expect(try await Self.isClosedAgain(cache))
        await cache.close()
    }

    @Test func full() async throws {
        let server = try await RedisServer()
        let tiers = [redisTier(server, isFollowing: true), redisTier(server)]
        let caches = tiers.map { Self.cache($0) }
        #expect(try await Self.ask(caches[0], 1, 1) == 1)
        var changes = await redisTier(server, isFollowing: true).changes().makeAsyncIterator()
        while await changes.next()?.what != .everything {}
        let client = server.client()
        _ = try await client.send(RedisCommand(["CONFIG", "SET", "maxmemory", "1"]))
        // What is kept is still given; what is not is found; what ends, ends, and others hear of it.
        #expect(try await Self.ask(caches[1], 1, 2) == 1)
        for number in 10..<20 { #expect(try await Self.ask(caches[1], number, number) == number) }
        #expect(caches[1].statistics().tier?.breaker == .closed)
        try await caches[1].invalidate([.texts])
        #expect(await changes.next()?.what == .everything)
        #expect(try await Self.ask(caches[1], 1, 3) == 3)
        _ = try await client.send(RedisCommand(["CONFIG", "SET", "maxmemory", "0"]))
        #expect(try await Self.ask(caches[1], 30, 30) == 30)
        #expect(try await Self.ask(caches[0], 30, 31) == 30)
        for cache in caches { await cache.close() }
    }

    @Test func aLostConnectionIsSilenceAndThenEverything() async throws {
        let server = try await RedisServer()
        let tier = redisTier(server, isFollowing: true)
        var changes = await tier.changes().makeAsyncIterator()
        while await changes.next()?.what != .everything {}
        let client = server.client()
        for round in 0..<3 {
            if round == 1 {
                server.freeze()
                #expect(await changes.next()?.what == .silence)
                server.thaw()
            } else {
                _ = try await client.send(RedisCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]))
                #expect(await changes.next()?.what == .silence)
            }
            while await changes.next()?.what != .everything {}
        }
        _ = try await client.send(RedisCommand(["FLUSHALL"]))
        #expect(await changes.next()?.what == .everything)
        await tier.close()
    }
}
