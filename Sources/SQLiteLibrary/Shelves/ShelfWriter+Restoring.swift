import Literature
import Ports

extension ShelfWriter {
    func restore(_ record: ShelfRecord) throws -> WriteOutcome {
        switch record {
        case .collection(let collection, let entries): try restore(collection, entries)
        case .tag(let name, let entries): try restore(name, entries)
        case .note(let note): try restore(note)
        case .watch(let watch): try restore(watch)
        }
    }

    private func restore(_ collection: PaperCollection, _ entries: [ShelfEntry]) throws -> WriteOutcome {
        let name = collection.name
        guard let known = try rows.collection(name) else {
            try createCollection(
                name,
                description: collection.description,
                created: collection.created,
                updated: collection.updated
            )
            _ = try append(entries, to: row(name, in: .collection), name)
            return .inserted
        }
        let row = try row(name, in: .collection)
        var isChanged = try append(entries, to: row, name) > 0
        let isNewer = known.description.isEmpty || collection.updated > known.updated
        if isNewer, !collection.description.isEmpty, known.description != collection.description {
            let text = try ShelfText.description(collection.description)
            try run("UPDATE collection SET description = ?2 WHERE id = ?1", .integer(row), .text(text))
            isChanged = true
        }
        guard isChanged else { return .unchanged }
        try run(
            "UPDATE collection SET updated = max(updated, ?2) WHERE id = ?1",
            .integer(row),
            .time(collection.updated)
        )
        return .updated
    }

    private func restore(_ name: ShelfName, _ entries: [ShelfEntry]) throws -> WriteOutcome {
        let isKnown = try rows.row(name, in: .tag) != nil
        let count = try tag(entries, name)
        return count == 0 ? .unchanged : isKnown ? .updated : .inserted
    }

    private func restore(_ note: PaperNote) throws -> WriteOutcome {
        let text = try ShelfText.note(note.text)
        let paper = note.identifier
        guard let known = rows.joined(try rows.notes(about: paper), as: paper) else {
            try replace(about: paper, text, previous: "", created: note.created, updated: note.updated)
            return .inserted
        }
        guard known.text != text, note.updated > known.updated else { return .unchanged }
        let created = min(known.created, note.created)
        try replace(about: paper, text, previous: known.text, created: created, updated: note.updated)
        return .updated
    }

    private func restore(_ watch: Watch) throws -> WriteOutcome {
        guard try rows.row(watch.name, in: .watch) == nil else { return .unchanged }
        var watch = watch
        if try ChangeLog.mark(watch.mark.counter, connection) != watch.mark {
            // A state of another library: what comes from now on is new.
            watch.mark = try ChangeLog.latest(connection)
        }
        try addWatch(watch)
        return .inserted
    }
}
