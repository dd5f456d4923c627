/// Where the state of gates lives: in this process, in files that processes share, in Redis that machines share.
public protocol GateCoordinator: Sendable {
    /// Asks for a turn.
    ///
    /// Either a slot is taken and the turn comes after ``GateReservation/wait``, or no slot is free
    /// (``GateReservation/token`` is nil) and it is worth asking again after that wait.
    ///
    /// - Parameters:
    ///   - cost: how many tokens the request takes.
    ///   - lease: how long the slot is kept at most: a holder that died blocks nobody for ever.
    func reserve(_ rule: GateRule, cost: Double, lease: Duration) async throws -> GateReservation

    /// Called when the wait is over and the request is about to leave: records the real start, from which the next one keeps
    /// its distance.
    ///
    /// - Returns: zero to go on, or how long to wait and ask again (somebody held the gate meanwhile).
    func start(_ reservation: GateReservation, rule: GateRule) async throws -> Duration

    /// Gives the slot back. Idempotent.
    func finish(_ reservation: GateReservation, rule: GateRule) async

    /// Nobody starts before `delay` has passed (Retry-After). Never shortens an earlier hold; an adaptive rule slows down too.
    func holdOff(_ rule: GateRule, for delay: Duration) async

    /// Adopts the interval that the far side states in its answers; nil goes back to the rule's.
    func adopt(_ interval: Duration?, rule: GateRule) async
}

/// A turn at a gate.
public struct GateReservation: Hashable, Sendable {
    /// The gate.
    public var gate: String
    /// Names the slot that is held; nil when none was free.
    public var token: String?
    /// How long to wait before starting, or before asking again.
    public var wait: Duration

    /// A turn.
    public init(gate: String, token: String?, wait: Duration) {
        self.gate = gate
        self.token = token
        self.wait = wait
    }
}
