import Literature
import Ports

extension ShelfRows {
    private static let watchColumns = "name, query, mode, depth, created, marked, mark"

    /// All watches by name.
    func watches() throws -> [Watch] {
        let statement = try connection.prepare("SELECT \(Self.watchColumns) FROM watch ORDER BY key")
        var found: [Watch] = []
        while try statement.step() { found.append(try watch(statement)) }
        return found
    }

    /// The watch of that name.
    func watch(_ name: ShelfName) throws -> Watch? {
        let statement = try connection.cached("SELECT \(Self.watchColumns) FROM watch WHERE key = ?1")
        statement.bind(1, name.key)
        defer { statement.reset() }
        return try statement.step() ? try watch(statement) : nil
    }

    private func watch(_ row: Statement) throws -> Watch {
        guard let mode = Watch.Mode(rawValue: row.text(2)), let mark = ChangeMark(row.text(6)) else {
            throw LibraryError(.corrupt, "\(connection.path): the watch '\(row.text(0))' is damaged")
        }
        return Watch(
            name: try name(row.text(0)),
            query: row.text(1),
            mode: mode,
            depth: Int(row.integer(3)),
            created: Timestamp(secondsSince1970: row.integer(4)),
            marked: Timestamp(secondsSince1970: row.integer(5)),
            mark: mark
        )
    }
}
