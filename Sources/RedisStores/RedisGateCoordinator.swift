public import BatchProcessing
import Foundation
import RESP
public import RedisClient
import Synchronization

/// Keeps the state of gates in Redis, so that all machines share it; the server's clock is the only one that counts.
///
/// A change is computed here and put in place only if nobody else changed the state meanwhile. A slot is held for some seconds at a time
/// and held on by its holder, so that one that died blocks the others no longer.
public final class RedisGateCoordinator: GateCoordinator {
    /// The state of a gate changes faster than it can be written.
    public struct Busy: Error, CustomStringConvertible {
        /// Which gate.
        public var description: String
    }

    private static let slotLease = 10.0
    private static let slotHeartbeat: Duration = .seconds(3)
    private static let maximumTries = 1000

    /// Key: the state. Arguments: what it was, what it shall be, how long it is kept, in ms. Answers whether it was changed, the time in
    /// microseconds, and what it is.
    private static let exchange = RedisScript(
        """
        local clock = redis.call('TIME')
        local now = clock[1] .. string.format('%06d', clock[2])
        local is = redis.call('GET', KEYS[1]) or ''
        if ARGV[2] ~= '' and is == ARGV[1] then
          redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
          return {1, now, ARGV[2]}
        end
        return {0, now, is}
        """
    )

    private let client: RedisClient
    private let holding = Mutex<[UInt64: Task<Void, Never>]>([:])

    /// Gates behind a client.
    public init(client: RedisClient) {
        self.client = client
    }

    deinit {
        holding.withLock { tasks in tasks.values.forEach { $0.cancel() } }
    }

    /// Asks for a turn.
    public func reserve(_ rule: GateRule, cost: Double, lease: Duration) async throws -> GateReservation {
        let (turn, now) = try await update(rule) { state, now in (state.reserve(rule, cost: cost, at: now), now) }
        return GateReservation(cost: cost, lease: lease, turn: turn, now: now)
    }

    /// Takes a slot.
    public func start(_ reservation: GateReservation, rule: GateRule) async throws -> Duration {
        let lease = min(reservation.lease.inSeconds, Self.slotLease)
        let wait = try await update(rule) { state, now in
            state.start(rule, token: reservation.token, cost: reservation.cost, lease: lease, at: now)
        }
        if wait <= 0, rule.maximumConcurrency != nil { hold(reservation, rule) }
        return .seconds(wait)
    }

    /// Gives the slot back.
    public func finish(_ reservation: GateReservation, rule: GateRule) async {
        holding.withLock { $0.removeValue(forKey: reservation.token) }?.cancel()
        await updateInAnyCase(rule) { state, now in state.finish(reservation, rule, at: now) }
    }

    /// Holds everybody off.
    public func holdOff(_ rule: GateRule, for delay: Duration) async {
        await updateInAnyCase(rule) { state, now in state.holdOff(rule, for: delay.inSeconds, at: now) }
    }

    /// Adopts an interval.
    public func adopt(_ interval: Duration?, rule: GateRule) async {
        await updateInAnyCase(rule) { state, _ in state.adopt(interval?.inSeconds) }
    }

    // MARK: Slots

    private func hold(_ reservation: GateReservation, _ rule: GateRule) {
        let token = reservation.token
        let task = Task { [weak self] in
            // Cancelling the task ends the sleep, and so the loop.
            while (try? await Task.sleep(for: Self.slotHeartbeat)) != nil {
                await self?.updateInAnyCase(rule) { state, now in state.keepSlot(token, until: now + Self.slotLease) }
            }
        }
        holding.withLock { $0[token] = task }
    }

    // MARK: The state

    private func updateInAnyCase(_ rule: GateRule, _ body: @escaping @Sendable (inout GateState, Double) -> Void) async
    {
        // Also when the task is cancelled: others must learn that a request is over. A server that cannot be told now could not be
        // asked for the request either; a slot that stays ends with its lease.
        try? await Task { try await self.update(rule, body) }.value
    }

    private func update<Value>(_ rule: GateRule, _ body: (inout GateState, Double) -> Value) async throws -> Value {
        let key = "cosci:{gate:\(rule.name)}"
        let keep = "\(max(86_400_000, RedisJobStore.milliseconds(rule.interval + rule.burstPause) * 4))"
        var (_, now, text) = try await exchange(key, "", "", keep)
        for attempt in 0..<Self.maximumTries {
            var state = Self.state(text, now, rule)
            let value = body(&state, now)
            let isDone: Bool
            (isDone, now, text) = try await exchange(key, text, try Self.text(state), keep)
            if isDone { return value }
            // Many who ask at once get out of each other's way.
            if attempt > 2 { try await Task.sleep(for: .microseconds(Int.random(in: 50...2000))) }
        }
        throw Busy(description: "the gate '\(rule.name)' is changed by too many at once")
    }

    private func exchange(_ key: String, _ was: String, _ shall: String, _ keep: String) async throws -> (
        Bool, Double, String
    ) {
        let answer = try await client.run(Self.exchange, keys: [key], [was, shall, keep]).elements ?? []
        guard answer.count == 3, let time = answer[1].integer, let text = answer[2].string else {
            throw Busy(description: "the gate at \(key) cannot be read")
        }
        return (answer[0].integer == 1, Double(time) / 1e6, text)
    }

    private static func text(_ state: GateState) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(state), as: UTF8.self)
    }

    /// What cannot be read counts as if a request had just started.
    private static func state(_ text: String, _ now: Double, _ rule: GateRule) -> GateState {
        if text.isEmpty { return GateState() }
        // See above: an unreadable state is no error but an unknown one.
        return (try? JSONDecoder().decode(GateState.self, from: Data(text.utf8))) ?? GateState(unknownAt: now, rule)
    }
}
