import GRDBSQLite

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The error numbers that the library tells apart.
enum Errno {
    static let noSpace = ENOSPC
    static let quota = EDQUOT
}

/// A connection to one database file, used by one thread at a time.
///
/// SQLite's own calls are used instead of a wrapper's because binding and stepping are the hot path of an import.
///
/// `@unchecked Sendable`: owners hand a connection from thread to thread under a lock and never share it.
final class Connection: @unchecked Sendable {
    /// How a file is opened.
    enum Mode {
        /// Reads; takes part in the locking protocol.
        case readOnly
        /// Reads a file that nobody can change, without locks and without side files.
        case immutable
        /// Reads and writes; makes the file when it is missing.
        case readWrite
    }

    let handle: OpaquePointer
    let path: String
    private var statements: [String: Statement] = [:]

    init(path: String, mode: Mode) throws {
        var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
        flags |= mode == .readWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        var opened: OpaquePointer?
        let name = "file:" + Self.escaped(path) + (mode == .immutable ? "?immutable=1" : "")
        let result = sqlite3_open_v2(name, &opened, flags, nil)
        guard result == SQLITE_OK, let opened else {
            let error = LibraryError.sqlite(
                result,
                systemError: opened.map { sqlite3_system_errno($0) } ?? 0,
                detail: String(cString: sqlite3_errstr(result)),
                path: path
            )
            if let opened { sqlite3_close_v2(opened) }
            throw error
        }
        handle = opened
        self.path = path
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, 5000)
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Percent-escapes what has a meaning in a file URI.
    private static func escaped(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0x00...0x20, 0x7F...0xFF:
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            default: result.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return result
    }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// A new prepared statement, for owners that keep it themselves.
    func prepare(_ sql: String) throws -> Statement {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
        guard let statement else { throw LibraryError(.io, "empty statement") }
        return Statement(statement, self)
    }

    /// A prepared statement that the connection keeps; it is reset.
    func cached(_ sql: String) throws -> Statement {
        if let statement = statements[sql] {
            statement.reset()
            return statement
        }
        let statement = try prepare(sql)
        statements[sql] = statement
        return statement
    }

    /// The first column of the first row as an integer; 0 when there is none.
    func integer(_ sql: String) throws -> Int64 {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : 0
    }

    /// The number of rows that the last statement changed.
    var changes: Int32 { sqlite3_changes(handle) }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Leaves an open transaction undone.
    func rollBack() {
        for statement in statements.values { statement.reset() }
        if isInTransaction { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
    }

    /// Runs `body` in a read transaction: it sees one state.
    func reading<Result>(_ body: () throws -> Result) throws -> Result {
        try execute("BEGIN")
        defer { rollBack() }
        return try body()
    }

    /// Throws unless `result` is a success.
    func check(_ result: Int32) throws {
        guard result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW else { throw failure(result) }
    }

    func failure(_ result: Int32) -> LibraryError {
        LibraryError.sqlite(
            result,
            systemError: result & 0xFF == SQLITE_IOERR ? sqlite3_system_errno(handle) : 0,
            detail: String(cString: sqlite3_errmsg(handle)),
            path: path
        )
    }
}
