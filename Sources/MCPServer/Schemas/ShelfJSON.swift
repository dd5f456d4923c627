import Answers
import Literature
import Ports

/// Collections, and the papers of one of them.
struct CollectionsJSON: Encodable {
    struct Collection: Encodable {
        var name: String
        var description: String
        var papers: Int
        var updated: String
    }

    struct Entry: Encodable {
        private var summary: PaperSummaryJSON?
        private var identifier: String
        private var citationCount: Int
        let line: String

        enum CodingKeys: String, CodingKey {
            case identifier
            case citationCount = "citation_count"
        }

        init(_ item: ShelfPage.Item) {
            summary = item.paper.map { PaperSummaryJSON($0, citationCount: item.citationCount) }
            identifier = item.identifier.description
            citationCount = item.citationCount
            line =
                item.paper.map { AnswerText.line($0, citations: item.citationCount) }
                ?? "[\(item.identifier)] (not in the library)"
        }

        func encode(to encoder: any Encoder) throws {
            try summary?.encode(to: encoder)
            guard summary == nil else { return }
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(identifier, forKey: .identifier)
            try container.encode(citationCount, forKey: .citationCount)
        }
    }

    var collections: [Collection]
    var papers: [Entry]?

    init(_ found: [PaperCollection]) {
        collections = found.map { collection in
            Collection(
                name: collection.name.text,
                description: collection.description,
                papers: collection.paperCount,
                updated: collection.updated.description
            )
        }
    }

    var text: String {
        guard !collections.isEmpty else { return "There are no collections yet; 'collect' makes one." }
        var lines = collections.map { collection in
            let about = collection.description.oneLine
            return "\(collection.name.oneLine): \(collection.papers) papers" + (about.isEmpty ? "" : " (\(about))")
        }
        lines += papers?.map(\.line) ?? []
        return AnswerText.joined([], behind: [], data: lines)
    }
}

/// What became of papers that were put into a collection or taken out.
struct CollectedJSON: Encodable {
    var name: String
    var added = 0
    var removed = 0
    var unknown: [String] = []
    var total = 0

    init(name: String) {
        self.name = name
    }

    var text: String {
        var text = "'\(name.oneLine)': \(added) added, \(removed) removed; it has \(total) papers."
        if !unknown.isEmpty { text += " Not in the library, and left out: \(unknown.joined(separator: ", "))." }
        return text
    }
}

extension Schema {
    static let collections = object(
        [
            "collections": list(
                object(["name": text, "description": text, "papers": integer, "updated": text])
            )
        ],
        optional: ["papers": list(work())]
    )

    static let collected = object([
        "name": text, "added": integer, "removed": integer, "unknown": texts, "total": integer,
    ])
}
