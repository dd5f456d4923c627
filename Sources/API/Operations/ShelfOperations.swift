import Answers
import Engine
import Formats
import HTTPTypes
import Literature
import Ports

/// What the user keeps about papers: collections, tags, notes, watches and what is new for them.
struct ShelfOperations {
    let shelves: Shelves

    init(_ shelves: Shelves) {
        self.shelves = shelves
    }

    var all: [Operation] { collections + marks + watches }

    static let name = Parameter.path("name", .shelf, "The name.")
    private static let collection = Parameter.path("collection", .shelf, "The name of the collection.")

    // MARK: Collections

    private var collections: [Operation] {
        [
            listCollections, createCollection, showCollection, changeCollection, deleteCollection, restoreCollection,
            add, remove, export,
        ]
    }

    private var listCollections: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/collections"),
            name: "listCollections",
            summary: "All collections.",
            group: .shelves,
            answers: [
                .json(.record([.required("collections", .list(.named("Collection")))]), "In the order of their names.")
            ]
        ) { [shelves] _ in
            try .json(CollectionsJSON(try shelves.collections()))
        }
    }

    private var createCollection: Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/collections"),
            name: "createCollection",
            summary: "Makes a collection.",
            group: .shelves,
            body: .record([
                .required("name", .shelf, "The name."), .optional("description", .string(0...2000), "What it is for."),
            ]),
            answers: [.json(.named("Collection"), "The collection.", status: .created)],
            access: .write
        ) { [shelves] call in
            let name = call.arguments.text("name") ?? ""
            let made = try await shelves.createCollection(name, description: call.arguments.text("description") ?? "")
            return try .json(CollectionJSON(made), status: .created)
        }
    }

    private var showCollection: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/collections/{collection}"),
            name: "getCollection",
            summary: "A collection with a page of its papers.",
            group: .shelves,
            parameters: [Self.collection, .limit(100, upTo: 1000), .offset],
            answers: [.json(.named("CollectionPage"), "The collection.")]
        ) { [shelves] call in
            let name = call.arguments.text("collection") ?? ""
            return try .json(
                CollectionPageJSON(try shelves.collection(name, offset: call.offset, limit: call.limit))
            )
        }
    }

    private var changeCollection: Operation {
        Operation(
            method: .patch,
            path: PathPattern("/api/collections/{collection}"),
            name: "changeCollection",
            summary: "Gives a collection another name or description.",
            group: .shelves,
            parameters: [Self.collection],
            body: .record([
                .optional("name", .shelf, "The new name."),
                .optional("description", .string(0...2000), "What it is for."),
            ]),
            answers: [.json(.named("Collection"), "The collection.")],
            access: .write
        ) { [shelves] call in
            let changed = try await shelves.changeCollection(
                call.arguments.text("collection") ?? "",
                name: call.arguments.text("name"),
                description: call.arguments.text("description")
            )
            return try .json(CollectionJSON(changed))
        }
    }

    private var deleteCollection: Operation {
        Operation(
            method: .delete,
            path: PathPattern("/api/collections/{collection}"),
            name: "deleteCollection",
            summary: "Deletes a collection; it can be brought back. Papers stay.",
            group: .shelves,
            parameters: [Self.collection],
            answers: [Operation.Outcome(status: .noContent, summary: "It is deleted.")],
            access: .write
        ) { [shelves] call in
            try await shelves.deleteCollection(call.arguments.text("collection") ?? "")
            return Reply(.none, status: .noContent)
        }
    }

    private var restoreCollection: Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/collections/{collection}/restore"),
            name: "restoreCollection",
            summary: "Brings a deleted collection back.",
            group: .shelves,
            parameters: [Self.collection],
            answers: [.json(.named("Collection"), "The collection.")],
            access: .write
        ) { [shelves] call in
            try .json(CollectionJSON(try await shelves.undeleteCollection(call.arguments.text("collection") ?? "")))
        }
    }

    private var add: Operation {
        Operation(
            method: .put,
            path: PathPattern("/api/collections/{collection}/papers/{id}"),
            name: "addToCollection",
            summary: "Puts a paper into a collection.",
            group: .shelves,
            parameters: [Self.collection, .paper],
            answers: [.json(.named("ShelfChange"), "What changed.")],
            access: .write
        ) { [shelves] call in
            try .json(
                ShelfChangeJSON(try await shelves.add([try call.paper()], to: call.arguments.text("collection") ?? ""))
            )
        }
    }

    private var remove: Operation {
        Operation(
            method: .delete,
            path: PathPattern("/api/collections/{collection}/papers/{id}"),
            name: "removeFromCollection",
            summary: "Takes a paper out of a collection.",
            group: .shelves,
            parameters: [Self.collection, .paper],
            answers: [.json(.named("ShelfChange"), "What changed.")],
            access: .write
        ) { [shelves] call in
            try .json(
                ShelfChangeJSON(
                    try await shelves.remove([try call.paper()], from: call.arguments.text("collection") ?? "")
                )
            )
        }
    }

    private var export: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/collections/{collection}/export"),
            name: "exportCollection",
            summary: "The papers of a collection for bibliographies.",
            group: .shelves,
            parameters: [
                Self.collection,
                .query("format", PaperOperations.formatRule, "The format.", default: .string("bibtex")),
            ],
            answers: [PaperOperations.exported]
        ) { [shelves] call in
            let names = try shelves.papers(in: call.arguments.text("collection") ?? "")
            let known = try zip(names, call.services.queries.stores.papers.papers(names)).filter { $1 != nil }
            return try PaperOperations.export(known.map(\.0), call)
        }
    }
}
