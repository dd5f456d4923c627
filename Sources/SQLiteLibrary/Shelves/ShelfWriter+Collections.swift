import Literature

extension ShelfWriter {
    /// How many deleted collections can be brought back.
    private static let deletedLimit = 50

    func createCollection(_ name: ShelfName, description: String) throws {
        try createCollection(name, description: description, created: now, updated: now)
    }

    /// Makes an empty collection with times of its own.
    func createCollection(_ name: ShelfName, description: String, created: Timestamp, updated: Timestamp) throws {
        try requireFree(name, in: .collection)
        try requireRoom(in: .collection, limit: Self.shelfLimit)
        try run(
            "INSERT INTO collection(name, key, description, created, updated) VALUES (?1, ?2, ?3, ?4, ?5)",
            .text(name.text),
            .text(name.key),
            .text(try ShelfText.description(description)),
            .time(created),
            .time(updated)
        )
    }

    func renameCollection(_ name: ShelfName, to other: ShelfName) throws {
        try rename(name, to: other, in: .collection)
        try touch(row(other, in: .collection))
    }

    func describeCollection(_ name: ShelfName, as description: String) throws {
        let row = try row(name, in: .collection)
        let text = try ShelfText.description(description)
        let isChanged = try run(
            "UPDATE collection SET description = ?2 WHERE id = ?1 AND description <> ?2",
            .integer(row),
            .text(text)
        )
        if isChanged > 0 { try touch(row) }
    }

    /// Notes that a collection changed now.
    private func touch(_ row: Int64) throws {
        try run("UPDATE collection SET updated = ?2 WHERE id = ?1", .integer(row), .time(now))
    }

    // MARK: Deleting

    func deleteCollection(_ name: ShelfName) throws {
        let row = try row(name, in: .collection)
        try run("UPDATE collection SET deleted = ?2 WHERE id = ?1", .integer(row), .time(now))
        for old in try rows.collections(deleted: true).map(\.row).dropFirst(Self.deletedLimit) {
            try run("DELETE FROM collection_paper WHERE collection = ?1", .integer(old))
            try run("DELETE FROM collection WHERE id = ?1", .integer(old))
        }
    }

    func undeleteCollection(_ name: ShelfName) throws {
        guard let row = try rows.collections(deleted: true).first(where: { $0.collection.name == name })?.row else {
            throw ShelfError(.unknown, "no collection '\(name)' was deleted, or it was too long ago")
        }
        try requireFree(name, in: .collection)
        try requireRoom(in: .collection, limit: Self.shelfLimit)
        try run("UPDATE collection SET deleted = NULL WHERE id = ?1", .integer(row))
    }

    // MARK: Papers

    func add(_ papers: [PaperIdentifier], to collection: ShelfName) throws -> Int {
        let row = try row(collection, in: .collection)
        let count = try append(papers.map { ShelfEntry(identifier: $0, added: now) }, to: row, collection)
        if count > 0 { try touch(row) }
        return count
    }

    /// Puts those entries at the end of a collection whose works it does not have.
    func append(_ entries: [ShelfEntry], to row: Int64, _ name: ShelfName) throws -> Int {
        let present = try rows.entries(ofCollection: row)
        var times: [PaperIdentifier: Timestamp] = [:]
        for entry in entries.reversed() { times[try rows.filing(entry.identifier)] = entry.added }
        let papers = try missing(entries.map(\.identifier), from: present)
        guard present.count + papers.count <= PaperCollection.paperLimit else {
            throw ShelfError(
                .tooMany,
                "'\(name)' would have \(present.count + papers.count) papers; \(PaperCollection.paperLimit) is the most"
            )
        }
        for paper in papers {
            try run(
                """
                INSERT INTO collection_paper(collection, identifier, position, added)
                SELECT ?1, ?2, ifnull(max(position), 0) + 1, ?3 FROM collection_paper WHERE collection = ?1
                """,
                .integer(row),
                .paper(paper),
                .time(times[paper] ?? now)
            )
        }
        return papers.count
    }

    func remove(_ papers: [PaperIdentifier], from collection: ShelfName) throws -> Int {
        let row = try row(collection, in: .collection)
        let sql = "DELETE FROM collection_paper WHERE collection = ?1 AND identifier = ?2"
        let count = try papers.filter { try take($0, from: row, sql) }.count
        if count > 0 { try touch(row) }
        return count
    }

    func move(_ paper: PaperIdentifier, to place: Int, in collection: ShelfName) throws {
        let row = try row(collection, in: .collection)
        var groups = try rows.groups(rows.entries(ofCollection: row))
        let work = try rows.reader.work(paper)
        guard
            let index = groups.firstIndex(where: { group in
                group.entries.contains { $0.identifier == paper } || (work != nil && group.work == work)
            })
        else {
            throw ShelfError(.unknown, "\(paper) is not in '\(collection)'")
        }
        let moved = groups.remove(at: index)
        groups.insert(moved, at: min(max(place, 1) - 1, groups.count))
        for (position, entry) in groups.flatMap(\.entries).enumerated() {
            try run(
                "UPDATE collection_paper SET position = ?3 WHERE collection = ?1 AND identifier = ?2",
                .integer(row),
                .paper(entry.identifier),
                .integer(Int64(position + 1))
            )
        }
        try touch(row)
    }
}
