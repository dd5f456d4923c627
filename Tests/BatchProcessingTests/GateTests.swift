import Foundation
import RedisClient
import RedisStores
import TestServers
import Testing

@testable import BatchProcessing

@Suite struct GateTests {
    /// What a coordinator's gate let through: starts in the order they came, and how many were under way at once.
    private static func starts(
        _ rule: GateRule,
        requests: Int,
        clock: FastClock,
        coordinators: [any GateCoordinator]
    ) async throws -> (times: [Double], width: Int) {
        let watch = Watch()
        try await withThrowingTaskGroup { group in
            for index in 0..<requests {
                let gate = Gate(rule: rule, coordinator: coordinators[index % coordinators.count], clock: clock)
                group.addTask {
                    try await gate.withPermit {
                        watch.begin(at: clock.now())
                        watch.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        return (watch.times.map(\.inSeconds).sorted(), watch.width)
    }

    private enum Kind: CaseIterable { case local, file }

    private static func coordinators(_ kind: Kind, _ clock: FastClock, _ folder: TemporaryFolder)
        -> [any GateCoordinator]
    {
        switch kind {
        case .local:
            let coordinator = LocalGateCoordinator(clock: clock)
            return [coordinator, coordinator]
        case .file: return (0..<3).map { _ in FileGateCoordinator(directory: folder.path, clock: clock) }
        }
    }

    @Test func startsKeepTheirDistanceWhoeverAsks() async throws {
        for kind in Kind.allCases {
            let folder = TemporaryFolder()
            let clock = FastClock(factor: 100)
            let rule = GateRule(name: "spaced", interval: .seconds(1), maximumConcurrency: 1)
            let (times, width) = try await Self.starts(
                rule,
                requests: 30,
                clock: clock,
                coordinators: Self.coordinators(kind, clock, folder)
            )
            #expect(width == 1)
            // Turns are kept on the coordinator's clock; what follows a start can be late by the machine's scheduling, never early.
            #expect(zip(times, times.dropFirst()).filter { $1 - $0 < 0.5 }.count <= 3, "\(kind)")
            #expect(times[29] - times[0] >= 29 * 0.97)
        }
    }

    @Test func theStateOfAGateKeepsItsRuleToTheLetter() {
        var state = GateState()
        let rule = GateRule(name: "exact", interval: .seconds(3))
        var generator = SystemRandomNumberGenerator()
        var now = 100.0
        var starts: [Double] = []
        var token: UInt64 = 0
        for _ in 0..<1000 {
            token += 1
            now = max(now, state.reserve(rule, cost: 1, at: now)) + Double.random(in: 0...1, using: &generator)
            while true {
                let wait = state.start(rule, token: token, cost: 1, lease: 60, at: now)
                if wait <= 0 { break }
                now += wait
            }
            starts.append(now)
            state.finish(rule, token: token, at: now)
        }
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 >= 3 })
    }

    @Test func burstsAreFollowedByTheirPause() async throws {
        let clock = FastClock(factor: 50)
        let rule = GateRule(
            name: "bursts",
            interval: .milliseconds(250),
            burst: 4,
            burstPause: .seconds(1),
            maximumConcurrency: 4
        )
        let (times, width) = try await Self.starts(
            rule,
            requests: 20,
            clock: clock,
            coordinators: [LocalGateCoordinator(clock: clock)]
        )
        #expect(width <= 4)
        #expect(times[19] - times[0] >= 3.9)
    }

    @Test func nobodyStartsWhileTheFarSideAsksToWait() async throws {
        for kind in Kind.allCases {
            let folder = TemporaryFolder()
            let clock = FastClock(factor: 200)
            let rule = GateRule(name: "held", interval: .milliseconds(10))
            let coordinators = Self.coordinators(kind, clock, folder)
            await Gate(rule: rule, coordinator: coordinators[0], clock: clock).holdOff(.seconds(20))
            let begin = clock.now().inSeconds
            let (times, _) = try await Self.starts(rule, requests: 5, clock: clock, coordinators: coordinators)
            // The hold began before `begin`, by as little as the machine makes of it.
            #expect(times[0] - begin > 15)
        }
    }

    @Test func theSlotOfAHolderThatDiedIsFreeAtOnce() async throws {
        let folder = TemporaryFolder()
        let rule = GateRule(name: "killed", interval: .zero, maximumConcurrency: 1)
        var dead: FileGateCoordinator? = FileGateCoordinator(directory: folder.path)
        let slot = try #require(try await dead?.reserve(rule, cost: 1, lease: .seconds(3600)))
        #expect(try await dead?.start(slot, rule: rule) == .zero)
        let other = FileGateCoordinator(directory: folder.path)
        let next = try await other.reserve(rule, cost: 1, lease: .seconds(3600))
        #expect(try await other.start(next, rule: rule) > .zero)
        // As when the process ends: its descriptors are closed, nothing is given back.
        dead = nil
        #expect(try await other.start(next, rule: rule) == .zero)
    }

    @Test func aDamagedFileCountsAsARequestJustStarted() async throws {
        let folder = TemporaryFolder()
        let rule = GateRule(name: "damaged", interval: .seconds(100))
        let path = folder.path + "/damaged.gate"
        for bytes in [Data("x".utf8), Data(repeating: 0xFF, count: 100_000), Data("00000000{}".utf8)] {
            try bytes.write(to: URL(fileURLWithPath: path))
            let coordinator = FileGateCoordinator(directory: folder.path)
            let wait = try await coordinator.reserve(rule, cost: 1, lease: .seconds(60)).wait
            #expect(wait > .seconds(99) && wait < .seconds(102))
        }
    }

    @Test func aGateThatCannotBeKeptLetsNothingThrough() async {
        let gate = Gate(
            rule: GateRule(name: "nowhere", interval: .zero),
            coordinator: FileGateCoordinator(directory: "/proc/no-such-folder")
        )
        await #expect(throws: FileGateCoordinator.Failure.self) {
            try await gate.withPermit { Issue.record("went through") }
        }
    }

    @Test func aCancelledWaitGivesItsTurnBack() async throws {
        let rule = GateRule(name: "cancelled", interval: .seconds(50))
        let coordinator = LocalGateCoordinator()
        let gate = Gate(rule: rule, coordinator: coordinator)
        try await gate.withPermit {}
        let waiting = Task { try await gate.withPermit {} }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        let wait = try await coordinator.reserve(rule, cost: 1, lease: .seconds(60)).wait
        #expect(wait < .seconds(51))
    }

    @Test func machinesShareAGateInRedis() async throws {
        let (server, database) = try await RedisServer.shared()
        let coordinators = (0..<3).map { _ in RedisGateCoordinator(client: server.client { $0.database = database }) }
        let rule = GateRule(name: "shared", interval: .milliseconds(20), maximumConcurrency: 1)
        let clock = FastClock(factor: 1)
        let (times, width) = try await Self.starts(rule, requests: 40, clock: clock, coordinators: coordinators)
        #expect(width == 1)
        #expect(times[39] - times[0] >= 39 * 0.02 * 0.97)
        await coordinators[0].holdOff(rule, for: .milliseconds(500))
        let begin = clock.now().inSeconds
        let (later, _) = try await Self.starts(rule, requests: 2, clock: clock, coordinators: coordinators)
        #expect(later[0] - begin > 0.4)
    }

    @Test func aGateWhoseServerIsGoneLetsNothingThrough() async throws {
        let server = try await RedisServer()
        let client = server.client { $0.commandTimeout = .milliseconds(200) }
        server.stop()
        let gate = Gate(
            rule: GateRule(name: "gone", interval: .zero),
            coordinator: RedisGateCoordinator(client: client)
        )
        await #expect(throws: RedisError.self) { try await gate.withPermit { Issue.record("went through") } }
    }
}
