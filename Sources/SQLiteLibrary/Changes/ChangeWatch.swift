import Ports

/// Sees on a connection of its own whether anybody wrote to the library, in a microsecond or two; for one thread at a time.
///
/// `@unchecked Sendable`: the library hands a watch from thread to thread under a lock and never shares it.
final class ChangeWatch: @unchecked Sendable {
    private let connection: Connection
    private let version: Statement
    private let last: Statement
    private var known: (version: Int64, mark: ChangeMark)?

    init(path: String) throws {
        connection = try Library.openForReading(path) { _ = try $0.integer("SELECT count(*) FROM sqlite_schema") }
        version = try connection.prepare("PRAGMA data_version")
        last = try connection.prepare("SELECT seq, first, last FROM change ORDER BY seq DESC LIMIT 1")
    }

    /// The last change.
    func latest() throws -> ChangeMark {
        // The version is asked for first: a change that comes between the two is seen at the next call.
        let version = try number()
        if let known, known.version == version { return known.mark }
        defer { last.reset() }
        let mark = try last.step() ? ChangeLog.mark(last) : ChangeMark(counter: 0, first: 0, last: 0)
        known = (version, mark)
        return mark
    }

    private func number() throws -> Int64 {
        defer { version.reset() }
        return try version.step() ? version.integer(0) : 0
    }
}
