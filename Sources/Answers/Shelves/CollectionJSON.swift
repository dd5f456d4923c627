public import Engine
public import Literature
import Ports

/// A collection without its papers.
public struct CollectionJSON: Encodable, Sendable {
    var name: String
    var description: String
    var created: String
    var updated: String
    var paperCount: Int

    enum CodingKeys: String, CodingKey {
        case name, description, created, updated
        case paperCount = "paper_count"
    }

    /// A collection.
    public init(_ collection: PaperCollection) {
        name = collection.name.text
        description = collection.description
        created = collection.created.description
        updated = collection.updated.description
        paperCount = collection.paperCount
    }
}

/// All collections, as `collection list` prints them.
public struct CollectionsJSON: Encodable, Sendable {
    var collections: [CollectionJSON]

    /// Collections in their order.
    public init(_ collections: [PaperCollection]) {
        self.collections = collections.map { CollectionJSON($0) }
    }
}

/// A collection with a page of its papers, as `collection show` prints it.
public struct CollectionPageJSON: Encodable, Sendable {
    var collection: CollectionJSON
    var total: Int
    var results: [ShelfPaperJSON]

    enum CodingKeys: String, CodingKey {
        case total, results
    }

    /// A page of a collection.
    public init(_ page: Shelves.CollectionPage) {
        collection = CollectionJSON(page.collection)
        total = page.page.total
        results = page.page.items.map { ShelfPaperJSON($0) }
    }

    /// Writes the collection's keys and those of the page.
    public func encode(to encoder: any Encoder) throws {
        try collection.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(total, forKey: .total)
        try container.encode(results, forKey: .results)
    }
}

/// What became of papers that were to be put on a shelf or taken from it.
public struct ShelfChangeJSON: Encodable, Sendable {
    var changed: Int
    var unchanged: Int
    var unknown: [String]

    /// A change.
    public init(_ change: Shelves.Change) {
        changed = change.changed
        unchanged = change.unchanged
        unknown = change.unknown.map(\.description)
    }
}

/// What became of the records of a backup, as `collection restore` prints it.
public struct RestoreJSON: Encodable, Sendable {
    struct Failure: Encodable {
        var line: Int
        var message: String
    }

    var inserted: Int
    var updated: Int
    var unchanged: Int
    var failed: Int
    var errors: [Failure]

    /// A report.
    public init(_ report: Shelves.RestoreReport) {
        inserted = report.inserted
        updated = report.updated
        unchanged = report.unchanged
        failed = report.failures.count
        errors = report.failures.map { Failure(line: $0.line, message: $0.message) }
    }
}
