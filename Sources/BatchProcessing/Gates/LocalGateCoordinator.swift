import Synchronization

/// Keeps the state of gates in this process.
public final class LocalGateCoordinator: GateCoordinator {
    private let clock: any BatchClock
    private let states = Mutex<[String: GateState]>([:])

    /// No gate was used yet.
    public init(clock: any BatchClock = SystemBatchClock()) {
        self.clock = clock
    }

    /// Asks for a turn.
    public func reserve(_ rule: GateRule, cost: Double, lease: Duration) async throws -> GateReservation {
        let now = clock.now().inSeconds
        let turn = update(rule) { $0.reserve(rule, cost: cost, at: now) }
        return GateReservation(cost: cost, lease: lease, turn: turn, now: now)
    }

    /// Takes a slot.
    public func start(_ reservation: GateReservation, rule: GateRule) async throws -> Duration {
        let now = clock.now().inSeconds
        let wait = update(rule) { state in
            state.start(
                rule,
                token: reservation.token,
                cost: reservation.cost,
                lease: reservation.lease.inSeconds,
                at: now
            )
        }
        return .seconds(wait)
    }

    /// Gives the slot back.
    public func finish(_ reservation: GateReservation, rule: GateRule) async {
        let now = clock.now().inSeconds
        update(rule) { $0.finish(reservation, rule, at: now) }
    }

    /// Holds everybody off.
    public func holdOff(_ rule: GateRule, for delay: Duration) async {
        let now = clock.now().inSeconds
        update(rule) { $0.holdOff(rule, for: delay.inSeconds, at: now) }
    }

    /// Adopts an interval.
    public func adopt(_ interval: Duration?, rule: GateRule) async {
        update(rule) { $0.adopt(interval?.inSeconds) }
    }

    private func update<Value>(_ rule: GateRule, _ body: (inout GateState) -> Value) -> Value {
        states.withLock { body(&$0[rule.name, default: GateState()]) }
    }
}

extension GateState {
    /// A request is over, or its turn was not used.
    package mutating func finish(_ reservation: GateReservation, _ rule: GateRule, at now: Double) {
        if slots.contains(where: { $0.token == reservation.token }) {
            finish(rule, token: reservation.token, at: now)
        } else {
            takeBack(rule, turn: reservation.turn, cost: reservation.cost)
        }
    }
}
