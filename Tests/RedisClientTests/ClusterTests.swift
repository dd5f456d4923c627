import RESP
import RedisClient
import TestServers
import Testing

@Suite(.serialized) struct ClusterTests {
    private static let cluster = Task { try await RedisCluster() }

    private static func key(_ index: Int) -> String { "key-\(index)" }

    @Test func keysAreFoundWhereverTheyLie() async throws {
        let client = try await Self.cluster.value.client()
        #expect(try await client.isCluster())
        let set = (0..<300).map { RedisCommand("SET", key: Self.key($0), "\($0)", isRepeatable: true) }
        #expect(try await client.send(set).allSatisfy { $0.string == "OK" })
        let read = try await client.send((0..<300).map { RedisCommand("GET", key: Self.key($0), isRepeatable: true) })
        #expect(read.map { $0.string ?? "" } == (0..<300).map { "\($0)" })
        for index in 0..<20 {
            #expect(try await client.send(RedisCommand("GET", key: Self.key(index))).string == "\(index)")
        }
        await #expect(throws: RedisReplyError.self, "keys of two slots") {
            try await client.send(RedisCommand(["MGET", "a", "b"], key: "a"))
        }
        #expect(try await client.send(RedisCommand(["MGET", "{t}a", "{t}b"], key: "{t}a")).elements?.count == 2)
        let script = RedisScript("return redis.call('INCR', KEYS[1])")
        for index in 1...3 { #expect(try await client.run(script, keys: ["counter"], []).integer == Int64(index)) }
    }

    /// A slot moves from one master to another while it is read and written.
    @Test func aSlotThatMovesLosesNothing() async throws {
        let cluster = try await Self.cluster.value
        let client = cluster.client()
        let slot = RedisSlot.of("{moving}")
        let from = slot * 3 / RedisSlot.count
        let to = (from + 1) % 3
        let keys = (0..<50).map { "{moving}\($0)" }
        for key in keys { _ = try await client.send(RedisCommand("SET", key: key, "0")) }
        let ids = [
            try await cluster.ask(from, ["CLUSTER", "MYID"]).string ?? "",
            try await cluster.ask(to, ["CLUSTER", "MYID"]).string ?? "",
        ]
        let isOver = Shared(false)
        let counting = Task {
            var count: Int64 = 0
            while !isOver.value {
                for key in keys { #expect(try await client.send(RedisCommand("INCR", key: key)).integer == count + 1) }
                let both = try await client.send(
                    RedisCommand(["MGET", keys[0], keys[1]], key: keys[0], isRepeatable: true)
                )
                #expect(both.elements?.compactMap { $0.integer } == [count + 1, count + 1])
                count += 1
            }
            return count
        }
        try await Task.sleep(for: .milliseconds(50))
        _ = try await cluster.ask(to, ["CLUSTER", "SETSLOT", "\(slot)", "IMPORTING", ids[0]]).orThrow()
        _ = try await cluster.ask(from, ["CLUSTER", "SETSLOT", "\(slot)", "MIGRATING", ids[1]]).orThrow()
        let target = cluster.servers[to].endpoint
        for key in keys {
            _ = try await cluster.ask(from, ["MIGRATE", target.host, "\(target.port)", key, "0", "5000"]).orThrow()
            try await Task.sleep(for: .milliseconds(5))
        }
        for index in [to, from, (to + 1) % 3] {
            _ = try await cluster.ask(index, ["CLUSTER", "SETSLOT", "\(slot)", "NODE", ids[1]])
        }
        try await Task.sleep(for: .milliseconds(100))
        isOver.change { $0 = true }
        let count = try await counting.value
        #expect(count > 0)
        #expect(try await client.send(RedisCommand("GET", key: keys[7])).integer == count)
        #expect(try await cluster.ask(to, ["CLUSTER", "COUNTKEYSINSLOT", "\(slot)"]).integer == 50)
    }

    /// The first master dies; its replica takes its place.
    @Test func aMasterThatDiesIsReplaced() async throws {
        let cluster = try await Self.cluster.value
        let client = cluster.client()
        let key = try #require((0..<1000).map(Self.key).first { RedisSlot.of($0) < 5000 })
        _ = try await client.send(RedisCommand("SET", key: key, "kept"))
        #expect(try await client.send(RedisCommand(["WAIT", "1", "5000"], key: key)).integer == 1)
        cluster.servers[0].stop()
        #expect(try await client.send(RedisCommand("GET", key: key, isRepeatable: true)).string == "kept")
        #expect(try await client.send(RedisCommand("SET", key: key, "new")).string == "OK")
        // A client that begins now is told of a dead master first.
        #expect(try await cluster.client().send(RedisCommand("GET", key: key, isRepeatable: true)).string == "new")
    }
}
