import Caching
import RESP
import RedisClient
import RedisStores
import Synchronization
import TestServers
import Testing

/// Random schedules over several processes that share a tier, against a source of which the present state is known.
@Suite struct ScheduleTests {
    /// What the answers are found in: the version of each thing, and how often each was asked for.
    private final class Source: Sendable {
        let versions = Mutex([Int](repeating: 0, count: 8))

        func write(_ thing: Int) -> Int {
            versions.withLock { versions in
                versions[thing] += 1
                return versions[thing]
            }
        }

        func read(_ thing: Int) -> Int { versions.withLock { $0[thing] } }
    }

    /// For each process and thing: the version that a question asked now must at least give.
    private final class Least: Sendable {
        let versions = Mutex([[Int]](repeating: [Int](repeating: 0, count: 8), count: 3))

        func raise(_ process: Int, _ thing: Int, _ version: Int) {
            versions.withLock { $0[process][thing] = max($0[process][thing], version) }
        }

        func of(_ process: Int, _ thing: Int) -> Int { versions.withLock { $0[process][thing] } }
    }

    /// An answer is never older than the last change that was acknowledged, in the process that made it, before the question.
    @Test(arguments: Place.allCases, 1...6) func nothingIsOlderThanAnAcknowledgedChange(
        _ place: Place,
        _ seed: UInt64
    ) async throws {
        let (tiers, owner) = try await place.tiers(3, isFollowing: true)
        defer { withExtendedLifetime(owner) {} }
        var configuration = QueryCache.Configuration()
        configuration.tierTimeLimit = .seconds(60)
        configuration.leasePatience = .seconds(60)
        configuration.capacity = 4000
        configuration.stripes = 1
        configuration.seed = seed
        let settings = configuration
        let caches = tiers.map { QueryCache(configuration: settings, tier: $0) }
        let source = Source()
        let least = Least()
        try await withThrowingTaskGroup { group in
            for task in 0..<6 {
                group.addTask {
                    var generator = SeededGenerator(seed: seed &* 1000 &+ UInt64(task))
                    for _ in 0..<120 {
                        let process = Int.random(in: 0..<3, using: &generator)
                        let thing = Int.random(in: 0..<8, using: &generator)
                        let cache = caches[process]
                        switch Int.random(in: 0..<20, using: &generator) {
                        case 0..<3:
                            let version = source.write(thing)
                            try await cache.invalidate([.paper("\(thing)")])
                            least.raise(process, thing, version)
                        case 3:
                            let version = source.write(thing)
                            try await cache.remove([key(thing)])
                            least.raise(process, thing, version)
                        case 4:
                            let before = source.versions.withLock { $0 }
                            _ = try await cache.clear()
                            for (thing, version) in before.enumerated() { least.raise(process, thing, version) }
                        default:
                            let expected = least.of(process, thing)
                            let pause = Int.random(in: 0..<3, using: &generator)
                            let answer = try await cache.value(for: key(thing), tags: [.paper("\(thing)")]) {
                                let version = source.read(thing)
                                if pause == 0 { try await Task.sleep(for: .microseconds(300)) }
                                return version
                            }
                            #expect(answer >= expected, "seed \(seed): \(thing) is \(answer), not \(expected)")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        // Once all have heard, all give the present.
        for (process, cache) in caches.enumerated() {
            for thing in 0..<8 {
                let isPresent = try await eventually {
                    let answer = try await cache.value(for: key(thing), tags: [.paper("\(thing)")]) {
                        source.read(thing)
                    }
                    return answer == source.read(thing)
                }
                #expect(isPresent, "seed \(seed): process \(process), \(thing)")
            }
        }
        for cache in caches { await cache.close() }
    }
}
