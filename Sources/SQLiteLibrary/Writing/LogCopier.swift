import Foundation

/// Copies what was committed from the log of `library.sqlite` into the file itself, on a thread and a connection of its own,
/// so that the writer can go on meanwhile.
///
/// Failures are passed over, as SQLite does with its own automatic copying: the log stays, holds everything, and is copied
/// the next time; a full disk shows at the next commit.
///
/// `@unchecked Sendable`: everything that changes is guarded by `condition`; the connection belongs to the thread.
final class LogCopier: @unchecked Sendable {
    /// The size in bytes beyond which the writer lets the log be emptied before it goes on.
    static let logLimit = 128 << 20
    /// Bytes that have to be committed before copying begins.
    private static let worthwhile = 8 << 20

    private let condition = NSCondition()
    private var isWanted = false
    private var isLong = false
    private var isBusy = false
    private var isEnding = false
    private var hasEnded = false
    private let connection: Connection

    init(path: String) throws {
        connection = try Connection(path: path, mode: .readWrite)
        try connection.execute("PRAGMA synchronous = FULL; PRAGMA busy_timeout = 0")
        let thread = Thread { [self] in run() }
        thread.name = "log-copier"
        thread.start()
    }

    /// Starts copying behind the writer's back; when the log has become long, waits until it has been copied whole and cut
    /// off. Call it between two transactions.
    func committed() {
        let size = Library.size(connection.path + "-wal")
        guard size >= Self.worthwhile else { return }
        condition.withLock {
            isWanted = true
            isLong = size >= Self.logLimit
            condition.broadcast()
            guard isLong else { return }
            while isWanted || isBusy { condition.wait() }
        }
    }

    /// Copies what is left, cuts the log off if nobody reads it, and ends the thread. Idempotent.
    func finish() {
        condition.withLock {
            isEnding = true
            condition.broadcast()
            while !hasEnded { condition.wait() }
        }
    }

    private func run() {
        while let mode = next() {
            copy(mode)
            condition.withLock {
                isBusy = false
                condition.broadcast()
            }
        }
        copy("TRUNCATE")
        condition.withLock {
            hasEnded = true
            condition.broadcast()
        }
    }

    /// Waits for work: how to copy; nil at the end. Cutting the log off keeps writers out, which is why it is not the rule.
    private func next() -> String? {
        condition.withLock {
            while !isWanted && !isEnding { condition.wait() }
            isBusy = !isEnding
            isWanted = false
            return isBusy ? (isLong ? "TRUNCATE" : "PASSIVE") : nil
        }
    }

    /// A copy that fails costs only time: the log keeps everything, and the next copy or the next opening takes it on.
    private func copy(_ mode: String) {
        try? connection.execute("PRAGMA wal_checkpoint(\(mode))")
    }
}
