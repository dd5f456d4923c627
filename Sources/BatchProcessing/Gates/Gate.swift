import Synchronization

/// Lets requests to one upstream through at the pace it allows, whoever else asks it.
public final class Gate: Sendable {
    /// A slot is given up after so long, should its holder have died.
    private static let lease: Duration = .seconds(3600)

    /// The pace.
    public let rule: GateRule
    private let coordinator: any GateCoordinator
    private let clock: any BatchClock
    private let waitedSoFar = Mutex(Duration.zero)

    /// A gate; gates of the same name and coordinator share their pace.
    public init(rule: GateRule, coordinator: any GateCoordinator, clock: any BatchClock = SystemBatchClock()) {
        self.rule = rule
        self.coordinator = coordinator
        self.clock = clock
    }

    /// How long requests have waited here, all together.
    public var waited: Duration { waitedSoFar.withLock { $0 } }

    /// Waits for its turn, runs `body`, gives the slot back.
    ///
    /// - Parameter cost: how many tokens the request takes.
    /// - Throws: `CancellationError` while waiting; errors of the coordinator and of `body`.
    public func withPermit<Value: Sendable>(
        cost: Double = 1,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let begin = clock.now()
        let reservation = try await coordinator.reserve(rule, cost: cost, lease: Self.lease)
        do {
            var wait = reservation.wait
            repeat {
                try await clock.sleep(for: wait)
                wait = try await coordinator.start(reservation, rule: rule)
            } while wait > .zero
        } catch {
            await coordinator.finish(reservation, rule: rule)
            throw error
        }
        let waited = clock.now() - begin
        waitedSoFar.withLock { $0 += waited }
        do {
            let value = try await body()
            await coordinator.finish(reservation, rule: rule)
            return value
        } catch {
            await coordinator.finish(reservation, rule: rule)
            throw error
        }
    }

    /// Nobody starts before `delay` has passed.
    public func holdOff(_ delay: Duration) async {
        await coordinator.holdOff(rule, for: delay)
    }

    /// Adopts the interval that the far side states; nil goes back to the rule's.
    public func adopt(_ interval: Duration?) async {
        await coordinator.adopt(interval, rule: rule)
    }
}
