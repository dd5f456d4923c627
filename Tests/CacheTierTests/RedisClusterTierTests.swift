import Caching
import RESP
import RedisClient
import RedisStores
import TestServers
import Testing

/// The tier over a real cluster of three masters.
@Suite(.serialized) struct RedisClusterTierTests {
    private static func tier(_ cluster: RedisCluster, isFollowing: Bool = false) -> RedisCacheTier {
        var configuration = RedisConfiguration(endpoints: cluster.servers.prefix(2).map(\.endpoint))
        configuration.connectTimeout = .seconds(2)
        configuration.commandTimeout = .seconds(20)
        // A name whose versions lie on the first master, the one that fails.
        let name = (0...).lazy.map { "library-\($0)" }.first { RedisSlot.of($0) < RedisSlot.count / 3 } ?? ""
        return RedisCacheTier(configuration, name: name, isFollowing: isFollowing)
    }

    @Test func entriesLieAnywhereAndAFailoverLosesNothingThatMatters() async throws {
        let cluster = try await RedisCluster()
        let tier = Self.tier(cluster)
        for number in 0..<60 { #expect(try await tier.put(number, "\(number)", tags: [.texts, .paper("\(number)")])) }
        for number in 0..<60 {
            #expect(try await tier.get(number, tags: [.texts, .paper("\(number)")]) == "\(number)")
        }
        try await tier.invalidate([.paper("1"), .paper("2")])
        #expect(try await tier.get(1, tags: [.texts, .paper("1")]) == nil)
        #expect(try await tier.get(3, tags: [.texts, .paper("3")]) == "3")
        try await tier.record("5:1:1", after: nil)

        let follower = Self.tier(cluster, isFollowing: true)
        var changes = await follower.changes().makeAsyncIterator()
        while await changes.next()?.what != .everything {}
        try await tier.invalidate([.paper("4")])
        #expect(await changes.next()?.what == .tags([.paper("4")]))

        cluster.servers[0].stop()
        #expect(await changes.next()?.what == .silence)
        try await cluster.wait("the replica has taken over") {
            let role = try await cluster.ask(3, ["ROLE"]).elements?.first?.string
            let info = try await cluster.ask(1, ["CLUSTER", "INFO"]).string ?? ""
            return role == "master" && info.contains("cluster_state:ok")
        }
        while await changes.next()?.what != .everything {}
        // Versions and the recorded state are those of one moment.
        let (reading, state) = try await tier.readWithState([key(3)], tags: [.texts, .paper("3")])
        if state == "5:1:1" { #expect(try await tier.get(1, tags: [.texts, .paper("1")]) == nil) }
        #expect(reading.versions.count == 2)
        try await tier.invalidate([.texts])
        #expect(try await tier.get(3, tags: [.texts, .paper("3")]) == nil)
        #expect(try await tier.put(3, "new", tags: [.texts, .paper("3")]))
        #expect(try await tier.get(3, tags: [.texts, .paper("3")]) == "new")
        _ = try await tier.clear()
        #expect(try await tier.get(3, tags: [.texts, .paper("3")]) == nil)
        await follower.close()
        await tier.close()
    }
}
