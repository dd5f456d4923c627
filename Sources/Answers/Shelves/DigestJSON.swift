public import Engine
import Literature
public import Ports

/// A saved search.
public struct WatchJSON: Encodable, Sendable {
    var name: String
    var query: String
    var mode: String
    var depth: Int
    var created: String
    var marked: String
    var mark: String

    /// A watch.
    public init(_ watch: Watch) {
        name = watch.name.text
        query = watch.query
        mode = watch.mode.rawValue
        depth = watch.depth
        created = watch.created.description
        marked = watch.marked.description
        mark = watch.mark.description
    }
}

/// All watches, as `watch list` prints them.
public struct WatchesJSON: Encodable, Sendable {
    var watches: [WatchJSON]

    /// Watches in their order.
    public init(_ watches: [Watch]) {
        self.watches = watches.map { WatchJSON($0) }
    }
}

/// What is new for watches, as `digest` prints it.
public struct DigestJSON: Encodable, Sendable {
    struct Item: Encodable {
        var paper: PaperSummaryJSON
        var status: String
        var changes: [String]

        enum CodingKeys: String, CodingKey {
            case status, changes
        }

        init(_ item: Digest.Item) {
            paper = PaperSummaryJSON(item.paper, citationCount: item.citationCount)
            status = item.isNew ? "new" : "updated"
            changes = item.changes
        }

        func encode(to encoder: any Encoder) throws {
            try paper.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(status, forKey: .status)
            try container.encode(changes, forKey: .changes)
        }
    }

    struct Section: Encodable {
        var name: String
        var query: String
        var mode: String
        var since: String
        var new: Int
        var updated: Int
        var behind: [String]
        var error: Nullable<String>
        var mark: String
        var papers: [Item]

        init(_ section: Digest.Section) {
            name = section.watch.name.text
            query = section.watch.query
            mode = section.watch.mode.rawValue
            since = section.watch.marked.description
            new = section.newCount
            updated = section.updatedCount
            behind = section.behind.map(\.rawValue)
            error = Nullable(section.failure)
            mark = section.mark.description
            papers = section.items.map { Item($0) }
        }
    }

    var marked: Bool
    var new: Int
    var updated: Int
    var watches: [Section]

    /// A digest.
    public init(_ digest: Digest) {
        marked = digest.isMarked
        new = digest.sections.reduce(0) { $0 + $1.newCount }
        updated = digest.sections.reduce(0) { $0 + $1.updatedCount }
        watches = digest.sections.map { Section($0) }
    }
}
