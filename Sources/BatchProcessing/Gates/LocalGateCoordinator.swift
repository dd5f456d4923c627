import Synchronization

/// Keeps the state of gates within this process.
public final class LocalGateCoordinator: GateCoordinator {
    private struct State {
        var next = Duration.zero
        var used = 0
        var held = Duration.zero
        var interval: Duration?
        var holders: Set<String> = []
        var serial = 0
    }

    private let clock: any BatchClock
    private let states = Mutex<[String: State]>([:])

    /// No gate has been used yet.
    public init(clock: any BatchClock = SystemBatchClock()) {
        self.clock = clock
    }

    /// Takes the next turn.
    public func reserve(_ rule: GateRule, cost: Double, lease: Duration) async throws -> GateReservation {
        let now = clock.now()
        return states.withLock { states in
            var state = states[rule.name] ?? State()
            defer { states[rule.name] = state }
            if let limit = rule.maximumConcurrency, state.holders.count >= limit {
                return GateReservation(gate: rule.name, token: nil, wait: max(.milliseconds(1), rule.interval / 20))
            }
            state.serial += 1
            let token = "\(state.serial)"
            state.holders.insert(token)
            let start = max(now, state.next, state.held)
            advance(&state, from: start, rule: rule)
            return GateReservation(gate: rule.name, token: token, wait: start - now)
        }
    }

    private func advance(_ state: inout State, from start: Duration, rule: GateRule) {
        state.used += 1
        if rule.burstPause > .zero, state.used >= rule.burst {
            state.used = 0
            state.next = start + rule.burstPause
        } else {
            state.next = start + (state.interval ?? rule.interval)
        }
    }

    /// Records the real start.
    public func start(_ reservation: GateReservation, rule: GateRule) async throws -> Duration {
        let now = clock.now()
        return states.withLock { states in
            var state = states[rule.name] ?? State()
            if now < state.held { return state.held - now }
            let gap = state.used == 0 && rule.burstPause > .zero ? rule.burstPause : state.interval ?? rule.interval
            state.next = max(state.next, now + gap)
            states[rule.name] = state
            return .zero
        }
    }

    /// Gives a turn back.
    public func finish(_ reservation: GateReservation, rule: GateRule) async {
        guard let token = reservation.token else { return }
        states.withLock { _ = $0[rule.name]?.holders.remove(token) }
    }

    /// Holds everybody.
    public func holdOff(_ rule: GateRule, for delay: Duration) async {
        let until = clock.now() + delay
        states.withLock { $0[rule.name, default: State()].held = max($0[rule.name]?.held ?? .zero, until) }
    }

    /// Adopts an interval.
    public func adopt(_ interval: Duration?, rule: GateRule) async {
        states.withLock { $0[rule.name, default: State()].interval = interval }
    }
}
