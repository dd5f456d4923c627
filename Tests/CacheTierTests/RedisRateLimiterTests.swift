import RedisClient
import RedisStores
import TestServers
import Testing

/// Rates that several servers count together.
@Suite("Rates in Redis")
struct RedisRateLimiterTests {
    @Test("two servers take from one bucket, and each name has its own")
    func together() async throws {
        let (server, database) = try await RedisServer.shared()
        let clients = (0..<2).map { _ in server.client { $0.database = database } }
        defer { for client in clients { client.shutDown() } }
        let limiters = clients.map { RedisRateLimiter(client: $0) }
        for turn in 0..<4 { #expect(try await limiters[turn % 2].take("ada", rate: 0.1, burst: 4) == nil) }
        for limiter in limiters {
            let wait = try #require(try await limiter.take("ada", rate: 0.1, burst: 4))
            #expect((1...10).contains(wait))
        }
        #expect(try await limiters[0].take("bob", rate: 0.1, burst: 4) == nil)
        #expect(try await limiters[1].take("eve", rate: 1000, burst: 1) == nil)
    }
}
