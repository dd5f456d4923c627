public import Literature
public import Ports

/// Changes shelves on one connection, inside a transaction of ``Library/editShelves(at:_:)``.
final class ShelfWriter: ShelfEditor {
    /// How many collections there may be, and how many tags.
    static let shelfLimit = 10_000

    let connection: Connection
    let rows: ShelfRows
    let now: Timestamp

    init(_ connection: Connection, now: Timestamp) {
        self.connection = connection
        self.now = now
        rows = ShelfRows(connection)
    }

    /// A value for a parameter of a statement.
    enum Value {
        case integer(Int64)
        case text(String)

        static func time(_ time: Timestamp) -> Value { .integer(time.secondsSince1970) }
        static func paper(_ paper: PaperIdentifier) -> Value { .text(paper.description) }
    }

    /// Runs a statement with its parameters.
    ///
    /// - Returns: how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ values: Value...) throws -> Int {
        let statement = try connection.cached(sql)
        for (place, value) in values.enumerated() {
            switch value {
            case .integer(let number): statement.bind(Int32(place + 1), number)
            case .text(let text): statement.bind(Int32(place + 1), text)
            }
        }
        try statement.run()
        return Int(connection.changes)
    }

    /// The row of the thing of a name.
    ///
    /// - Throws: ``ShelfError/Code/unknown``.
    func row(_ name: ShelfName, in table: ShelfRows.Table) throws -> Int64 {
        guard let row = try rows.row(name, in: table) else {
            throw ShelfError(.unknown, "there is no \(table.rawValue) '\(name)'")
        }
        return row
    }

    /// - Throws: ``ShelfError/Code/exists`` when the name is taken.
    func requireFree(_ name: ShelfName, in table: ShelfRows.Table) throws {
        guard try rows.row(name, in: table) == nil else {
            throw ShelfError(.exists, "there is a \(table.rawValue) '\(name)' already")
        }
    }

    /// - Throws: ``ShelfError/Code/tooMany`` when there is no room for another.
    func requireRoom(in table: ShelfRows.Table, limit: Int) throws {
        let count = try connection.integer("SELECT count(*) FROM \(table.rawValue) WHERE 1\(table.condition)")
        guard count < limit else {
            throw ShelfError(.tooMany, "there are \(count) of them already; delete a \(table.rawValue) first")
        }
    }

    /// Gives a thing another name; another spelling of its own name is one too.
    func rename(_ name: ShelfName, to other: ShelfName, in table: ShelfRows.Table) throws {
        let row = try row(name, in: table)
        if name != other { try requireFree(other, in: table) }
        try run(
            "UPDATE \(table.rawValue) SET name = ?2, key = ?3 WHERE id = ?1",
            .integer(row),
            .text(other.text),
            .text(other.key)
        )
    }

    /// The papers of `papers` that are not on a shelf, each work once, by the identifiers under which they are filed.
    func missing(_ papers: [PaperIdentifier], from entries: [ShelfEntry]) throws -> [PaperIdentifier] {
        var present = Set(try entries.map { try rows.filing($0.identifier) })
        return try papers.map { try rows.filing($0) }.filter { present.insert($0).inserted }
    }

    /// Takes a paper from a shelf under all its names.
    ///
    /// - Returns: whether it was there.
    func take(_ paper: PaperIdentifier, from shelf: Int64, _ sql: String) throws -> Bool {
        var count = 0
        // As it was filed when the library knew less, too.
        for name in Set(try rows.names(of: paper) + [paper]).sorted() {
            count += try run(sql, .integer(shelf), .paper(name))
        }
        return count > 0
    }
}

extension Library {
    /// Changes the shelves in one transaction, which is durable when this returns and undone when `body` throws.
    ///
    /// Holds the library's lock meanwhile, as every writer does.
    ///
    /// - Throws: `ShelfError` with the code `busy` at once when another program writes to the library; ``LibraryError``; what
    ///   `body` throws.
    public func editShelves<Result>(at now: Timestamp, _ body: (any ShelfEditor) throws -> Result) throws -> Result {
        guard mode != .readOnly else { throw LibraryError(.readOnly, "\(path): opened for reading only") }
        let lock: WriterLock
        do {
            lock = try WriterLock(path: lockPath)
        } catch let error as LibraryError where error.code == .locked {
            throw ShelfError(.busy, error.description)
        }
        defer { lock.release() }
        let connection = try Connection(path: databasePath, mode: .readWrite)
        try connection.execute("PRAGMA synchronous = FULL")
        try connection.execute("BEGIN IMMEDIATE")
        do {
            let result = try body(ShelfWriter(connection, now: now))
            try connection.execute("COMMIT")
            return result
        } catch {
            connection.rollBack()
            throw error
        }
    }
}
