/// Where the state of gates lives: in this process, in files that processes share, in Redis that machines share.
public protocol GateCoordinator: Sendable {
    /// Asks for a turn; turns come in the order in which they are asked for.
    ///
    /// - Parameters:
    ///   - cost: how many tokens the request takes.
    ///   - lease: how long the slot of the request is kept at most: a holder that died blocks nobody for ever.
    func reserve(_ rule: GateRule, cost: Double, lease: Duration) async throws -> GateReservation

    /// Called when the wait is over and the request is about to leave: takes a slot and records the real start, from which the
    /// next one keeps its distance.
    ///
    /// - Returns: zero to go on, or how long to wait and ask again (somebody started late, or no slot is free).
    func start(_ reservation: GateReservation, rule: GateRule) async throws -> Duration

    /// Gives the slot back, or the turn that was not used. Idempotent. When that cannot be told, the slot ends with its lease.
    func finish(_ reservation: GateReservation, rule: GateRule) async

    /// Nobody starts before `delay` has passed (Retry-After). Never shortens an earlier hold; an adaptive rule slows down too.
    func holdOff(_ rule: GateRule, for delay: Duration) async

    /// Adopts the interval that the far side states in its answers; nil goes back to the rule's.
    func adopt(_ interval: Duration?, rule: GateRule) async
}

/// A turn at a gate.
public struct GateReservation: Hashable, Sendable {
    /// Names the request.
    public var token: UInt64
    /// How many tokens it takes.
    public var cost: Double
    /// How long its slot is kept at most.
    public var lease: Duration
    /// When its turn is, on the coordinator's clock, in seconds.
    public var turn: Double
    /// How long to wait until then.
    public var wait: Duration

    /// A turn of a new request, at `now` of the coordinator's clock.
    public init(cost: Double, lease: Duration, turn: Double, now: Double) {
        token = .random(in: 1...UInt64.max)
        self.cost = cost
        self.lease = lease
        self.turn = turn
        wait = .seconds(turn - now)
    }
}
