import Answers
public import Engine
import Literature
import Ports

/// Tools over what users keep: collections of papers.
public struct ShelfTools: Sendable {
    private let shelves: Shelves

    /// Tools over these shelves.
    public init(_ shelves: Shelves) {
        self.shelves = shelves
    }

    /// All of them, in the order in which they are listed.
    public var all: [Tool] { [collections, collect] }

    private static let nameParameter = "The collection, by name."

    private var collections: Tool {
        Tool(
            "collections",
            title: "The user's collections",
            "Without a name: the collections that the user keeps. With one: its papers, in the user's order.",
            parameters: [
                ToolParameter("name", .text(limit: ShelfName.limit), Self.nameParameter),
                LibraryTools.limit(1...100, 50, "papers"),
                ToolParameter(
                    "offset",
                    .integer(0...10_000, standard: 0),
                    "How many papers to leave out from the start."
                ),
            ],
            output: Schema.collections
        ) { arguments in
            guard let name = arguments.text("name") else {
                let json = CollectionsJSON(try shelves.collections())
                return try ToolOutput(json, text: json.text)
            }
            let (offset, limit) = (arguments.integer("offset") ?? 0, arguments.integer("limit") ?? 50)
            let found = try shelves.collection(name, offset: offset, limit: limit)
            var json = CollectionsJSON([found.collection])
            json.papers = found.page.items.map(CollectionsJSON.Entry.init)
            return try ToolOutput(json, text: json.text)
        }
    }

    private var collect: Tool {
        Tool(
            "collect",
            title: "Put papers into a collection",
            """
            Puts papers into one of the user's collections, or takes them out; a collection that is not there yet is made. Doing it twice \
            changes nothing.
            """,
            parameters: [
                ToolParameter("name", .text(limit: ShelfName.limit), Self.nameParameter, isRequired: true),
                LibraryTools.identifiers("add", 0...100, "Papers to put in."),
                LibraryTools.identifiers("remove", 0...100, "Papers to take out."),
                ToolParameter("description", .text(limit: 2000), "What the collection is about, when it is made."),
            ],
            output: Schema.collected,
            effect: .changes(isDestructive: false)
        ) { arguments in
            let name = arguments.text("name") ?? ""
            let (added, removed) = (try arguments.identifiers("add"), try arguments.identifiers("remove"))
            guard !added.isEmpty || !removed.isEmpty else {
                throw ToolFailure("Nothing to do: give 'add', 'remove' or both.")
            }
            if try shelves.store.collection(try ShelfName(name)) == nil {
                guard !added.isEmpty else {
                    throw ToolFailure(
                        "There is no collection '\(name.oneLine)'. Call 'collections' to see their names."
                    )
                }
                _ = try await shelves.createCollection(name, description: arguments.text("description") ?? "")
            }
            var json = CollectedJSON(name: name)
            if !added.isEmpty {
                let change = try await shelves.add(added, to: name)
                json.added = change.changed
                json.unknown = change.unknown.map(\.description)
            }
            if !removed.isEmpty { json.removed = try await shelves.remove(removed, from: name).changed }
            json.total = try shelves.collection(name, limit: 0).page.total
            return try ToolOutput(json, text: json.text)
        }
    }
}
