import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A library: the folder that holds what is known about papers.
///
/// Reading is thread-safe: each call takes a connection of its own and sees one consistent state; it never waits for the
/// writer. One ``LibraryWriter`` at a time, over all processes, may write.
public final class Library: Sendable {
    /// What a library is opened for.
    public enum Mode: Hashable, Sendable {
        /// Only reading; works in a folder and on a medium that cannot be changed.
        case readOnly
        /// Reading and writing; the library must exist.
        case readWrite
        /// Reading and writing; the folder and the library are made when they are missing.
        case create
    }

    /// The folder.
    public let path: String
    /// What the library is opened for.
    public let mode: Mode

    private let idle = Mutex<[Connection]>([])
    let changeWatches = Mutex<[ChangeWatch]>([])

    /// Opens a library. Takes a few milliseconds and reads no more than a page or two.
    ///
    /// - Throws: ``LibraryError``: `notFound`, `newerSchema`, `corrupt`, `readOnly`, `locked` (only when an older schema
    ///   has to be brought up to date while another process writes).
    public static func open(at path: String, mode: Mode) throws -> Library {
        let library = Library(path: path, mode: mode)
        if mode == .create {
            try Self.makeFolder(path)
            if !Self.exists(library.databasePath) { try library.upgrade() }
        }
        guard Self.exists(library.databasePath) else {
            throw LibraryError(
                .notFound,
                "\(path): there is no library here",
                advice: "make one with 'arxiv-cosci import FILE', or name another folder with --library"
            )
        }
        let connection = try library.open()
        if try library.isOutdated(connection) {
            try library.upgrade()
        }
        library.idle.withLock { $0.append(connection) }
        return library
    }

    private init(path: String, mode: Mode) {
        self.path = path
        self.mode = mode
    }

    var databasePath: String { path + "/library.sqlite" }
    var lockPath: String { path + "/lock" }

    // MARK: Connections

    /// Runs `body` with a connection in a read transaction.
    func read<Result>(_ body: (Connection) throws -> Result) throws -> Result {
        let connection = try idle.withLock { $0.popLast() } ?? open()
        defer { idle.withLock { $0.append(connection) } }
        return try connection.reading { try body(connection) }
    }

    private func open() throws -> Connection {
        try Self.openForReading(databasePath) { _ = try $0.integer("SELECT count(*) FROM sqlite_schema") }
    }

    /// Opens a file for reading; one that nobody can change and that has no log is read as it is, because SQLite's log
    /// needs a folder that can be written to.
    static func openForReading(_ path: String, probe: (Connection) throws -> Void) throws -> Connection {
        do {
            let connection = try Connection(path: path, mode: .readOnly)
            try probe(connection)
            return connection
        } catch let error as LibraryError where error.code != .corrupt && error.code != .locked {
            guard size(path + "-wal") == 0 else { throw error }
            let connection = try Connection(path: path, mode: .immutable)
            try probe(connection)
            return connection
        }
    }

    // MARK: Schema

    private func isOutdated(_ connection: Connection) throws -> Bool {
        let found = try connection.integer("PRAGMA user_version")
        if found > Schema.version {
            throw LibraryError(
                .newerSchema,
                "\(databasePath): made by a newer version of this program (schema \(found), known: \(Schema.version))",
                advice: "update arxiv-cosci"
            )
        }
        if found == 0, try connection.integer("SELECT count(*) FROM sqlite_schema") > 0 {
            throw LibraryError(.corrupt, "\(databasePath): not a library", advice: "name another folder with --library")
        }
        return found < Schema.version
    }

    private func upgrade() throws {
        guard mode != .readOnly else {
            throw LibraryError(
                .readOnly,
                "\(databasePath): the library was made by an older version and must be brought up to date",
                advice: "open it once for writing"
            )
        }
        let lock = try WriterLock(path: lockPath)
        defer { lock.release() }
        try Schema.migrate(path: databasePath)
        // The text index of the first schema.
        for suffix in ["", "-wal", "-shm"] { unlink(path + "/derived/text-index.sqlite" + suffix) }
        try Connection(path: databasePath, mode: .readWrite).execute("PRAGMA journal_mode = WAL")
    }

    // MARK: Files

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The size of a file in bytes; 0 when there is none.
    static func size(_ path: String) -> Int {
        var info = stat()
        return stat(path, &info) == 0 ? Int(info.st_size) : 0
    }

    /// Makes a folder and those above it.
    static func makeFolder(_ path: String) throws {
        if exists(path) { return }
        if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.utf8.startIndex {
            try makeFolder(String(path[..<slash]))
        }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            let number = errno
            throw LibraryError(
                number == ENOSPC ? .diskFull : number == EROFS || number == EACCES ? .readOnly : .io,
                "\(path): cannot make the folder: \(String(cString: strerror(number)))",
                advice: "name another folder with --library"
            )
        }
    }
}
