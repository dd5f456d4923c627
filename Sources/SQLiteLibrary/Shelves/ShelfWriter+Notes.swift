import Literature

extension ShelfWriter {
    func setNote(about paper: PaperIdentifier, to text: String) throws {
        let text = try ShelfText.note(text)
        let before = try rows.notes(about: paper)
        let joined = rows.joined(before, as: paper)
        if joined?.text == text, before.count == 1 { return }
        try replace(about: paper, text, previous: joined?.text ?? "", created: joined?.created ?? now, updated: now)
    }

    func deleteNote(about paper: PaperIdentifier) throws {
        guard let note = rows.joined(try rows.notes(about: paper), as: paper) else {
            throw ShelfError(.unknown, "there is no note about \(paper)")
        }
        try replace(about: paper, "", previous: note.text, created: note.created, updated: now)
    }

    func restoreNote(about paper: PaperIdentifier) throws {
        let statement = try connection.cached("SELECT text, previous, created FROM note WHERE identifier = ?1")
        for name in try rows.names(of: paper) {
            statement.bind(1, name.description)
            let isKept = try statement.step()
            let (text, previous) = (statement.text(0), statement.text(1))
            let created = Timestamp(secondsSince1970: statement.integer(2))
            statement.reset()
            guard isKept else { continue }
            return try replace(about: paper, previous, previous: text, created: created, updated: now)
        }
        throw ShelfError(.unknown, "there was no note about \(paper)")
    }

    /// Writes the one note about a paper in place of all that were written under any of its names.
    func replace(
        about paper: PaperIdentifier,
        _ text: String,
        previous: String,
        created: Timestamp,
        updated: Timestamp
    ) throws {
        for name in try rows.names(of: paper) { try run("DELETE FROM note WHERE identifier = ?1", .paper(name)) }
        try run(
            "INSERT INTO note(identifier, text, previous, created, updated) VALUES (?1, ?2, ?3, ?4, ?5)",
            .paper(try rows.filing(paper)),
            .text(text),
            .text(previous),
            .time(created),
            .time(updated)
        )
    }
}
