import Literature

extension ShelfWriter {
    /// How many papers may have one tag.
    private static let paperLimit = 100_000

    func tag(_ papers: [PaperIdentifier], _ tag: ShelfName) throws -> Int {
        try self.tag(papers.map { ShelfEntry(identifier: $0, added: now) }, tag)
    }

    /// Gives those works a tag that do not have it, at the times of the entries.
    func tag(_ entries: [ShelfEntry], _ tag: ShelfName) throws -> Int {
        if entries.isEmpty { return 0 }
        if try rows.row(tag, in: .tag) == nil {
            try requireRoom(in: .tag, limit: Self.shelfLimit)
            try run("INSERT INTO tag(name, key) VALUES (?1, ?2)", .text(tag.text), .text(tag.key))
        }
        let row = try row(tag, in: .tag)
        let present = try rows.entries(ofTag: row)
        var times: [PaperIdentifier: Timestamp] = [:]
        for entry in entries.reversed() { times[try rows.filing(entry.identifier)] = entry.added }
        let papers = try missing(entries.map(\.identifier), from: present)
        guard present.count + papers.count <= Self.paperLimit else {
            throw ShelfError(.tooMany, "more than \(Self.paperLimit) papers would be tagged '\(tag)'")
        }
        for paper in papers {
            try run(
                "INSERT INTO paper_tag(tag, identifier, added) VALUES (?1, ?2, ?3)",
                .integer(row),
                .paper(paper),
                .time(times[paper] ?? now)
            )
        }
        return papers.count
    }

    func untag(_ papers: [PaperIdentifier], _ tag: ShelfName) throws -> Int {
        let row = try row(tag, in: .tag)
        let sql = "DELETE FROM paper_tag WHERE tag = ?1 AND identifier = ?2"
        let count = try papers.filter { try take($0, from: row, sql) }.count
        try run("DELETE FROM tag WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM paper_tag WHERE tag = ?1)", .integer(row))
        return count
    }

    func renameTag(_ tag: ShelfName, to other: ShelfName) throws {
        let row = try row(tag, in: .tag)
        guard tag != other, try rows.row(other, in: .tag) != nil else { return try rename(tag, to: other, in: .tag) }
        let entries = try rows.entries(ofTag: row)
        _ = try self.tag(entries, other)
        _ = try deleteTag(tag)
    }

    func deleteTag(_ tag: ShelfName) throws -> Int {
        let row = try row(tag, in: .tag)
        let count = try rows.groups(rows.entries(ofTag: row)).count
        try run("DELETE FROM paper_tag WHERE tag = ?1", .integer(row))
        try run("DELETE FROM tag WHERE id = ?1", .integer(row))
        return count
    }
}
