public import Engine
public import Literature
public import Ports

/// All tags, as `tag list` prints them.
public struct TagsJSON: Encodable, Sendable {
    struct Tag: Encodable {
        var name: String
        var paperCount: Int

        enum CodingKeys: String, CodingKey {
            case name
            case paperCount = "paper_count"
        }
    }

    var tags: [Tag]

    /// Tags in their order.
    public init(_ tags: [TagCount]) {
        self.tags = tags.map { Tag(name: $0.name.text, paperCount: $0.paperCount) }
    }
}

/// A page of the papers that have a tag, as `tag show` prints it.
public struct TagPageJSON: Encodable, Sendable {
    var name: String
    var total: Int
    var results: [ShelfPaperJSON]

    /// A page of papers with a tag, named as it was asked for.
    public init(_ name: String, _ page: ShelfPage) {
        self.name = name
        total = page.total
        results = page.items.map { ShelfPaperJSON($0) }
    }
}

/// The tags of one paper.
public struct PaperTagsJSON: Encodable, Sendable {
    var identifier: String
    var tags: [String]

    /// The tags of a paper.
    public init(_ identifier: PaperIdentifier, _ tags: [ShelfName]) {
        self.identifier = identifier.description
        self.tags = tags.map(\.text)
    }
}

/// A note, as `note show` prints it.
public struct NoteJSON: Encodable, Sendable {
    var identifier: String
    var text: String
    var created: String
    var updated: String

    /// A note.
    public init(_ note: PaperNote) {
        identifier = note.identifier.description
        text = note.text
        created = note.created.description
        updated = note.updated.description
    }
}

/// A page of the papers that have notes, as `note list` prints it.
public struct NotesPageJSON: Encodable, Sendable {
    var total: Int
    var results: [ShelfPaperJSON]

    /// A page of papers with notes; `added` is when the note last changed.
    public init(_ page: ShelfPage) {
        total = page.total
        results = page.items.map { ShelfPaperJSON($0) }
    }
}

/// Everything on the shelves about one paper.
public struct PaperMarksJSON: Encodable, Sendable {
    var identifier: String
    var collections: [String]
    var tags: [String]
    var note: Nullable<NoteJSON>

    /// The marks of a paper.
    public init(_ identifier: PaperIdentifier, _ marks: Shelves.Marks) {
        self.identifier = identifier.description
        collections = marks.collections.map(\.text)
        tags = marks.tags.map(\.text)
        note = Nullable(marks.note.map { NoteJSON($0) })
    }
}
