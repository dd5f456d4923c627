public import RESP
import Synchronization

/// Asks a Redis server, or a cluster of them, on behalf of any number of tasks.
///
/// Commands of all tasks share one connection per server; those that the server holds back get connections of their own. A connection that
/// ends is made anew; what was under way fails unless it may run twice. Whether the servers form a cluster is found out by asking.
public final class RedisClient: Sendable {
    private struct State {
        var nodes: [RedisEndpoint: RedisNode] = [:]
        var slots: ClusterSlots?
        var isCluster: Bool?
        var isShutDown = false
    }

    private static let maximumRedirections = 5

    private let configuration: RedisConfiguration
    private let state = Mutex(State())

    /// A client; nothing is connected yet.
    public init(_ configuration: RedisConfiguration) {
        self.configuration = configuration
    }

    /// The servers it begins with, for people to see.
    public var name: String { configuration.endpoints.map(\.description).joined(separator: ",") }

    /// Sends a command.
    ///
    /// - Throws: ``RedisReplyError`` when the server refuses it, ``RedisError``, `CancellationError`.
    public func send(_ command: RedisCommand) async throws -> RESPValue {
        try await send([command])[0].orThrow()
    }

    /// Sends a command to one server, whatever a cluster makes it responsible for.
    public func send(_ command: RedisCommand, to endpoint: RedisEndpoint) async throws -> RESPValue {
        let deadline = ContinuousClock.now + configuration.commandTimeout + (command.blocking ?? .zero)
        return try await node(endpoint).send([command], deadline: deadline)[0].orThrow()
    }

    /// Sends commands together.
    ///
    /// - Returns: the answers in their order, errors among them. In a cluster, commands whose keys lie on different servers run in any order.
    /// - Throws: ``RedisError`` when not all were answered; `CancellationError`.
    public func send(_ commands: [RedisCommand]) async throws -> [RESPValue] {
        let blocking = commands.reduce(Duration.zero) { $0 + ($1.blocking ?? .zero) }
        let deadline = ContinuousClock.now + configuration.commandTimeout + blocking
        if try await isCluster(deadline) { return try await sendToCluster(commands, deadline: deadline) }
        return try await seed(deadline) { try await $0.send(commands, deadline: deadline) }
    }

    /// Runs a script; the server is sent its text only when it does not know it.
    ///
    /// - Parameters:
    ///   - keys: all keys it touches; in a cluster they share a slot.
    ///   - arguments: what else it is given.
    ///   - payload: a last argument of any bytes; nil for none.
    public func run(
        _ script: RedisScript,
        keys: [String],
        _ arguments: [String],
        payload: [UInt8]? = nil
    ) async throws -> RESPValue {
        func command(_ words: [String]) -> RedisCommand {
            RedisCommand(
                words + ["\(keys.count)"] + keys + arguments,
                key: keys.first,
                isRepeatable: script.isRepeatable,
                payload: payload
            )
        }
        let answer = try await send([command(["EVALSHA", script.digest])])[0]
        guard case .error(let error) = answer, error.code == "NOSCRIPT" else { return try answer.orThrow() }
        return try await send(command(["EVAL", script.source]))
    }

    /// Whether the servers form a cluster.
    public func isCluster() async throws -> Bool {
        try await isCluster(.now + configuration.commandTimeout)
    }

    /// The servers that are responsible for keys, asked anew: the masters of a cluster, or the one server that can be reached.
    public func masters() async throws -> [RedisEndpoint] {
        let deadline = ContinuousClock.now + configuration.commandTimeout
        guard try await isCluster(deadline) else { return [try await seed(deadline) { try await $0.reached() }] }
        state.withLock { $0.slots = nil }
        return try await slots(deadline).masters
    }

    /// Ends all connections; commands under way fail.
    public func shutDown() {
        let nodes = state.withLock { state in
            state.isShutDown = true
            defer { state.nodes = [:] }
            return Array(state.nodes.values)
        }
        for node in nodes { node.shutDown() }
    }

    // MARK: Servers

    private func node(_ endpoint: RedisEndpoint) throws -> RedisNode {
        try state.withLock { state in
            guard !state.isShutDown else { throw RedisError(.shutDown, "the connection to Redis was shut down") }
            if let node = state.nodes[endpoint] { return node }
            let node = RedisNode(configuration, endpoint: endpoint)
            state.nodes[endpoint] = node
            return node
        }
    }

    /// Asks the servers it was given, one after the other, until one can be reached.
    private func seed<Value: Sendable>(
        _ deadline: ContinuousClock.Instant,
        _ body: (RedisNode) async throws -> Value
    ) async throws -> Value {
        var failure = RedisError(.invalidAddress, "no server of Redis is named")
        for endpoint in configuration.endpoints {
            do {
                return try await body(try node(endpoint))
            } catch let error as RedisError where error.kind == .unreachable && !error.mayHaveRun {
                failure = error
                guard ContinuousClock.now < deadline else { break }
            }
        }
        throw failure
    }

    private func isCluster(_ deadline: ContinuousClock.Instant) async throws -> Bool {
        if let known = state.withLock({ $0.isCluster }) { return known }
        var attempt = 0
        while true {
            do {
                let isCluster = try await seed(deadline) { try await $0.greeting().isCluster }
                state.withLock { $0.isCluster = isCluster }
                return isCluster
            } catch let error as RedisError where error.kind == .unreachable {
                attempt += 1
                let pause = Duration.milliseconds(Int.random(in: 1...min(1000, 25 << min(attempt, 6))))
                guard ContinuousClock.now + pause < deadline else { throw error }
                try await Task.sleep(for: pause)
            }
        }
    }

    // MARK: Clusters

    /// What is left of a command that has no final answer yet.
    private struct Pending {
        var index: Int
        var target: RedisEndpoint?
        var mustAsk = false
        var redirections = 0
    }

    private func sendToCluster(
        _ commands: [RedisCommand],
        deadline: ContinuousClock.Instant
    ) async throws -> [RESPValue] {
        var answers = [RESPValue?](repeating: nil, count: commands.count)
        var pending = commands.indices.map { Pending(index: $0) }
        while !pending.isEmpty {
            let slots = try await slots(deadline)
            var groups: [RedisEndpoint: [Pending]] = [:]
            for var one in pending {
                let target = one.target ?? slots.endpoint(of: commands[one.index].key)
                one.target = target
                groups[target, default: []].append(one)
            }
            pending = []
            var pause = false
            for (endpoint, group) in groups {
                let replies: [RESPValue]
                do {
                    replies = try await send(group, commands, to: endpoint, deadline)
                } catch let error as RedisError {
                    replies = try await afterFailure(error, group, commands, deadline)
                }
                for (one, reply) in zip(group, replies) {
                    switch try redirection(reply, one, endpoint) {
                    case nil: answers[one.index] = reply
                    case .again(let next, let mustPause)?:
                        pending.append(next)
                        pause = pause || mustPause
                    }
                }
            }
            if pause {
                guard ContinuousClock.now + .milliseconds(50) < deadline else {
                    throw RedisError(.unsettled, "the cluster at \(name) is not whole")
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 10...50)))
            }
        }
        return answers.map { $0 ?? .null }
    }

    private func send(
        _ group: [Pending],
        _ commands: [RedisCommand],
        to endpoint: RedisEndpoint,
        _ deadline: ContinuousClock.Instant
    ) async throws -> [RESPValue] {
        var words: [RedisCommand] = []
        for one in group {
            if one.mustAsk { words.append(RedisCommand(["ASKING"], isRepeatable: true)) }
            words.append(commands[one.index])
        }
        // A server that is gone is noticed soon: another may have taken its place.
        let attempt = min(deadline, .now + .seconds(1) + words.reduce(.zero) { $0 + ($1.blocking ?? .zero) })
        var replies = try await node(endpoint).send(words, deadline: attempt)[...]
        return group.compactMap { one in
            if one.mustAsk { _ = replies.popFirst() }
            return replies.popFirst()
        }
    }

    /// A server of the cluster failed: what cannot have run, or may run twice, is tried again where the cluster says now.
    private func afterFailure(
        _ error: RedisError,
        _ group: [Pending],
        _ commands: [RedisCommand],
        _ deadline: ContinuousClock.Instant
    ) async throws -> [RESPValue] {
        let mayRepeat = !error.mayHaveRun || group.allSatisfy { commands[$0.index].isRepeatable }
        guard mayRepeat, error.kind != .shutDown, error.kind != .unauthorised, ContinuousClock.now < deadline else {
            throw error
        }
        state.withLock { $0.slots = nil }
        return group.map { _ in .error(RedisReplyError("CLUSTERDOWN \(error)")) }
    }

    private enum Redirection { case again(Pending, mustPause: Bool) }

    private func redirection(_ reply: RESPValue, _ one: Pending, _ asked: RedisEndpoint) throws -> Redirection? {
        guard case .error(let error) = reply else { return nil }
        var next = one
        next.mustAsk = false
        next.target = nil
        switch error.code {
        case "TRYAGAIN":
            // The keys of the command lie on both sides of a migration.
            next.target = asked
            next.mustAsk = one.mustAsk
            return .again(next, mustPause: true)
        case "CLUSTERDOWN", "LOADING", "MASTERDOWN":
            state.withLock { $0.slots = nil }
            return .again(next, mustPause: true)
        case "MOVED", "ASK":
            guard let place = ClusterSlots.redirection(error.message, from: asked) else { return nil }
            next.redirections += 1
            guard next.redirections <= Self.maximumRedirections else {
                throw RedisError(
                    .unsettled,
                    "the cluster at \(name) sent a command on more than \(Self.maximumRedirections) times"
                )
            }
            if error.code == "ASK" {
                next.mustAsk = true
                next.target = place.endpoint
            } else {
                state.withLock { $0.slots?.move(place.slot, to: place.endpoint) }
            }
            return .again(next, mustPause: false)
        default: return nil
        }
    }

    private func slots(_ deadline: ContinuousClock.Instant) async throws -> ClusterSlots {
        if let known = state.withLock({ $0.slots }) { return known }
        var candidates = configuration.endpoints + state.withLock { Array($0.nodes.keys) }
        candidates = candidates.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        var failure: any Error = RedisError(.invalidAddress, "no server of Redis is named")
        while true {
            for endpoint in candidates {
                do {
                    let soon = min(deadline, .now + .seconds(1))
                    let command = RedisCommand(["CLUSTER", "SLOTS"], isRepeatable: true)
                    let reply = try await node(endpoint).send([command], deadline: soon)[0].orThrow()
                    let slots = try ClusterSlots(reply, from: endpoint)
                    state.withLock { $0.slots = slots }
                    return slots
                } catch let error as CancellationError {
                    throw error
                } catch {
                    failure = error
                }
            }
            guard ContinuousClock.now + .milliseconds(100) < deadline else { throw failure }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
