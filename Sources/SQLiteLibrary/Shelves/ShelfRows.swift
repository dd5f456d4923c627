import Literature
import Ports

/// Entries of a shelf that name one work, or one identifier that the library does not know.
struct ShelfGroup {
    /// The row under which the work is filed; nil when the library does not have it.
    var work: Int64?
    /// The entries, in the shelf's order; never empty.
    var entries: [ShelfEntry]
}

/// Reads shelves on one connection, inside a transaction of the caller.
struct ShelfRows {
    let reader: WorkReader

    var connection: Connection { reader.connection }

    init(_ connection: Connection) {
        reader = WorkReader(connection: connection)
    }

    // MARK: Names

    /// The tables of things that have names.
    enum Table: String {
        case collection, tag, watch

        /// What only those have that are not deleted.
        var condition: String { self == .collection ? " AND deleted IS NULL" : "" }
    }

    /// The row of the thing of a name.
    func row(_ name: ShelfName, in table: Table) throws -> Int64? {
        let statement = try connection.cached(
            "SELECT id FROM \(table.rawValue) WHERE key = ?1" + table.condition
        )
        statement.bind(1, name.key)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }

    /// A name as it is stored.
    func name(_ text: String) throws -> ShelfName {
        do {
            return try ShelfName(text)
        } catch {
            throw LibraryError(.corrupt, "\(connection.path): a name is damaged: \(error)")
        }
    }

    // MARK: Papers

    /// The entries of a shelf, those of one work together, in the shelf's order.
    func groups(_ entries: [ShelfEntry]) throws -> [ShelfGroup] {
        var groups: [ShelfGroup] = []
        var places: [Int64: Int] = [:]
        for entry in entries {
            let work = try reader.work(entry.identifier)
            if let work, let place = places[work] {
                groups[place].entries.append(entry)
            } else {
                if let work { places[work] = groups.count }
                groups.append(ShelfGroup(work: work, entries: [entry]))
            }
        }
        return groups
    }

    /// A page of the works of a shelf; only those on it are read whole.
    func page(_ entries: [ShelfEntry], offset: Int, limit: Int) throws -> ShelfPage {
        let groups = try groups(entries)
        let shown = groups.dropFirst(max(0, offset)).prefix(max(0, limit))
        return ShelfPage(
            total: groups.count,
            items: try shown.map { group in
                ShelfPage.Item(
                    entry: group.entries[0],
                    paper: try group.work.map { try reader.paper($0) },
                    citationCount: try group.work.map { try reader.citationCount(of: $0) } ?? 0
                )
            }
        )
    }

    /// The identifiers under which a paper may have been put on a shelf: all its names.
    func names(of paper: PaperIdentifier) throws -> [PaperIdentifier] {
        guard let work = try reader.work(paper) else { return [paper] }
        let known = try reader.paper(work)
        return try ([known.identifier] + known.aliases).filter { try $0 == known.identifier || reader.work($0) == work }
    }

    /// The identifier by which a paper is put on a shelf: the one under which it is filed, or as given when the library does
    /// not have it.
    func filing(_ paper: PaperIdentifier) throws -> PaperIdentifier {
        try reader.work(paper).map { try reader.identifier(of: $0) } ?? paper
    }

    /// An entry of a row of identifier and time.
    func entry(_ row: Statement, _ column: Int32) throws -> ShelfEntry {
        let text = row.text(column)
        guard let identifier = PaperIdentifier(text) else {
            throw LibraryError(.corrupt, "\(connection.path): '\(text)' on a shelf is no identifier")
        }
        return ShelfEntry(identifier: identifier, added: Timestamp(secondsSince1970: row.integer(column + 1)))
    }

    private func entries(_ statement: Statement, _ shelf: Int64) throws -> [ShelfEntry] {
        statement.bind(1, shelf)
        defer { statement.reset() }
        var entries: [ShelfEntry] = []
        while try statement.step() { entries.append(try entry(statement, 0)) }
        return entries
    }

    // MARK: Collections

    /// The papers of a collection in its order.
    func entries(ofCollection row: Int64) throws -> [ShelfEntry] {
        let statement = try connection.cached(
            "SELECT identifier, added FROM collection_paper WHERE collection = ?1 ORDER BY position, identifier"
        )
        return try entries(statement, row)
    }

    /// All collections by name, or those that were deleted, the latest first.
    func collections(deleted: Bool = false) throws -> [(row: Int64, collection: PaperCollection)] {
        let statement = try connection.prepare(
            """
            SELECT id, name, description, created, \(deleted ? "deleted" : "updated") FROM collection
            WHERE deleted IS \(deleted ? "NOT NULL ORDER BY deleted DESC, id DESC" : "NULL ORDER BY key")
            """
        )
        var found: [(row: Int64, collection: PaperCollection)] = []
        while try statement.step() { found.append((statement.integer(0), try collection(statement))) }
        return found
    }

    /// The collection of that name.
    func collection(_ name: ShelfName) throws -> PaperCollection? {
        guard let row = try row(name, in: .collection) else { return nil }
        let statement = try connection.cached(
            "SELECT id, name, description, created, updated FROM collection WHERE id = ?1"
        )
        statement.bind(1, row)
        defer { statement.reset() }
        return try statement.step() ? try collection(statement) : nil
    }

    private func collection(_ statement: Statement) throws -> PaperCollection {
        PaperCollection(
            name: try name(statement.text(1)),
            description: statement.text(2),
            created: Timestamp(secondsSince1970: statement.integer(3)),
            updated: Timestamp(secondsSince1970: statement.integer(4)),
            paperCount: try groups(entries(ofCollection: statement.integer(0))).count
        )
    }

    // MARK: Tags

    /// The papers of a tag in the order in which they got it.
    func entries(ofTag row: Int64) throws -> [ShelfEntry] {
        let statement = try connection.cached(
            "SELECT identifier, added FROM paper_tag WHERE tag = ?1 ORDER BY added, identifier"
        )
        return try entries(statement, row)
    }

    /// All tags by name.
    func tags() throws -> [(row: Int64, name: ShelfName)] {
        let statement = try connection.prepare("SELECT id, name FROM tag ORDER BY key")
        var found: [(row: Int64, name: ShelfName)] = []
        while try statement.step() { found.append((statement.integer(0), try name(statement.text(1)))) }
        return found
    }

    /// The names of the collections or tags that hold a paper.
    func shelves(_ sql: String, holding paper: PaperIdentifier) throws -> [ShelfName] {
        var found: Set<ShelfName> = []
        for identifier in try names(of: paper) {
            let statement = try connection.cached(sql)
            statement.bind(1, identifier.description)
            while try statement.step() { found.insert(try name(statement.text(0))) }
            statement.reset()
        }
        return found.sorted()
    }
}
