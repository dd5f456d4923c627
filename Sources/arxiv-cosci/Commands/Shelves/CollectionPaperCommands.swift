import Answers
import ArgumentParser
import Engine
import Literature
import Ports

/// `collection add`.
struct CollectionAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Put papers at the end of a collection.",
        discussion: """
            Papers in it already stay where they are. Papers that the library does not have are left out and listed (exit code 4, or \
            1 when that is all of them), unless --keep-unknown is given.

            EXAMPLES
              arxiv-cosci collection add "To read" hep-th/9711200 10.1103/PhysRevD.76.013009
              arxiv-cosci search --json holography | jq -r '.results[].identifier' | arxiv-cosci collection add holo --ids-from -
            """
    )

    @Argument(help: "The name of the collection.")
    var name: String

    @OptionGroup var items: ItemArguments

    @Flag(help: "Keep places for papers too that the library does not have yet.")
    var keepUnknown = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let papers = try ShelfAccess.papers(items)
            let shelves = try await ShelfAccess.shelves(options)
            let change = try await shelves.add(papers, to: name, keepsUnknown: keepUnknown)
            try ShelfAccess.report(change, done: "added", otherwise: "in it already", json: json)
        }
    }
}

/// `collection remove`.
struct CollectionRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take papers out of a collection.",
        discussion: """
            EXAMPLES
              arxiv-cosci collection remove "To read" hep-th/9711200
            """
    )

    @Argument(help: "The name of the collection.")
    var name: String

    @OptionGroup var items: ItemArguments

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let papers = try ShelfAccess.papers(items)
            let shelves = try await ShelfAccess.shelves(options)
            let change = try await shelves.remove(papers, from: name)
            try ShelfAccess.report(change, done: "removed", otherwise: "not in it", json: json)
            if change.changed == 0 { throw CommandFailure.nothingFound("") }
        }
    }
}

/// `collection move`.
struct CollectionMoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move a paper to another place in its collection.",
        discussion: """
            EXAMPLES
              arxiv-cosci collection move "To read" hep-th/9711200 1
            """
    )

    @Argument(help: "The name of the collection.")
    var name: String

    @Argument(help: "The identifier of the paper, in any form.")
    var identifier: String

    @Argument(help: "The place: 1 for the first; one behind the end is the last.")
    var place: Int

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if place < 1 { throw ValidationError("the place: a number from 1 is needed") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let paper = try PaperIdentifier(argument: identifier)
            try await shelves.move(paper, to: place, in: name)
            let collection = try shelves.collection(name, limit: 0).collection
            if json { return try JSONOutput.print(CollectionJSON(collection)) }
            let last = min(place, collection.paperCount)
            Terminal.standardOutput.write("\(paper) is number \(last) of '\(collection.name)'\n")
        }
    }
}

/// `collection import-ids`.
struct CollectionImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-ids",
        abstract: "Put the papers of a list of identifiers into a collection, which is made when it is missing.",
        discussion: """
            The file has an identifier a line, in any form; blank lines and lines that begin with # count for nothing.

            EXAMPLES
              arxiv-cosci collection import-ids "To read" reading-list.txt
              arxiv-cosci collection import-ids seminar - --keep-unknown < ids.txt
            """
    )

    @Argument(help: "The name of the collection.")
    var name: String

    @Argument(help: "The file; - is standard input.", completion: .file())
    var file: String

    @Flag(help: "Keep places for papers too that the library does not have yet.")
    var keepUnknown = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            var items = ItemArguments()
            (items.identifiers, items.idsFrom) = ([], file)
            let papers = try ShelfAccess.papers(items)
            let shelves = try await ShelfAccess.shelves(options)
            let shelfName = try ShelfName(name)
            if try shelves.store.collection(shelfName) == nil { _ = try await shelves.createCollection(name) }
            let change = try await shelves.add(papers, to: name, keepsUnknown: keepUnknown)
            try ShelfAccess.report(change, done: "added", otherwise: "in it already", json: json)
        }
    }
}
