import Synchronization
public final class LocalGateCoordinator: GateCoordinator {
    public init(clock: any BatchClock = SystemBatchClock()) {}
    public func reserve(_ rule: GateRule, cost: Double, lease: Duration) async throws -> GateReservation { GateReservation(gate: rule.name, token: "x", wait: .zero) }
    public func start(_ reservation: GateReservation, rule: GateRule) async throws -> Duration { .zero }
    public func finish(_ reservation: GateReservation, rule: GateRule) async {}
    public func holdOff(_ rule: GateRule, for delay: Duration) async {}
    public func adopt(_ interval: Duration?, rule: GateRule) async {}
}
public final class Gate: Sendable {
    public init(rule: GateRule, coordinator: any GateCoordinator, clock: any BatchClock = SystemBatchClock()) { self.rule = rule }
    public let rule: GateRule
    public func withPermit<T: Sendable>(cost: Double = 1, _ body: () async throws -> T) async throws -> T { try await body() }
    public func holdOff(_ delay: Duration) async {}
    public func adopt(_ interval: Duration?) async {}
    public var waited: Duration { .zero }
}
public enum ItemOutcome: Hashable, Sendable { case done(note: String? = nil); case skipped(String) }
