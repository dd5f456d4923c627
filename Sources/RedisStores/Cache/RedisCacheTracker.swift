import Caching
import Foundation
import RESP
import RedisClient
import Synchronization

/// Hears what others change: every server of the cache tells it of the marks that are written there (`CLIENT TRACKING ON BCAST`).
///
/// That it hears is proved again and again: it writes a mark of its own and must hear of it. When a connection ends, or a proof is not
/// heard, it says ``CacheTierChange/What/silence``, and ``CacheTierChange/What/everything`` when it hears again.
final class RedisCacheTracker: Sendable {
    private struct State {
        var continuation: AsyncStream<CacheTierChange>.Continuation?
        var task: Task<Void, Never>?
        /// The servers that are heard; nil: not all are.
        var isHearing = false
        /// Whether something could not be passed on because the reader is slow.
        var isBehind = false
        /// Counts the clients that were made to listen: what is said of the connections of an earlier one no longer matters.
        var round = 0
        /// The connections that the present client has made, less those that have ended.
        var connections = 0
        var probe: String?
        var isProbeHeard = false
    }

    private static let interval: Duration = .milliseconds(500)
    private static let patience: Duration = .milliseconds(500)
    private static let maximumWaiting = 4096

    private let configuration: RedisConfiguration
    private let names: RedisCacheNames
    private let state = Mutex(State())

    init(_ configuration: RedisConfiguration, _ names: RedisCacheNames) {
        self.configuration = configuration
        self.names = names
    }

    /// Begins to listen.
    func start() -> AsyncStream<CacheTierChange> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: CacheTierChange.self,
            bufferingPolicy: .bufferingOldest(Self.maximumWaiting)
        )
        let task = Task { await self.run() }
        state.withLock { state in
            state.continuation?.finish()
            state.task?.cancel()
            state.continuation = continuation
            state.task = task
        }
        tell(.silence)
        return stream
    }

    /// Ends the stream.
    func stop() {
        let (task, continuation) = state.withLock { ($0.task, $0.continuation) }
        task?.cancel()
        continuation?.finish()
    }

    // MARK: Connections

    private func run() async {
        while !Task.isCancelled {
            // A client for as long as it hears: what is made anew forgets what was half done.
            let round = state.withLock { state in
                state.round += 1
                state.connections = 0
                return state.round
            }
            let client = RedisClient(listening(round))
            let writer = RedisClient(configuration)
            await listen(client, writer)
            client.shutDown()
            writer.shutDown()
            fallSilent()
            // When cancelled it does not wait; the loop ends.
            try? await Task.sleep(for: .milliseconds(Int.random(in: 50...250)))
        }
    }

    private func listening(_ round: Int) -> RedisConfiguration {
        var listening = configuration
        listening.clientName += "-cache"
        listening.preamble = [RedisCommand(["CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", names.marks])]
        listening.onPush = { [weak self] push in self?.hear(push, round) }
        return listening
    }

    /// Returns when not all servers can be heard.
    private func listen(_ client: RedisClient, _ writer: RedisClient) async {
        var masters: Set<RedisEndpoint> = []
        var made = 0
        do {
            let everything = RedisCommand(
                ["SET", names.everything, "1", "PX", "2592000000"],
                key: names.everything,
                isRepeatable: true
            )
            // A full server keeps the mark it has.
            _ = try await writer.send([everything])
            while true {
                let now = Set(try await writer.masters())
                for master in now where !masters.contains(master) {
                    _ = try await client.send(RedisCommand(["PING"], isRepeatable: true), to: master)
                    made += 1
                }
                masters.formUnion(now)
                guard state.withLock({ $0.connections == made }), try await isProbeHeard(writer) else { return }
                beginHearing()
                try await Task.sleep(for: Self.interval)
            }
        } catch {
            // Whatever it is: nothing is heard, and that is said by the caller.
        }
    }

    /// Whether a mark that is written now is heard in time. A full server takes none: then the connections must do.
    private func isProbeHeard(_ writer: RedisClient) async throws -> Bool {
        let name = RedisJobStore.token()
        state.withLock { state in
            state.probe = name
            state.isProbeHeard = false
        }
        let key = names.mark(probe: name)
        let reply = try await writer.send([RedisCommand(["SET", key, "1", "PX", "1"], key: key, isRepeatable: true)])[0]
        if case .error(let error) = reply, error.isRefusalToWrite { return true }
        _ = try reply.orThrow()
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            if state.withLock({ $0.isProbeHeard }) { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        return false
    }

    // MARK: Hearing

    private func hear(_ push: RedisPush, _ round: Int) {
        switch push {
        case .connected: count(1, round)
        case .disconnected: if count(-1, round) { fallSilent() }
        case .invalidated(nil): tell(.everything)
        case .invalidated(let keys?): hear(keys)
        case .other: break
        }
    }

    /// - Returns: whether it is about the present client.
    @discardableResult
    private func count(_ change: Int, _ round: Int) -> Bool {
        state.withLock { state in
            guard state.round == round else { return false }
            state.connections += change
            return true
        }
    }

    private func hear(_ keys: [String]) {
        var tags: [CacheTag] = []
        var digests: [CacheKeyDigest] = []
        var issued: Int64?
        for key in keys {
            switch RedisCacheMark(key, names) {
            case .tag(let tag)?: tags.append(tag)
            case .key(let digest)?: digests.append(digest)
            case .issued(let time)?: issued = min(issued ?? time, time)
            case .everything?: tell(.everything, issued: issued)
            case .probe(let name)?: state.withLock { if $0.probe == name { $0.isProbeHeard = true } }
            case nil: break
            }
        }
        if !tags.isEmpty { tell(.tags(tags), issued: issued) }
        if !digests.isEmpty { tell(.keys(digests), issued: issued) }
    }

    private func beginHearing() {
        let mustTell = state.withLock { state in
            defer {
                state.isHearing = true
                state.isBehind = false
            }
            return !state.isHearing || state.isBehind
        }
        if mustTell { tell(.everything) }
    }

    private func fallSilent() {
        let mustTell = state.withLock { state in
            defer { state.isHearing = false }
            return state.isHearing
        }
        if mustTell { tell(.silence) }
    }

    private func tell(_ what: CacheTierChange.What, issued: Int64? = nil) {
        state.withLock { state in
            guard let continuation = state.continuation else { return }
            if case .dropped = continuation.yield(CacheTierChange(what, issued: issued)) { state.isBehind = true }
        }
    }
}
