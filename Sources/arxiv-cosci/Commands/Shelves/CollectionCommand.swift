import Answers
import ArgumentParser
import Engine
import Literature
import Ports

/// `collection`.
struct CollectionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collection",
        abstract: "Keep papers in lists of your own.",
        discussion: """
            Collections live in the library. A paper stays in them when its identifiers turn out to name one work with others. \
            'collection export' without a name writes all collections, tags, notes and watches to a file that 'collection \
            restore' reads: keep one as a backup.

            EXAMPLES
              arxiv-cosci collection create "To read" --description "for the seminar"
              arxiv-cosci collection add "To read" hep-th/9711200 hep-th/9802150
              arxiv-cosci collection show "To read"
              arxiv-cosci collection export "To read" --format bibtex > references.bib
              arxiv-cosci collection export > shelves.jsonl
            """,
        subcommands: [
            CollectionCreateCommand.self, CollectionListCommand.self, CollectionShowCommand.self,
            CollectionAddCommand.self, CollectionRemoveCommand.self, CollectionMoveCommand.self,
            CollectionRenameCommand.self, CollectionDescribeCommand.self, CollectionDeleteCommand.self,
            CollectionUndeleteCommand.self, CollectionExportCommand.self, CollectionImportCommand.self,
            CollectionRestoreCommand.self,
        ]
    )

    /// Says how a collection is now.
    static func report(_ collection: PaperCollection, _ what: String, json: Bool) throws {
        if json { return try JSONOutput.print(CollectionJSON(collection)) }
        let papers = collection.paperCount == 1 ? "1 paper" : "\(collection.paperCount) papers"
        Terminal.standardOutput.write("'\(collection.name)' \(what): \(papers)\n")
    }
}

/// `collection create`.
struct CollectionCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make an empty collection.",
        discussion: """
            EXAMPLES
              arxiv-cosci collection create "To read"
              arxiv-cosci collection create holography --description "Bulk and boundary" --json
            """
    )

    @Argument(help: "Its name: up to \(ShelfName.limit) characters, no slash.")
    var name: String

    @Option(name: .shortAndLong, help: ArgumentHelp("What it is about.", valueName: "text"))
    var description = ""

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let collection = try await shelves.createCollection(name, description: description)
            try CollectionCommand.report(collection, "is made", json: json)
        }
    }
}

/// `collection list`.
struct CollectionListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the collections.",
        discussion: """
            EXAMPLES
              arxiv-cosci collection list
              arxiv-cosci collection list --deleted
              arxiv-cosci collection list --json | jq -r '.collections[].name'
            """
    )

    @Flag(help: "Those that were deleted and can be brought back.")
    var deleted = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let collections = try deleted ? shelves.store.deletedCollections() : shelves.collections()
            if json { return try JSONOutput.print(CollectionsJSON(collections)) }
            let terminal = Terminal.standardOutput
            for collection in collections {
                let count = collection.paperCount == 1 ? "1 paper" : "\(collection.paperCount) papers"
                let verb = deleted ? "deleted" : "changed"
                var line = terminal.styled(collection.name.text, .title)
                line += "  \(count)  \(verb) \(collection.updated.day)"
                let description = collection.description.printable
                if !description.isEmpty { line += "  " + terminal.styled(description, .faint) }
                terminal.write(line + "\n")
            }
            if collections.isEmpty, !deleted {
                Terminal.standardError.write("no collections; to make one: arxiv-cosci collection create NAME\n")
            }
        }
    }
}

/// `collection show`.
struct CollectionShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the papers of a collection in its order.",
        discussion: """
            EXAMPLES
              arxiv-cosci collection show "To read"
              arxiv-cosci collection show "To read" --json | jq -r '.results[].arxiv_id'
            """
    )

    @Argument(help: "The name of the collection.")
    var name: String

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var pages: PageOptions
    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let page = try shelves.collection(name, offset: pages.offset, limit: pages.limit)
            if json { return try JSONOutput.print(CollectionPageJSON(page)) }
            let terminal = Terminal.standardOutput
            let count = page.page.total == 1 ? "1 paper" : "\(page.page.total) papers"
            var lines = [terminal.styled("\(page.collection.name)", .title) + "  \(count)"]
            let description = page.collection.description.printable
            if !description.isEmpty { lines.append(description.wrapped(width: min(terminal.width, 100), indent: "")) }
            lines += ShelfPageText.lines(page.page, offset: pages.offset, label: "added", terminal)
            terminal.write(lines.joined(separator: "\n") + "\n")
        }
    }
}
