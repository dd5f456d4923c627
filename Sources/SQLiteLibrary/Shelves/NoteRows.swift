import Literature
import Ports

extension ShelfRows {
    /// The notes that were written under any name of a paper, the earliest first.
    func notes(about paper: PaperIdentifier) throws -> [PaperNote] {
        let statement = try connection.cached(
            "SELECT identifier, updated, text, created FROM note WHERE identifier = ?1 AND text <> ''"
        )
        var found: [PaperNote] = []
        for identifier in try names(of: paper) {
            statement.bind(1, identifier.description)
            if try statement.step() { found.append(try note(statement)) }
            statement.reset()
        }
        return found.sorted { ($0.created, $0.identifier) < ($1.created, $1.identifier) }
    }

    /// The one note that several about the same work make.
    func joined(_ notes: [PaperNote], as identifier: PaperIdentifier) -> PaperNote? {
        guard let first = notes.first else { return nil }
        return PaperNote(
            identifier: identifier,
            text: notes.map(\.text).joined(separator: "\n\n"),
            created: first.created,
            updated: notes.map(\.updated).max() ?? first.updated
        )
    }

    /// Every note as it was written, the last written first.
    func allNotes() throws -> [PaperNote] {
        let statement = try connection.prepare(
            "SELECT identifier, updated, text, created FROM note WHERE text <> '' ORDER BY updated DESC, identifier"
        )
        var found: [PaperNote] = []
        while try statement.step() { found.append(try note(statement)) }
        return found
    }

    private func note(_ row: Statement) throws -> PaperNote {
        let entry = try entry(row, 0)
        return PaperNote(
            identifier: entry.identifier,
            text: row.text(2),
            created: Timestamp(secondsSince1970: row.integer(3)),
            updated: entry.added
        )
    }
}
