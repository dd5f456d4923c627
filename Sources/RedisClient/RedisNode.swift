import RESP
import Synchronization

/// One server: a connection that everybody shares, made anew when it ends, and some more for commands that the server holds back.
final class RedisNode: Sendable {
    private struct State {
        var shared: RedisConnection?
        var connecting: Task<RedisConnection, any Error>?
        var idle: [RedisConnection] = []
        var isShutDown = false
    }

    private static let maximumIdle = 8

    let endpoint: RedisEndpoint
    private let configuration: RedisConfiguration
    private let state = Mutex(State())

    init(_ configuration: RedisConfiguration, endpoint: RedisEndpoint) {
        self.configuration = configuration
        self.endpoint = endpoint
    }

    /// Sends commands together; sends them again when they cannot have run, or may run twice, until the time is over.
    func send(_ commands: [RedisCommand], deadline: ContinuousClock.Instant) async throws -> [RESPValue] {
        var attempt = 0
        while true {
            do {
                return try await sendOnce(commands, deadline: deadline)
            } catch let error as RedisError {
                let isPassing = error.kind == .unreachable || error.kind == .connectionLost
                let mayRepeat = !error.mayHaveRun || commands.allSatisfy(\.isRepeatable)
                attempt += 1
                // Full jitter, so that the clients of a server that comes back do not come all at once.
                let pause = Duration.milliseconds(Int.random(in: 1...min(1000, 25 << min(attempt, 6))))
                guard isPassing, mayRepeat, ContinuousClock.now + pause < deadline else { throw error }
                try await Task.sleep(for: pause)
            }
        }
    }

    private func sendOnce(_ commands: [RedisCommand], deadline: ContinuousClock.Instant) async throws -> [RESPValue] {
        let timeout = max(.milliseconds(1), deadline - .now)
        guard commands.contains(where: { $0.blocking != nil }) else {
            return try await connection().send(commands, timeout: timeout)
        }
        let connection = try await idleConnection()
        do {
            let replies = try await connection.send(commands, timeout: timeout)
            giveBack(connection)
            return replies
        } catch {
            // The server may still hold the answer back.
            connection.close()
            throw error
        }
    }

    /// What the server says of itself.
    func greeting() async throws -> RedisConnection.Greeting { try await connection().greeting }

    /// Where the server is, once it can be reached.
    func reached() async throws -> RedisEndpoint {
        _ = try await connection()
        return endpoint
    }

    /// Ends all connections.
    func shutDown() {
        let (connections, connecting) = state.withLock { state in
            state.isShutDown = true
            defer {
                state.shared = nil
                state.idle = []
            }
            return (state.idle + [state.shared].compactMap { $0 }, state.connecting)
        }
        connecting?.cancel()
        for connection in connections { connection.close() }
    }

    // MARK: Connections

    private func connection() async throws -> RedisConnection {
        let (ready, connecting) = try state.withLock { state -> (RedisConnection?, Task<RedisConnection, any Error>?) in
            guard !state.isShutDown else { throw RedisError(.shutDown, "the connection to Redis was shut down") }
            if let shared = state.shared, !shared.isClosed { return (shared, nil) }
            state.shared = nil
            if let connecting = state.connecting { return (nil, connecting) }
            let task = Task { try await self.connect() }
            state.connecting = task
            return (nil, task)
        }
        if let ready { return ready }
        guard let connecting else { throw RedisError(.unreachable, "no connection to \(endpoint)") }
        return try await connecting.value
    }

    private func connect() async throws -> RedisConnection {
        do {
            let made = try await RedisConnection.connect(configuration, to: endpoint)
            let isShutDown = state.withLock { state in
                state.connecting = nil
                if !state.isShutDown { state.shared = made }
                return state.isShutDown
            }
            if isShutDown {
                made.close()
                throw RedisError(.shutDown, "the connection to Redis was shut down")
            }
            configuration.onPush?(.connected)
            return made
        } catch {
            state.withLock { $0.connecting = nil }
            throw error
        }
    }

    private func idleConnection() async throws -> RedisConnection {
        while let idle = state.withLock({ $0.idle.popLast() }) {
            if !idle.isClosed { return idle }
        }
        var plain = configuration
        plain.preamble = []
        plain.onPush = nil
        return try await RedisConnection.connect(plain, to: endpoint)
    }

    private func giveBack(_ connection: RedisConnection) {
        let isKept = state.withLock { state in
            guard !state.isShutDown, state.idle.count < Self.maximumIdle else { return false }
            state.idle.append(connection)
            return true
        }
        if !isKept { connection.close() }
    }
}
