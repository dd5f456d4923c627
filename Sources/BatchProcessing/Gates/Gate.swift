import Synchronization

/// A gate that everybody who talks to one upstream goes through.
public final class Gate: Sendable {
    /// The pace that is kept.
    public let rule: GateRule
    private let coordinator: any GateCoordinator
    private let clock: any BatchClock
    private let total = Mutex(Duration.zero)

    /// A gate whose state lives with `coordinator`.
    public init(rule: GateRule, coordinator: any GateCoordinator, clock: any BatchClock = SystemBatchClock()) {
        self.rule = rule
        self.coordinator = coordinator
        self.clock = clock
    }

    /// How long callers have waited, in sum.
    public var waited: Duration { total.withLock { $0 } }

    /// Waits for a turn, runs `body`, gives the turn back.
    ///
    /// - Throws: what `body` throws; `CancellationError` while waiting.
    public func withPermit<T: Sendable>(cost: Double = 1, _ body: () async throws -> T) async throws -> T {
        let asked = clock.now()
        var reservation = try await coordinator.reserve(rule, cost: cost, lease: .seconds(600))
        while reservation.token == nil {
            try await clock.sleep(for: reservation.wait)
            reservation = try await coordinator.reserve(rule, cost: cost, lease: .seconds(600))
        }
        do {
            try await clock.sleep(for: reservation.wait)
            while case let more = try await coordinator.start(reservation, rule: rule), more > .zero {
                try await clock.sleep(for: more)
            }
            let waited = clock.now() - asked
            total.withLock { $0 += waited }
            let result = try await body()
            await coordinator.finish(reservation, rule: rule)
            return result
        } catch {
            await coordinator.finish(reservation, rule: rule)
            throw error
        }
    }

    /// Nobody starts before `delay` has passed.
    public func holdOff(_ delay: Duration) async { await coordinator.holdOff(rule, for: delay) }

    /// Adopts the interval that the far side states; nil goes back to the rule's.
    public func adopt(_ interval: Duration?) async { await coordinator.adopt(interval, rule: rule) }
}
