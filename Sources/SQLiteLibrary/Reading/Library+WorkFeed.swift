public import Literature
public import Ports

extension Library: WorkFeed {
    /// The random name that the library got when it was made.
    public func libraryIdentity() throws -> String {
        try read { connection in
            let statement = try connection.cached("SELECT value FROM meta WHERE key = 'library'")
            defer { statement.reset() }
            return try statement.step() ? statement.text(0) : ""
        }
    }

    /// Every described work in the order of rows, or the rows touched after a change.
    ///
    /// `body` must not wait for a writer of the same library that waits for the log to be emptied.
    public func forEachWork(
        changedAfter counter: Int64?,
        _ body: (PaperIdentifier, Paper?) throws -> Void
    ) throws -> Int64 {
        try read { connection in
            let reader = WorkReader(connection: connection)
            if let counter {
                for range in try ChangeLog.touched(after: counter, connection) {
                    for row in range { try Self.giveChange(row, reader, body) }
                }
            } else {
                let all = try connection.prepare(
                    "SELECT id, key FROM paper WHERE work = id AND flags & \(WorkFacets.described) ORDER BY id"
                )
                while try all.step() {
                    guard let identifier = PaperIdentifier(all.text(1)) else { continue }
                    try body(identifier, try reader.paper(all.integer(0), identifier: identifier))
                }
            }
            return try ChangeLog.counter(connection)
        }
    }

    private static func giveChange(
        _ row: Int64,
        _ reader: WorkReader,
        _ body: (PaperIdentifier, Paper?) throws -> Void
    ) throws {
        guard let key = try reader.key(of: row), let identifier = PaperIdentifier(key) else { return }
        var paper: Paper?
        if try reader.work(of: row) == row { paper = try reader.paper(row, identifier: identifier) }
        try body(identifier, paper.flatMap { $0.isStub ? nil : $0 })
    }

    /// The number of described works, or of rows touched after a change.
    public func workCount(changedAfter counter: Int64?) throws -> Int {
        try read { connection in
            if let counter {
                return try ChangeLog.touched(after: counter, connection).reduce(0) { $0 + $1.count }
            }
            return Int(
                try connection.integer(
                    "SELECT count(*) FROM paper WHERE work = id AND flags & \(WorkFacets.described)"
                )
            )
        }
    }

    /// All works in the order of rows, and the citations between them.
    ///
    /// - Complexity: a pass over the narrow tables; memory about 60 bytes a work and 8 a citation.
    public func citationTable() throws -> CitationTable {
        try read { connection in
            var table = CitationTable(counter: try ChangeLog.counter(connection))
            let places = try Self.addWorks(to: &table, connection)
            let citations = try connection.prepare("SELECT citing, cited FROM citation")
            while try citations.step() {
                let (citing, cited) = (Int(citations.integer(0)), Int(citations.integer(1)))
                guard citing < places.count, cited < places.count, places[citing] >= 0, places[cited] >= 0 else {
                    continue
                }
                table.citing.append(places[citing])
                table.cited.append(places[cited])
            }
            return table
        }
    }

    /// - Returns: for each row of `paper` the place of the work it is filed under, or -1.
    private static func addWorks(to table: inout CitationTable, _ connection: Connection) throws -> [Int32] {
        let last = Int(try connection.integer("SELECT max(id) FROM paper"))
        var places = [Int32](repeating: -1, count: last + 1)
        let works = try connection.prepare("SELECT id, key, date, year FROM paper WHERE work = id ORDER BY id")
        while try works.step() {
            places[Int(works.integer(0))] = Int32(table.keys.count)
            table.keys.append(works.text(1))
            let year = works.optionalInteger(3).flatMap { Timestamp(year: Int($0), month: 1, day: 1) }
            table.dates.append(works.optionalInteger(2) ?? year?.secondsSince1970)
        }
        let members = try connection.prepare("SELECT id, work FROM paper WHERE work <> id")
        while try members.step() {
            let (row, work) = (Int(members.integer(0)), Int(members.integer(1)))
            if work < places.count, row < places.count { places[row] = places[work] }
        }
        return places
    }
}
