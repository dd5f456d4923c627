import Foundation
public import RESP
public import RedisClient

/// A real cluster of three masters, the first of which has a replica.
public final class RedisCluster: Sendable {
    /// The masters, then the replica.
    public let servers: [RedisServer]

    /// Starts it and waits until it is whole.
    public init() async throws {
        var servers: [RedisServer] = []
        for _ in 0..<4 { servers.append(try await Self.server()) }
        self.servers = servers
        let first = servers[0].endpoint
        for index in servers.indices {
            if index < 3 {
                let begin = index * RedisSlot.count / 3
                let end = (index + 1) * RedisSlot.count / 3 - 1
                _ = try await ask(index, ["CLUSTER", "ADDSLOTSRANGE", "\(begin)", "\(end)"])
            }
            if index > 0 { _ = try await ask(index, ["CLUSTER", "MEET", first.host, "\(first.port)"]) }
        }
        let master = try await ask(0, ["CLUSTER", "MYID"]).string ?? ""
        try await wait("the replica knows its master") {
            (try? await self.ask(3, ["CLUSTER", "REPLICATE", master])) != nil
        }
        try await wait("the cluster is whole") {
            for index in 0..<4 {
                let info = try await self.ask(index, ["CLUSTER", "INFO"]).string ?? ""
                let nodes = try await self.ask(index, ["CLUSTER", "NODES"]).string ?? ""
                guard info.contains("cluster_state:ok"), nodes.contains("slave \(master)") else { return false }
            }
            return try await self.ask(3, ["INFO", "replication"]).string?.contains("master_link_status:up") ?? false
        }
    }

    private static func server() async throws -> RedisServer {
        var failure: any Error = RedisServer.Failure(description: "no port")
        for _ in 0..<20 {
            do {
                // The nodes talk to each other on the port 10,000 above.
                return try await RedisServer(
                    port: Int.random(in: 20_000..<30_000),
                    [
                        "--cluster-enabled", "yes", "--cluster-node-timeout", "1000",
                        "--cluster-replica-validity-factor", "0",
                        "--databases", "1",
                    ]
                )
            } catch { failure = error }
        }
        throw failure
    }

    /// A client that is told of the first two masters only.
    public func client(_ change: (inout RedisConfiguration) -> Void = { _ in }) -> RedisClient {
        var configuration = RedisConfiguration(endpoints: servers.prefix(2).map(\.endpoint))
        configuration.commandTimeout = .seconds(30)
        change(&configuration)
        return RedisClient(configuration)
    }

    /// Asks one node, whatever it is responsible for.
    public func ask(_ index: Int, _ words: [String]) async throws -> RESPValue {
        let client = servers[index].client()
        defer { client.shutDown() }
        return try await client.send(RedisCommand(words), to: servers[index].endpoint)
    }

    /// Waits until something holds; a minute at most.
    public func wait(_ what: String, until holds: () async throws -> Bool) async throws {
        for _ in 0..<1200 {
            if (try? await holds()) == true { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw RedisServer.Failure(description: "in vain: \(what)")
    }
}
