import Synchronization

@testable import Caching

/// A tier in memory that several caches share in a test, with faults on demand.
final class SharedMemoryTier: CacheTier {
    /// How it behaves.
    enum Fault: Sendable {
        case none
        case failing
        case hanging
    }

    private struct State {
        var entries: [CacheKeyDigest: (kind: String, bytes: [UInt8])] = [:]
        var versions: [CacheTag: CacheTagVersion] = [:]
        var leases: [CacheKeyDigest: CacheLease] = [:]
        var tokens: UInt64 = 0
        var fault = Fault.none
        var listeners: [AsyncStream<CacheTierChange>.Continuation] = []
        var told = 0
    }

    let name = "shared memory"
    private let state = Mutex(State())
    private let clock: any CacheClock

    init(clock: any CacheClock = SystemCacheClock()) { self.clock = clock }

    var fault: Fault {
        get { state.withLock { $0.fault } }
        set { state.withLock { $0.fault = newValue } }
    }

    /// How many changes were told.
    var told: Int { state.withLock { $0.told } }

    /// Tells all caches.
    func tell(_ what: CacheTierChange.What) {
        let listeners = state.withLock { state in
            state.told += 1
            return state.listeners
        }
        for listener in listeners {
            listener.yield(CacheTierChange(what, issued: clock.wallNanoseconds()))
        }
    }

    /// Forgets a tag, as a server does that needs room.
    func forget(_ tag: CacheTag) { state.withLock { $0.versions[tag] = nil } }

    /// Changes the bytes of all entries.
    func damage(_ change: @Sendable ([UInt8]) -> [UInt8]) {
        state.withLock { state in
            state.entries = state.entries.mapValues { ($0.kind, change($0.bytes)) }
        }
    }

    private func begin() async throws {
        switch fault {
        case .none: break
        case .failing: throw TestFailure()
        case .hanging: await withCheckedContinuation { (_: CheckedContinuation<Void, Never>) in }
        }
    }

    func read(_ keys: [CacheKey], tags: [CacheTag]) async throws -> CacheTierReading {
        try await begin()
        let digests = keys.map(\.digest)
        let now = clock.wallNanoseconds()
        return state.withLock { state in
            for tag in tags where state.versions[tag] == nil { state.versions[tag] = .random(in: .min ... .max) }
            let entries = digests.map { digest in
                state.entries[digest].flatMap { CacheTierEntry(serialized: $0.bytes) }.flatMap {
                    $0.expires > now ? $0 : nil
                }
            }
            return CacheTierReading(
                entries: entries,
                versions: state.versions.filter { tags.contains($0.key) }
            )
        }
    }

    func store(_ entry: CacheTierEntry, for key: CacheKey, lease: CacheLease) async throws -> Bool {
        try await begin()
        let digest = key.digest
        return state.withLock { state in
            guard state.leases[digest] == lease else { return false }
            state.leases[digest] = nil
            state.entries[digest] = (key.kind.name, entry.serialized)
            return true
        }
    }

    func acquireLease(for key: CacheKey, duration: Duration) async throws -> CacheLease? {
        try await begin()
        let digest = key.digest
        return state.withLock { state in
            guard state.leases[digest] == nil else { return nil }
            state.tokens += 1
            state.leases[digest] = CacheLease(token: state.tokens)
            return state.leases[digest]
        }
    }

    func release(_ lease: CacheLease, for key: CacheKey) async throws {
        try await begin()
        let digest = key.digest
        state.withLock { state in
            if state.leases[digest] == lease { state.leases[digest] = nil }
        }
    }

    func invalidate(_ tags: [CacheTag]) async throws {
        try await begin()
        state.withLock { state in
            for tag in tags { state.versions[tag] = .random(in: .min ... .max) }
        }
        tell(.tags(tags))
    }

    func remove(_ keys: [CacheKey]) async throws {
        try await begin()
        let digests = keys.map(\.digest)
        state.withLock { state in
            for digest in digests {
                state.entries[digest] = nil
                state.leases[digest] = nil
            }
        }
        tell(.keys(digests))
    }

    func invalidate(kindsWithPrefix prefix: String) async throws {
        try await begin()
        let kinds = state.withLock { state in
            let kinds = Set(state.entries.values.map(\.kind)).filter { $0.hasPrefix(prefix) }
            state.entries = state.entries.filter { !kinds.contains($0.value.kind) }
            state.leases = [:]
            return kinds
        }
        tell(.kinds(kinds.sorted()))
    }

    func clear() async throws -> Int {
        try await begin()
        let count = state.withLock { state in
            defer {
                state.entries = [:]
                state.leases = [:]
            }
            return state.entries.count
        }
        tell(.everything)
        return count
    }

    func changes() async -> AsyncStream<CacheTierChange> {
        let (stream, continuation) = AsyncStream.makeStream(of: CacheTierChange.self)
        state.withLock { $0.listeners.append(continuation) }
        continuation.yield(CacheTierChange(.everything))
        return stream
    }

    func usage() async throws -> CacheTierUsage? {
        try await begin()
        return state.withLock { state in
            CacheTierUsage(
                entries: state.entries.count,
                bytes: state.entries.values.reduce(0) { $0 + $1.bytes.count }
            )
        }
    }

    func close() async {
        for listener in state.withLock({ $0.listeners }) { listener.finish() }
    }
}
