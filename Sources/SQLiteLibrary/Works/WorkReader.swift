import Literature

/// Reads works on one connection, inside a transaction of the caller.
struct WorkReader {
    let connection: Connection

    /// A row of `paper`.
    struct Row {
        var id: Int64
        var work: Int64
    }

    /// The row of an identifier itself, not of an alias.
    func row(_ key: String) throws -> Row? {
        let statement = try connection.cached("SELECT id, work FROM paper WHERE key = ?1")
        statement.bind(1, key)
        defer { statement.reset() }
        return try statement.step() ? Row(id: statement.integer(0), work: statement.integer(1)) : nil
    }

    /// The row under which the work known by an identifier is filed.
    func work(_ identifier: PaperIdentifier) throws -> Int64? {
        try row(identifier.description)?.work ?? WorkGraph(reader: self).work(alias: identifier)
    }

    func key(of id: Int64) throws -> String? {
        let statement = try connection.cached("SELECT key FROM paper WHERE id = ?1")
        statement.bind(1, id)
        defer { statement.reset() }
        return try statement.step() ? statement.text(0) : nil
    }

    func identifier(of id: Int64) throws -> PaperIdentifier {
        guard let key = try key(of: id), let identifier = PaperIdentifier(key) else {
            throw LibraryError(.corrupt, "\(connection.path): paper \(id) has no valid identifier")
        }
        return identifier
    }

    /// The row under which the work of a row is filed; nil for an unknown row.
    func work(of id: Int64) throws -> Int64? {
        let statement = try connection.cached("SELECT work FROM paper WHERE id = ?1")
        statement.bind(1, id)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }

    /// The year of a work, as its records say it together.
    func year(of work: Int64) throws -> Int? {
        let statement = try connection.cached("SELECT year FROM paper WHERE id = ?1")
        statement.bind(1, work)
        defer { statement.reset() }
        return try statement.step() ? statement.optionalInteger(0).map { Int($0) } : nil
    }

    /// The rows of a work, the one under which it is filed first.
    func members(of work: Int64) throws -> [Int64] {
        let statement = try connection.cached("SELECT id FROM paper WHERE work = ?1 AND work <> id ORDER BY id")
        statement.bind(1, work)
        defer { statement.reset() }
        var members = [work]
        while try statement.step() { members.append(statement.integer(0)) }
        return members
    }

    /// What all records of a work say together.
    func paper(_ work: Int64) throws -> Paper {
        let identifier = try identifier(of: work)
        return try paper(work, identifier: identifier)
    }

    func paper(_ work: Int64, identifier: PaperIdentifier) throws -> Paper {
        let members = try members(of: work)
        var records: [PaperRecord] = []
        for member in members {
            let name = member == work ? identifier : try self.identifier(of: member)
            records += try RecordRow.records(of: member, identifier: name, connection)
        }
        var paper = Paper(identifier: identifier, merging: records)
        if members.count > 1 {
            // A member without a record of its own is an alias all the same.
            let names = try members.dropFirst().map { try self.identifier(of: $0) }
            paper.aliases = Set(paper.aliases).union(names).sorted()
        }
        return paper
    }

    // MARK: Citations between works

    /// The works next to a work, with the sources of each citation as bits.
    func neighbours(of work: Int64, _ isCiting: Bool) throws -> [Int64: UInt32] {
        let statement = try connection.cached(
            isCiting
                ? "SELECT p.work, c.source FROM citation c JOIN paper p ON p.id = c.cited WHERE c.citing = ?1"
                : "SELECT p.work, c.source FROM citation c JOIN paper p ON p.id = c.citing WHERE c.cited = ?1"
        )
        var found: [Int64: UInt32] = [:]
        for member in try members(of: work) {
            statement.bind(1, member)
            while try statement.step() {
                found[statement.integer(0), default: 0] |= 1 << UInt32(statement.integer(1))
            }
            statement.reset()
        }
        return found
    }

    /// How many works cite a work.
    func citationCount(of work: Int64) throws -> Int {
        let members = try members(of: work)
        if members.count > 1 { return try neighbours(of: work, false).count }
        let statement = try connection.cached(
            "SELECT count(DISTINCT p.work) FROM citation c JOIN paper p ON p.id = c.citing WHERE c.cited = ?1"
        )
        statement.bind(1, work)
        defer { statement.reset() }
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    /// The sources whose bits are set, ascending.
    static func sources(_ bits: UInt32) -> [RecordSource] {
        RecordSource.allCases.filter { bits & (1 << UInt32($0.rawValue)) != 0 }
            .sorted { $0.rawValue < $1.rawValue }
    }
}
