import Foundation

/// Keeps the state of gates in files, so that all processes of a machine share it.
///
/// One small file per gate, changed under an advisory lock that lasts microseconds. Times are those since the machine started, which
/// all processes see alike; a file from before a restart, or a damaged one, counts as if a request had just started. The slot of a process
/// that was killed is free at once.
public final class FileGateCoordinator: GateCoordinator {
    /// A gate's file cannot be used.
    public struct Failure: Error, CustomStringConvertible {
        /// The file, why, and what to do.
        public var description: String
    }

    /// What the file holds, behind eight digits of its checksum.
    private struct Record: Codable {
        var boot: String
        var state: GateState
    }

    private static let patience: Duration = .seconds(20)
    private static let sizeLimit = 1 << 20

    private let directory: String
    private let clock: any BatchClock
    private let boot: String
    private let holds = SlotHolds()

    /// Gates whose files lie in `directory`, which is made when it is missing.
    public init(directory: String, clock: any BatchClock = SystemBatchClock()) {
        self.directory = directory
        self.clock = clock
        boot = Self.bootIdentifier()
    }

    /// Asks for a turn.
    public func reserve(_ rule: GateRule, cost: Double, lease: Duration) async throws -> GateReservation {
        let (turn, now) = try await update(rule) { state, now, _ in (state.reserve(rule, cost: cost, at: now), now) }
        return GateReservation(cost: cost, lease: lease, turn: turn, now: now)
    }

    /// Takes a slot. Those whose process ended without giving them back are free at once.
    public func start(_ reservation: GateReservation, rule: GateRule) async throws -> Duration {
        let path = path(rule)
        let wait = try await update(rule) { state, now, descriptor in
            if let maximum = rule.maximumConcurrency, state.slots.count >= maximum {
                state.dropSlots { !SlotHolds.isHeld($0, descriptor: descriptor) }
            }
            let wait = state.start(
                rule,
                token: reservation.token,
                cost: reservation.cost,
                lease: reservation.lease.inSeconds,
                at: now
            )
            guard wait <= 0, rule.maximumConcurrency != nil, !holds.hold(reservation.token, path: path) else {
                return wait
            }
            throw failure(path, "its slot cannot be held: " + String(cString: strerror(errno)))
        }
        return .seconds(wait)
    }

    /// Gives the slot back.
    public func finish(_ reservation: GateReservation, rule: GateRule) async {
        await updateInAnyCase(rule) { state, now in state.finish(reservation, rule, at: now) }
        holds.release(reservation.token)
    }

    /// Holds everybody off.
    public func holdOff(_ rule: GateRule, for delay: Duration) async {
        await updateInAnyCase(rule) { state, now in state.holdOff(rule, for: delay.inSeconds, at: now) }
    }

    /// Adopts an interval.
    public func adopt(_ interval: Duration?, rule: GateRule) async {
        await updateInAnyCase(rule) { state, _ in state.adopt(interval?.inSeconds) }
    }

    // MARK: Files

    /// Changes a gate even when the task is cancelled: others must learn that a request is over.
    private func updateInAnyCase(_ rule: GateRule, _ body: @escaping @Sendable (inout GateState, Double) -> Void) async
    {
        // A file that cannot be changed now could not be changed for the request either, which then has failed with the reason; a slot
        // that stays ends with its lease.
        try? await Task { try await self.update(rule) { state, now, _ in body(&state, now) } }.value
    }

    private func update<Value>(
        _ rule: GateRule,
        _ body: (inout GateState, Double, Int32) throws -> Value
    ) async throws -> Value {
        let path = path(rule)
        let descriptor = try open(path)
        defer { close(descriptor) }
        try await lock(descriptor, path)
        defer { flock(descriptor, LOCK_UN) }
        let now = clock.now().inSeconds
        var state = load(descriptor, now, rule)
        let value = try body(&state, now, descriptor)
        try store(state, descriptor, path)
        return value
    }

    private func path(_ rule: GateRule) -> String { "\(directory)/\(rule.name).gate" }

    private func open(_ path: String) throws -> Int32 {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC
        var descriptor = Foundation.open(path, flags, 0o600)
        if descriptor < 0, errno == ENOENT {
            // A failure shows at the second try to open.
            try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            descriptor = Foundation.open(path, flags, 0o600)
        }
        guard descriptor >= 0 else { throw failure(path, String(cString: strerror(errno))) }
        return descriptor
    }

    private func lock(_ descriptor: Int32, _ path: String) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw failure(path, String(cString: strerror(errno))) }
            guard ContinuousClock.now < deadline else {
                throw failure(path, "another process has held it for \(Int(Self.patience.inSeconds)) s")
            }
            try await Task.sleep(for: .microseconds(Int.random(in: 50...500)))
        }
    }

    private func load(_ descriptor: Int32, _ now: Double, _ rule: GateRule) -> GateState {
        let size = lseek(descriptor, 0, SEEK_END)
        guard size > 0 else { return size == 0 ? GateState() : GateState(unknownAt: now, rule) }
        var bytes = [UInt8](repeating: 0, count: min(Int(size), Self.sizeLimit))
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let body = bytes.prefix(max(0, count)).dropFirst(8)
        guard count > 8, Array(bytes.prefix(8)) == Checksum.hexadecimal(Checksum.crc32(body)),
            // Whatever it is that cannot be read, the state is unknown: the pace is kept as if somebody had just asked.
            let record = try? JSONDecoder().decode(Record.self, from: Data(body)), record.boot == boot
        else { return GateState(unknownAt: now, rule) }
        return record.state
    }

    private func store(_ state: GateState, _ descriptor: Int32, _ path: String) throws {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .throw
        // The error that is thrown names the file, which the encoder's does not.
        guard let body = try? encoder.encode(Record(boot: boot, state: state)) else {
            throw failure(path, "its state cannot be written down")
        }
        let bytes = Checksum.hexadecimal(Checksum.crc32(body)) + body
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, ftruncate(descriptor, off_t(bytes.count)) == 0
        else { throw failure(path, String(cString: strerror(errno))) }
    }

    private func failure(_ path: String, _ reason: String) -> Failure {
        Failure(description: "\(path): \(reason); it keeps the pace of requests, so none can be sent without it")
    }

    /// Tells this start of the machine from others.
    private static func bootIdentifier() -> String {
        (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown"
    }
}
