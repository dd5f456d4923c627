public import Literature
public import Ports

/// Writes to a library. There is one at a time, over all processes; it holds the library's lock until it is closed.
///
/// Durability: after ``commit()`` returns, what was written survives the end of the process at any moment, and a loss of
/// power too. A failed write leaves the transaction undone back to the last commit; the writer can go on from there.
///
/// Not thread-safe: use it from one thread at a time.
public final class LibraryWriter: IdentityEditor {
    /// How many records are best written between two commits.
    public static let recordsPerCommit = 20_000

    let library: Library
    let connection: Connection
    let reader: WorkReader
    let statements: WriterStatements
    var scratch = ScratchText()
    var authors = AuthorRows()
    var categories = CategoryRows()
    var rows = ByteKeyCache(limit: 150_000, arenaLimit: 4 << 20)
    var transaction = WriterTransaction()
    private var lock: WriterLock?
    private let copier: LogCopier

    init(_ library: Library, lock: WriterLock) throws {
        self.library = library
        self.lock = lock
        connection = try Connection(path: library.databasePath, mode: .readWrite)
        try connection.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA secure_delete = OFF;
            PRAGMA cache_size = -49152;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = \(LogCopier.logLimit);
            PRAGMA temp_store = MEMORY;
            """
        )
        reader = WorkReader(connection: connection)
        statements = try WriterStatements(connection)
        copier = try LogCopier(path: library.databasePath)
        try authors.synchronize(connection)
    }

    deinit { close() }

    // MARK: Writing

    /// Joins facts into the library. They are durable after the next ``commit()``.
    ///
    /// - Returns: what happened to each record, in order.
    /// - Throws: ``LibraryError``; everything since the last commit is then undone.
    public func write(_ records: [SourceRecord]) throws -> [WriteOutcome] {
        try undoingOnFailure {
            var outcomes: [WriteOutcome] = []
            outcomes.reserveCapacity(records.count)
            for record in records {
                switch record {
                case .paper(let paper): outcomes.append(try write(paper))
                case .citation(let citation): outcomes.append(try write(citation))
                }
            }
            return outcomes
        }
    }

    /// Makes everything written so far durable and visible.
    public func commit() throws {
        guard transaction.isOpen else { return }
        do {
            let counter = try ChangeLog.append(
                touched: transaction.touched,
                fresh: transaction.fresh,
                after: transaction.counter,
                connection
            )
            try ChangeNotes.note(transaction.kinds, after: transaction.counter, upTo: counter, connection)
            try connection.execute("COMMIT")
            transaction.isOpen = false
            copier.committed()
        } catch {
            undo()
            throw error
        }
    }

    /// Leaves the transaction undone since the last commit and releases the lock. Idempotent.
    public func close() {
        guard lock != nil else { return }
        if transaction.isOpen { undo() }
        copier.finish()
        lock?.release()
        lock = nil
    }

    /// Runs `body` in the transaction; on failure everything since the last commit is undone.
    func undoingOnFailure<Result>(_ body: () throws -> Result) throws -> Result {
        guard lock != nil else {
            throw LibraryError(.io, "\(library.path): the writer is closed")
        }
        if !transaction.isOpen {
            try connection.execute("BEGIN IMMEDIATE")
            transaction = try WriterTransaction(connection)
        }
        do {
            return try body()
        } catch {
            undo()
            throw error
        }
    }

    private func undo() {
        connection.rollBack()
        transaction.isOpen = false
        rows.removeAll()
        categories.restart()
        // Numbering starts from what the library holds; if even reading fails, the next write fails by itself.
        try? authors.restart(connection)
    }
}

/// What an open transaction has touched.
struct WriterTransaction {
    var isOpen = false
    /// The change counter when it began.
    private(set) var counter: Int64 = 0
    private var firstFresh: Int64 = 1
    /// The number of the next row of `paper`.
    var next: Int64 = 1
    /// Rows of `paper` from before the transaction that it changed, and what changed of them.
    private(set) var touched: [Int64: WorkChange.Kinds] = [:]
    /// What its changes were about.
    var kinds = ChangeKinds()

    init() {}

    init(_ connection: Connection) throws {
        counter = try ChangeLog.counter(connection)
        next = try connection.integer("SELECT max(id) FROM paper") + 1
        firstFresh = next
        isOpen = true
    }

    /// Rows of `paper` that the transaction made.
    var fresh: Range<Int64> { firstFresh..<next }

    /// Notes that something of a row changed.
    mutating func touch(_ row: Int64, _ change: WorkChange.Kinds) {
        if row < firstFresh { touched[row, default: []].formUnion(change) }
    }
}

extension Library {
    /// Takes the right to write.
    ///
    /// - Throws: ``LibraryError``: `readOnly`, or `locked` with the holder's process and machine.
    public func makeWriter() throws -> LibraryWriter {
        guard mode != .readOnly else {
            throw LibraryError(.readOnly, "\(path): opened for reading only")
        }
        return try LibraryWriter(self, lock: WriterLock(path: lockPath))
    }
}
