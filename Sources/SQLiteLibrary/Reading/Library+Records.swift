public import Literature
public import Ports

extension Library {
    /// Every record of the works selected, as its source gave it, and every citation between two of them.
    ///
    /// Memory grows with the number of works selected (eight bytes each), not with their texts. `body` must not wait for a
    /// writer of the same library.
    public func forEachRecord(in selection: PaperSelection, _ body: (SourceRecord) throws -> Void) throws {
        var selected: Set<Int64> = []
        try read { connection in
            let reader = WorkReader(connection: connection)
            try forEachWork(in: selection, reader) { row, _ in selected.insert(row) }
            try forEachWork(in: selection, reader) { row, _ in
                for member in try reader.members(of: row) {
                    try Self.giveRecords(of: member, reader, body)
                    try Self.giveCitations(of: member, among: selected, reader, body)
                }
            }
        }
    }

    private static func giveRecords(
        of member: Int64,
        _ reader: WorkReader,
        _ body: (SourceRecord) throws -> Void
    ) throws {
        let identifier = try reader.identifier(of: member)
        for record in try RecordRow.records(of: member, identifier: identifier, reader.connection) {
            try body(.paper(record))
        }
    }

    private static func giveCitations(
        of member: Int64,
        among selected: Set<Int64>,
        _ reader: WorkReader,
        _ body: (SourceRecord) throws -> Void
    ) throws {
        let statement = try reader.connection.cached(
            """
            SELECT c.cited, c.source, p.work FROM citation c JOIN paper p ON p.id = c.cited WHERE c.citing = ?1
            ORDER BY c.cited, c.source
            """
        )
        statement.bind(1, member)
        defer { statement.reset() }
        let citing = try reader.identifier(of: member)
        while try statement.step() {
            guard selected.contains(statement.integer(2)), let source = RecordSource(code: statement.integer(1)) else {
                continue
            }
            let cited = try reader.identifier(of: statement.integer(0))
            try body(.citation(CitationRecord(citing: citing, cited: cited, source: source)))
        }
    }
}

extension RecordSource {
    /// The source that is stored under a number.
    fileprivate init?(code: Int64) {
        guard let code = UInt8(exactly: code) else { return nil }
        self.init(rawValue: code)
    }
}
