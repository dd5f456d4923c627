/// A list of papers that a user keeps, in the user's order.
public struct PaperCollection: Hashable, Sendable {
    /// The greatest number of papers in a collection.
    public static let paperLimit = 10_000

    /// The name.
    public var name: ShelfName
    /// What it is about; may be empty.
    public var description: String
    /// When it was made.
    public var created: Timestamp
    /// When its papers, name or description last changed.
    public var updated: Timestamp
    /// How many works it holds; entries that turned out to be one work count once.
    public var paperCount: Int

    /// A collection.
    public init(name: ShelfName, description: String, created: Timestamp, updated: Timestamp, paperCount: Int) {
        self.name = name
        self.description = description
        self.created = created
        self.updated = updated
        self.paperCount = paperCount
    }
}

/// A paper on a shelf.
public struct ShelfEntry: Hashable, Sendable {
    /// The identifier by which the user filed it.
    public var identifier: PaperIdentifier
    /// When it was put there.
    public var added: Timestamp

    /// An entry.
    public init(identifier: PaperIdentifier, added: Timestamp) {
        self.identifier = identifier
        self.added = added
    }
}

/// A tag and how many works have it.
public struct TagCount: Hashable, Sendable {
    /// The tag.
    public var name: ShelfName
    /// How many works have it.
    public var paperCount: Int

    /// A tag.
    public init(name: ShelfName, paperCount: Int) {
        self.name = name
        self.paperCount = paperCount
    }
}

/// What a user wrote about a paper.
public struct PaperNote: Hashable, Sendable {
    /// The identifier under which the paper is filed, or by which the note was kept when the library does not have it.
    public var identifier: PaperIdentifier
    /// Markdown.
    public var text: String
    /// When it was begun.
    public var created: Timestamp
    /// When it last changed.
    public var updated: Timestamp

    /// A note.
    public init(identifier: PaperIdentifier, text: String, created: Timestamp, updated: Timestamp) {
        self.identifier = identifier
        self.text = text
        self.created = created
        self.updated = updated
    }
}
