import Answers
import ArgumentParser
import Engine
import Literature
import Ports

/// `watch`.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Save searches; 'digest' tells what is new for them.",
        discussion: """
            EXAMPLES
              arxiv-cosci watch add 'cat:hep-th "black hole entropy"'
              arxiv-cosci watch add --name "Cites Maldacena" cites:hep-th/9711200
              arxiv-cosci watch list
              arxiv-cosci digest --mark
            """,
        subcommands: [
            WatchAddCommand.self, WatchListCommand.self, WatchRenameCommand.self, WatchRemoveCommand.self,
        ]
    )

    /// Says how a watch is now.
    static func report(_ watch: Watch, _ what: String, json: Bool) throws {
        if json { return try JSONOutput.print(WatchJSON(watch)) }
        Terminal.standardOutput.write("'\(watch.name)' \(what): \(watch.query.printable)\n")
    }
}

/// `watch add`.
struct WatchAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Save a search that tells what is new from now on.",
        discussion: """
            The query is that of 'search' (see 'help search').

            MODES (--mode)
              lexical   every paper that matches by words and conditions (default)
              hybrid    papers that come among the best by words, meaning and citations
              semantic  papers that come among the nearest in meaning

            EXAMPLES
              arxiv-cosci watch add 'cat:hep-th "black hole entropy"'
              arxiv-cosci watch add --name holography --mode hybrid --top 50 "holographic entanglement entropy"
              arxiv-cosci watch add --from-start author:witten
            """
    )

    @Argument(help: "What to watch for; several arguments are one query.")
    var query: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("A name; without it the query is the name.", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp("Which papers: lexical (default), hybrid or semantic.", valueName: "mode"),
        completion: .list(Watch.Mode.allCases.map(\.rawValue))
    )
    var mode: Watch.Mode = .lexical

    @Option(help: ArgumentHelp("How many of the best papers, in hybrid and semantic mode.", valueName: "n"))
    var top = Shelves.defaultDepth

    @Flag(help: "What the library has already counts as new.")
    var fromStart = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let watch = try await shelves.addWatch(
                name,
                query: query.joined(separator: " "),
                mode: mode,
                depth: top,
                fromStart: fromStart
            )
            try WatchCommand.report(watch, "watches for", json: json)
        }
    }
}

/// `watch list`.
struct WatchListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the saved searches.",
        discussion: """
            EXAMPLES
              arxiv-cosci watch list
              arxiv-cosci watch list --json | jq -r '.watches[].query'
            """
    )

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let watches = try await ShelfAccess.shelves(options).watches()
            if json { return try JSONOutput.print(WatchesJSON(watches)) }
            let terminal = Terminal.standardOutput
            for watch in watches {
                let mode = watch.mode == .lexical ? "" : "  \(watch.mode.rawValue), best \(watch.depth)"
                let name = terminal.styled(watch.name.text, .title)
                terminal.write("\(name)  seen \(watch.marked.day)\(mode)  \(watch.query.printable)\n")
            }
            if watches.isEmpty {
                Terminal.standardError.write("no watches; to make one: arxiv-cosci watch add QUERY\n")
            }
        }
    }
}

/// `watch rename`.
struct WatchRenameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give a watch another name.",
        discussion: """
            EXAMPLES
              arxiv-cosci watch rename author:witten Witten
            """
    )

    @Argument(help: "The name of the watch.")
    var name: String

    @Argument(help: "The new name.")
    var newName: String

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let watch = try await ShelfAccess.shelves(options).renameWatch(name, to: newName)
            try WatchCommand.report(watch, "is its name now", json: json)
        }
    }
}

/// `watch remove`.
struct WatchRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Delete a saved search; no paper is touched.",
        discussion: """
            EXAMPLES
              arxiv-cosci watch remove author:witten
            """
    )

    @Argument(help: "The name of the watch.")
    var name: String

    @Flag(help: "Answer as one JSON document: the watch as it was.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let watch = try shelves.watch(name)
            try await shelves.deleteWatch(name)
            try WatchCommand.report(watch, "watches no longer for", json: json)
        }
    }
}
