/// The state of one gate, and everything that happens to it; times are seconds of a monotonic clock.
///
/// Turns are given out in the order in which they are asked for (a virtual scheduling clock, as in the generic cell rate algorithm of
/// ITU-T I.371); the distance that counts is kept between real starts, so that whoever starts late moves those behind.
package struct GateState: Codable, Hashable, Sendable {
    /// A request under way.
    package struct Slot: Codable, Hashable, Sendable {
        var token: UInt64
        var began: Double
        var expires: Double
    }

    /// Added to every interval, as requests reach the far side with delays of their own: a part, and seconds.
    static let margin = (part: 0.004, seconds: 0.0004)
    private static let slowest = 64.0

    /// The earliest time of the next turn that is given out.
    private(set) var nextTurn = 0.0
    /// The earliest time of the next real start.
    private(set) var nextStart = 0.0
    private var lastStart = -1e12
    private var startsInBurst = 0
    private(set) var holdUntil = 0.0
    private var adopted: Double?
    private var slowness = 1.0
    /// The shortest time that a request took of late.
    private var quickest: Double?
    private(set) var slots: [Slot] = []

    package init() {}

    /// The state of a gate of which nothing is known: as if a request had just started.
    package init(unknownAt now: Double, _ rule: GateRule) {
        nextTurn = now + rule.interval.inSeconds
        nextStart = nextTurn
        if rule.burstPause > .zero {
            startsInBurst = rule.burst
            lastStart = now
        }
    }

    /// The interval in force, in seconds.
    func interval(_ rule: GateRule) -> Double {
        let base = (adopted ?? rule.interval.inSeconds) * (rule.isAdaptive ? slowness : 1)
        return base > 0 ? base * (1 + Self.margin.part) + Self.margin.seconds : 0
    }

    // MARK: Turns

    /// Gives out the next turn.
    ///
    /// - Returns: when it is.
    package mutating func reserve(_ rule: GateRule, cost: Double, at now: Double) -> Double {
        let interval = interval(rule)
        let saved = Double(max(1, rule.burst) - 1) * interval
        let turn = max(now, holdUntil, nextTurn - saved)
        nextTurn = max(nextTurn, turn) + max(cost, 0) * interval
        return turn
    }

    /// Takes back a turn that was not used, if it was the last one.
    mutating func takeBack(_ rule: GateRule, turn: Double, cost: Double) {
        let interval = interval(rule)
        if abs(nextTurn - (turn + cost * interval)) < 1e-9 { nextTurn = max(nextStart, turn) }
    }

    /// Starts a request whose turn has come, or tells how long to wait.
    package mutating func start(_ rule: GateRule, token: UInt64, cost: Double, lease: Double, at now: Double) -> Double
    {
        let interval = interval(rule)
        let saved = Double(max(1, rule.burst) - 1) * interval
        var earliest = max(holdUntil, nextStart - saved)
        if rule.burstPause > .zero {
            let pause = rule.burstPause.inSeconds * (1 + Self.margin.part) + Self.margin.seconds
            if now - lastStart >= pause { startsInBurst = 0 }
            // Within a burst requests follow each other at once; the pause is what keeps the pace.
            earliest = startsInBurst < rule.burst ? holdUntil : max(holdUntil, lastStart + pause)
        }
        guard now >= earliest else { return earliest - now }
        slots.removeAll { $0.expires <= now || $0.token == token }
        if let maximum = rule.maximumConcurrency, slots.count >= maximum {
            let look = min(0.05, max(0.001, interval / 50))
            return min(look, max(0.001, (slots.map(\.expires).min() ?? now) - now))
        }
        slots.append(Slot(token: token, began: now, expires: now + lease))
        if slots.count > 4096 { slots.removeFirst() }
        lastStart = now
        startsInBurst += 1
        nextStart = max(nextStart, now) + max(cost, 0) * interval
        nextTurn = max(nextTurn, nextStart)
        return 0
    }

    /// Frees the slots whose token `isDead` names.
    mutating func dropSlots(where isDead: (UInt64) -> Bool) {
        slots.removeAll { isDead($0.token) }
    }

    /// Holds a slot on.
    package mutating func keepSlot(_ token: UInt64, until time: Double) {
        if let index = slots.firstIndex(where: { $0.token == token }) { slots[index].expires = time }
    }

    /// A request is over.
    ///
    /// It arrived at the far side somewhere between its beginning and its end. Where requests follow one by one, the next keeps its
    /// distance from the latest moment at which it can have arrived: what it took beyond the quickest may have been lost on the way.
    mutating func finish(_ rule: GateRule, token: UInt64, at now: Double) {
        guard let index = slots.firstIndex(where: { $0.token == token }) else { return }
        let slot = slots.remove(at: index)
        slowness = max(1, slowness * 15 / 16)
        guard rule.maximumConcurrency == 1, rule.burstPause == .zero else { return }
        let duration = max(0, now - slot.began)
        // Of the first, which opens a connection, nothing is known to be quick.
        let shortest = quickest.map { min(duration, $0 * 1.01) }
        quickest = shortest ?? duration
        let interval = interval(rule)
        nextStart = max(nextStart, slot.began + interval + duration - (shortest ?? 0))
        nextTurn = max(nextTurn, nextStart)
    }

    /// Nobody starts for a while.
    package mutating func holdOff(_ rule: GateRule, for delay: Double, at now: Double) {
        holdUntil = max(holdUntil, now + max(0, delay))
        if rule.isAdaptive { slowness = min(Self.slowest, slowness * 2) }
    }

    /// Adopts an interval.
    package mutating func adopt(_ interval: Double?) {
        adopted = interval.map { max(0, $0) }
    }
}
