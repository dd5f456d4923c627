import TextAnalysis

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The full text index `derived/text-index.sqlite`: FTS5 over the terms of title, abstract and authors of every described
/// work, by the row under which the work is filed. The texts themselves are not kept a second time.
///
/// The file can be deleted at any time; it is built again from the library. It says which library, analyser and change
/// counter it was built from. Its content is a function of the library at that counter.
///
/// Used by one thread at a time, by the holder of the library's lock only.
final class TextIndexFile {
    /// Changes whenever the file's layout does.
    static let format: Int64 = 1
    /// Works analysed and written together.
    static let batch = 256
    /// Bytes of postings kept in memory until a segment is written.
    private static let hashSize = 40 << 20

    /// What a file says about itself.
    struct State: Equatable {
        var format: Int64
        var analyzer: Int64
        var library: String
        var counter: Int64
    }

    private(set) var connection: Connection
    private var analyzer = TextAnalyzer()
    private var insert: Statement
    private var remove: Statement

    /// Opens or makes the file. One made by another version or for another library is emptied.
    init(_ library: Library) throws {
        try Library.makeFolder(library.derivedPath)
        do {
            connection = try Self.open(library.textIndexPath)
            if try Self.state(connection) == nil { try Self.makeSchema(connection, try Self.identity(library)) }
        } catch let error as LibraryError where error.code == .corrupt {
            Self.delete(library.textIndexPath)
            connection = try Self.open(library.textIndexPath)
            try Self.makeSchema(connection, try Self.identity(library))
        }
        let fields = "(works, rowid, title, abstract, authors) VALUES"
        insert = try connection.prepare("INSERT INTO works(rowid, title, abstract, authors) VALUES (?1, ?2, ?3, ?4)")
        remove = try connection.prepare("INSERT INTO works\(fields) ('delete', ?1, ?2, ?3, ?4)")
    }

    // MARK: State

    /// What the index of a library says about itself; nil when there is none that can be read.
    static func state(_ library: Library) throws -> State? {
        guard Library.exists(library.textIndexPath) else { return nil }
        do {
            return try state(try Library.openForReading(library.textIndexPath) { _ = try state($0) })
        } catch let error as LibraryError where error.code == .corrupt {
            return nil
        }
    }

    static func state(_ connection: Connection) throws -> State? {
        guard try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'state'") == 1 else { return nil }
        let statement = try connection.prepare("SELECT format, analyzer, library, counter FROM state")
        guard try statement.step() else { return nil }
        return State(
            format: statement.integer(0),
            analyzer: statement.integer(1),
            library: statement.text(2),
            counter: statement.integer(3)
        )
    }

    /// The random name of a library.
    static func identity(_ library: Library) throws -> String {
        try library.read { connection in
            let statement = try connection.cached("SELECT value FROM meta WHERE key = 'library'")
            defer { statement.reset() }
            return try statement.step() ? statement.text(0) : ""
        }
    }

    private static func open(_ path: String) throws -> Connection {
        let connection = try Connection(path: path, mode: .readWrite)
        try connection.execute(
            """
            PRAGMA page_size = 8192;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA secure_delete = OFF;
            PRAGMA cache_size = -16384;
            PRAGMA wal_autocheckpoint = 2000;
            PRAGMA journal_size_limit = 67108864;
            """
        )
        return connection
    }

    private static func delete(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }

    private static func makeSchema(_ connection: Connection, _ library: String) throws {
        try connection.execute(
            """
            BEGIN IMMEDIATE;
            CREATE VIRTUAL TABLE works USING fts5(title, abstract, authors, content = '', tokenize = 'ascii');
            INSERT INTO works(works, rank) VALUES ('pgsz', 4000);
            INSERT INTO works(works, rank) VALUES ('hashsize', \(hashSize));
            INSERT INTO works(works, rank) VALUES ('automerge', 0);
            INSERT INTO works(works, rank) VALUES ('crisismerge', 16);
            CREATE TABLE state(
                format INTEGER NOT NULL, analyzer INTEGER NOT NULL, library TEXT NOT NULL, counter INTEGER NOT NULL
            );
            INSERT INTO state VALUES (\(format), \(TextAnalyzer.version), '', 0);
            """
        )
        let statement = try connection.prepare("UPDATE state SET library = ?1")
        statement.bind(1, library)
        try statement.run()
        try connection.execute("COMMIT")
    }

    // MARK: Writing

    /// Writes analysed changes into the open transaction, beginning one if needed.
    func apply(_ texts: AnalyzedTexts) throws {
        if !connection.isInTransaction { try connection.execute("BEGIN IMMEDIATE") }
        try texts.terms.withUnsafeBufferPointer { terms in
            var start = 0
            for step in texts.steps {
                let statement = step.isRemoval ? remove : insert
                statement.bind(1, step.work)
                statement.bind(2, staying: UnsafeBufferPointer(rebasing: terms[start..<step.titleEnd]))
                statement.bind(3, staying: UnsafeBufferPointer(rebasing: terms[step.titleEnd..<step.abstractEnd]))
                statement.bind(4, staying: UnsafeBufferPointer(rebasing: terms[step.abstractEnd..<step.authorsEnd]))
                try statement.run()
                start = step.authorsEnd
            }
        }
    }

    /// Ends the transaction: the index holds the library's state `counter`.
    func commit(_ counter: Int64) throws {
        if !connection.isInTransaction { try connection.execute("BEGIN IMMEDIATE") }
        let statement = try connection.cached("UPDATE state SET counter = ?1")
        statement.bind(1, counter)
        try statement.run()
        try connection.execute("COMMIT")
    }

    /// Leaves the open transaction undone.
    func rollBack() { connection.rollBack() }

    // MARK: Following the library

    /// Brings the index to the library's present state; builds it anew when it was not made from this library's past by
    /// this version.
    func catchUp(_ library: Library, progress: (Int, Int) -> Void = { _, _ in }) throws {
        let identity = try Self.identity(library)
        let counter = try library.changeCounter()
        let state = try Self.state(connection)
        guard let state, state.format == Self.format, state.analyzer == TextAnalyzer.version,
            state.library == identity, state.counter <= counter
        else { return try rebuild(library, progress: progress) }
        if state.counter == counter { return }
        try undoingOnFailure {
            try library.read { try follow($0, after: state.counter, progress) }
        }
    }

    /// Builds the index anew. Readers see the old one until the new one is complete.
    func rebuild(_ library: Library, progress: (Int, Int) -> Void = { _, _ in }) throws {
        let identity = try Self.identity(library)
        try undoingOnFailure {
            try connection.execute("BEGIN IMMEDIATE; INSERT INTO works(works) VALUES ('delete-all')")
            let statement = try connection.prepare("UPDATE state SET format = ?1, analyzer = ?2, library = ?3")
            statement.bind(1, Self.format)
            statement.bind(2, Int64(TextAnalyzer.version))
            statement.bind(3, identity)
            try statement.run()
            try library.read { try follow($0, after: nil, progress) }
        }
    }

    private func undoingOnFailure(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            rollBack()
            throw error
        }
    }

    /// Indexes the works touched after a change (nil: all works) as they are on a connection to the library.
    private func follow(_ source: Connection, after change: Int64?, _ progress: (Int, Int) -> Void) throws {
        let reader = WorkReader(connection: source)
        let ranges =
            try change.map { try ChangeLog.touched(after: $0, source) } ?? [
                1...max(1, source.integer("SELECT max(id) FROM paper"))
            ]
        let total = ranges.reduce(0) { $0 + $1.count }
        var (done, changes): (Int, [TextChange]) = (0, [])
        for range in ranges {
            for work in range {
                if let change = try self.change(of: work, after: change, reader) { changes.append(change) }
                done += 1
                guard changes.count >= Self.batch else { continue }
                try apply(AnalyzedTexts(changes, &analyzer))
                changes.removeAll(keepingCapacity: true)
                progress(done, total)
            }
        }
        try apply(AnalyzedTexts(changes, &analyzer))
        try commit(try ChangeLog.counter(source))
        progress(total, total)
    }

    /// How the text of a row changed since the index was written; nil when it did not.
    private func change(of row: Int64, after change: Int64?, _ reader: WorkReader) throws -> TextChange? {
        let isIndexed = try change != nil && isIndexed(row)
        let old = isIndexed ? try displaced(row, after: change ?? 0, reader.connection) : nil
        // Indexed and never displaced: the text is still the same.
        if isIndexed && old == nil { return nil }
        let isWork = try reader.work(of: row) == row
        let new = isWork ? TextDocument(try reader.paper(row)) : nil
        return old == new ? nil : TextChange(work: row, old: old, new: new)
    }

    private func isIndexed(_ row: Int64) throws -> Bool {
        let statement = try connection.cached("SELECT 1 FROM works_docsize WHERE id = ?1")
        statement.bind(1, row)
        defer { statement.reset() }
        return try statement.step()
    }

    /// The text that a row had when the library was at a change.
    private func displaced(_ row: Int64, after change: Int64, _ source: Connection) throws -> TextDocument? {
        let statement = try source.cached(
            "SELECT title, abstract, authors FROM displaced_text WHERE paper = ?1 AND seq > ?2 ORDER BY seq LIMIT 1"
        )
        statement.bind(1, row)
        statement.bind(2, change)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return TextDocument(title: statement.text(0), abstract: statement.text(1), authors: statement.text(2))
    }

    /// Throws unless the index is consistent in itself.
    func checkIntegrity() throws {
        try connection.execute("INSERT INTO works(works) VALUES ('integrity-check')")
    }
}
