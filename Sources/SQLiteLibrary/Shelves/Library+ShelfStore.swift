public import Literature
public import Ports

extension Library: ShelfStore {
    private func shelves<Value>(_ body: (ShelfRows) throws -> Value) throws -> Value {
        try read { try body(ShelfRows($0)) }
    }

    // MARK: Collections

    /// All collections in the order of their names.
    ///
    /// - Complexity: looks every paper of every collection up.
    public func collections() throws -> [PaperCollection] {
        try shelves { try $0.collections().map(\.collection) }
    }

    /// A collection; nil when there is none of that name.
    public func collection(_ name: ShelfName) throws -> PaperCollection? {
        try shelves { try $0.collection(name) }
    }

    /// A page of the papers of a collection, in its order; nil when there is no such collection.
    public func papers(in collection: ShelfName, offset: Int, limit: Int) throws -> ShelfPage? {
        try shelves { rows in
            guard let row = try rows.row(collection, in: .collection) else { return nil }
            return try rows.page(rows.entries(ofCollection: row), offset: offset, limit: limit)
        }
    }

    /// The names of the collections that hold a paper, in order.
    public func collections(holding paper: PaperIdentifier) throws -> [ShelfName] {
        try shelves {
            try $0.shelves(
                """
                SELECT c.name FROM collection_paper p JOIN collection c ON c.id = p.collection
                WHERE p.identifier = ?1 AND c.deleted IS NULL
                """,
                holding: paper
            )
        }
    }

    /// The collections that were deleted and can be brought back, the latest first.
    public func deletedCollections() throws -> [PaperCollection] {
        try shelves { try $0.collections(deleted: true).map(\.collection) }
    }

    // MARK: Tags

    /// All tags in the order of their names, with how many papers have them.
    ///
    /// - Complexity: looks every tagged paper up.
    public func tags() throws -> [TagCount] {
        try shelves { rows in
            try rows.tags().map { tag in
                TagCount(name: tag.name, paperCount: try rows.groups(rows.entries(ofTag: tag.row)).count)
            }
        }
    }

    /// The tags of a paper, in the order of their names.
    public func tags(of paper: PaperIdentifier) throws -> [ShelfName] {
        try shelves {
            try $0.shelves(
                "SELECT t.name FROM paper_tag p JOIN tag t ON t.id = p.tag WHERE p.identifier = ?1",
                holding: paper
            )
        }
    }

    /// A page of the papers that have a tag, in the order in which they got it; nil when there is no such tag.
    public func papers(tagged tag: ShelfName, offset: Int, limit: Int) throws -> ShelfPage? {
        try shelves { rows in
            guard let row = try rows.row(tag, in: .tag) else { return nil }
            return try rows.page(rows.entries(ofTag: row), offset: offset, limit: limit)
        }
    }

    // MARK: Notes

    /// The note about a paper, or nil.
    public func note(about paper: PaperIdentifier) throws -> PaperNote? {
        try shelves { try $0.joined($0.notes(about: paper), as: $0.filing(paper)) }
    }

    /// A page of the papers that have a note, the last written first.
    public func papersWithNotes(offset: Int, limit: Int) throws -> ShelfPage {
        try shelves { rows in
            let entries = try rows.allNotes().map { ShelfEntry(identifier: $0.identifier, added: $0.updated) }
            return try rows.page(entries, offset: offset, limit: limit)
        }
    }

    // MARK: Watches

    /// All watches in the order of their names.
    public func watches() throws -> [Watch] {
        try shelves { try $0.watches() }
    }

    /// A watch; nil when there is none of that name.
    public func watch(_ name: ShelfName) throws -> Watch? {
        try shelves { try $0.watch(name) }
    }

    /// The state of the library as of now.
    public func latestMark() throws -> ChangeMark { try latestChange() }

    /// Every described work that changed after a state, each once, in the order of rows.
    ///
    /// `body` must not wait for a writer of the same library that waits for the log to be emptied.
    ///
    /// - Complexity: that of the changes; memory about 60 bytes for each row that changed.
    public func forEachChange(
        after mark: ChangeMark,
        upTo limit: Int64,
        _ body: (WorkChange) throws -> Void
    ) throws -> ChangeMark {
        try read { connection in
            let last = min(limit, try ChangeLog.counter(connection))
            guard let end = try ChangeLog.mark(last, connection) else { return mark }
            let isKnown = try ChangeLog.mark(mark.counter, connection) == mark
            let first = isKnown ? mark.counter + 1 : 1
            guard first <= last else { return mark }
            try ChangedRows(first...last, WorkReader(connection: connection)).forEach(body)
            return end
        }
    }

    // MARK: Everything

    /// Everything on the shelves: collections, tags, notes, watches, each in the order of their names.
    public func forEachShelfRecord(_ body: (ShelfRecord) throws -> Void) throws {
        try shelves { rows in
            for (row, collection) in try rows.collections() {
                try body(.collection(collection, try rows.entries(ofCollection: row)))
            }
            for tag in try rows.tags() {
                let entries = try rows.entries(ofTag: tag.row).sorted { $0.identifier < $1.identifier }
                try body(.tag(tag.name, entries))
            }
            for note in try rows.allNotes().sorted(by: { $0.identifier < $1.identifier }) { try body(.note(note)) }
            for watch in try rows.watches() { try body(.watch(watch)) }
        }
    }
}
