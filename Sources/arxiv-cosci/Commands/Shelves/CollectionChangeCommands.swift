import ArgumentParser
import Engine
import Literature
import Ports

/// `collection rename`.
struct CollectionRenameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give a collection another name.",
        discussion: """
            EXAMPLES
              arxiv-cosci collection rename "To read" "Read in 2026"
            """
    )

    @Argument(help: "The name of the collection.")
    var name: String

    @Argument(help: "The new name.")
    var newName: String

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let collection = try await shelves.changeCollection(name, name: newName)
            try CollectionCommand.report(collection, "is its name now", json: json)
        }
    }
}

/// `collection describe`.
struct CollectionDescribeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Say what a collection is about.",
        discussion: """
            EXAMPLES
              arxiv-cosci collection describe "To read" "for the seminar"
            """
    )

    @Argument(help: "The name of the collection.")
    var name: String

    @Argument(help: "The text, in place of the one before; may be empty.")
    var text: String

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let collection = try await shelves.changeCollection(name, description: text)
            try CollectionCommand.report(collection, "is described", json: json)
        }
    }
}

/// `collection delete`.
struct CollectionDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a collection; its papers stay in the library.",
        discussion: """
            The fifty collections that were deleted last can be brought back with 'collection undelete'.

            EXAMPLES
              arxiv-cosci collection delete "To read" --yes
            """
    )

    @Argument(help: "The name of the collection.")
    var name: String

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let collection = try shelves.collection(name, limit: 0).collection
            let papers = collection.paperCount == 1 ? "its paper" : "its list of \(collection.paperCount) papers"
            try Confirmation.require(yes, "Delete the collection '\(collection.name)' with \(papers)?")
            try await shelves.deleteCollection(name)
            try CollectionCommand.report(collection, "is deleted", json: json)
        }
    }
}

/// `collection undelete`.
struct CollectionUndeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undelete",
        abstract: "Bring a deleted collection back.",
        discussion: """
            EXAMPLES
              arxiv-cosci collection list --deleted
              arxiv-cosci collection undelete "To read"
            """
    )

    @Argument(help: "The name that the collection had.")
    var name: String

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            try CollectionCommand.report(try await shelves.undeleteCollection(name), "is back", json: json)
        }
    }
}
