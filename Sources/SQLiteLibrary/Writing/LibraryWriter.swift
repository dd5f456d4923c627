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
    var textChanges: [TextChange] = []
    private var lock: WriterLock?
    private var indexer: TextIndexThread?
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
        try forgetDisplacedTexts()
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
            passOnTextChanges()
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
            indexer?.committed(counter)
        } catch {
            undo()
            throw error
        }
    }

    /// Leaves the transaction undone since the last commit, brings the text index to the last commit and releases the
    /// lock. Idempotent. Use ``finishTextIndex()`` before to learn of failures of the index.
    public func close() {
        guard lock != nil else { return }
        if transaction.isOpen { undo() }
        indexer?.finish()
        indexer = nil
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
        textChanges.removeAll()
        rows.removeAll()
        categories.restart()
        // Numbering starts from what the library holds; if even reading fails, the next write fails by itself.
        try? authors.restart(connection)
        indexer?.rolledBack()
    }

    // MARK: The text index

    /// Feeds the text index with what is written from now on, on a thread of its own, after bringing it up to date.
    ///
    /// - Parameter progress: called with the number of works done and of all works to do.
    public func startTextIndex(progress: (Int, Int) -> Void = { _, _ in }) throws {
        guard indexer == nil else { return }
        try commit()
        let file = try TextIndexFile(library)
        try file.catchUp(library, progress: progress)
        indexer = TextIndexThread(file)
    }

    /// Waits until the text index holds everything that is committed. What is written afterwards does not reach the index
    /// until ``startTextIndex(progress:)`` is called again.
    ///
    /// - Throws: what kept the index from it; the library itself is whole, and the index catches up at the next start.
    public func finishTextIndex() throws {
        guard let indexer else { return }
        self.indexer = nil
        guard indexer.finish() else { return }
        let failure = indexer.failure
        if let failure { throw failure }
        let file = try TextIndexFile(library)
        try file.catchUp(library)
    }

    /// Builds the text index anew from the library.
    public func rebuildTextIndex(progress: (Int, Int) -> Void = { _, _ in }) throws {
        try commit()
        try finishTextIndex()
        try TextIndexFile(library).rebuild(library, progress: progress)
    }

    private func passOnTextChanges() {
        if let indexer, !textChanges.isEmpty { indexer.push(textChanges) }
        textChanges.removeAll(keepingCapacity: true)
    }

    /// Notes how the text of a work changes: for the index that is fed now, and for one that has to catch up later.
    func note(_ change: TextChange) throws {
        if indexer != nil { textChanges.append(change) }
        guard let old = change.old, !transaction.fresh.contains(change.work) else { return }
        let statement = statements.displaceText
        statement.bind(1, change.work)
        statement.bind(2, transaction.counter + 1)
        statement.bind(3, old.title)
        statement.bind(4, old.abstract)
        statement.bind(5, old.authors)
        try statement.run()
    }

    /// Whether texts are collected for the index.
    var feedsTextIndex: Bool { indexer != nil }

    /// Drops the texts that no index needs any more.
    private func forgetDisplacedTexts() throws {
        guard try connection.integer("SELECT EXISTS (SELECT 1 FROM displaced_text)") == 1 else { return }
        let passed = try TextIndexFile.state(library)?.counter ?? Int64.max
        let statement = try connection.prepare("DELETE FROM displaced_text WHERE seq <= ?1")
        statement.bind(1, passed)
        try statement.run()
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
    /// Rows of `paper` from before the transaction that it changed.
    var touched: Set<Int64> = []
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

    mutating func touch(_ row: Int64) {
        if row < firstFresh { touched.insert(row) }
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
