import Answers
import ArgumentParser
import Engine
import Literature
import Ports

/// `tag`.
struct TagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag",
        abstract: "Give papers tags of your own, and find them by these.",
        discussion: """
            EXAMPLES
              arxiv-cosci tag add holography hep-th/9711200 hep-th/9802150
              arxiv-cosci tag list
              arxiv-cosci tag list hep-th/9711200
              arxiv-cosci tag show holography
              arxiv-cosci tag remove holography hep-th/9802150
            """,
        subcommands: [
            TagAddCommand.self, TagRemoveCommand.self, TagListCommand.self, TagShowCommand.self, TagRenameCommand.self,
            TagDeleteCommand.self,
        ]
    )
}

/// `tag add`.
struct TagAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Give papers a tag.",
        discussion: """
            EXAMPLES
              arxiv-cosci tag add holography hep-th/9711200
              arxiv-cosci tag add "to cite" --ids-from list.txt --json
            """
    )

    @Argument(help: "The tag: up to \(ShelfName.limit) characters, no slash.")
    var tag: String

    @OptionGroup var items: ItemArguments

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let papers = try ShelfAccess.papers(items)
            let change = try await ShelfAccess.shelves(options).tag(papers, with: [tag])
            try ShelfAccess.report(change, done: "tagged", otherwise: "tagged so already", json: json)
        }
    }
}

/// `tag remove`.
struct TagRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a tag from papers.",
        discussion: """
            EXAMPLES
              arxiv-cosci tag remove holography hep-th/9711200
            """
    )

    @Argument(help: "The tag.")
    var tag: String

    @OptionGroup var items: ItemArguments

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let papers = try ShelfAccess.papers(items)
            let change = try await ShelfAccess.shelves(options).untag(papers, from: [tag])
            try ShelfAccess.report(change, done: "no longer tagged", otherwise: "not tagged so", json: json)
            if change.changed == 0 { throw CommandFailure.nothingFound("") }
        }
    }
}

/// `tag list`.
struct TagListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List all tags with how many papers have them, or the tags of a paper.",
        discussion: """
            EXAMPLES
              arxiv-cosci tag list
              arxiv-cosci tag list hep-th/9711200 --json
            """
    )

    @Argument(help: "The identifier of a paper, in any form; without it all tags are listed.")
    var identifier: String?

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let terminal = Terminal.standardOutput
            if let identifier {
                let paper = try PaperIdentifier(argument: identifier)
                let tags = try shelves.tags(of: paper)
                if json { return try JSONOutput.print(PaperTagsJSON(paper, tags)) }
                terminal.write(tags.map { $0.text + "\n" }.joined())
                return
            }
            let tags = try shelves.tags()
            if json { return try JSONOutput.print(TagsJSON(tags)) }
            for tag in tags {
                let count = tag.paperCount == 1 ? "1 paper" : "\(tag.paperCount) papers"
                terminal.write("\(terminal.styled(tag.name.text, .title))  \(count)\n")
            }
            if tags.isEmpty { Terminal.standardError.write("no tags; to give one: arxiv-cosci tag add TAG ID\n") }
        }
    }
}

/// `tag show`.
struct TagShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the papers that have a tag.",
        discussion: """
            EXAMPLES
              arxiv-cosci tag show holography
            """
    )

    @Argument(help: "The tag.")
    var tag: String

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var pages: PageOptions
    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let page = try shelves.papers(tagged: tag, offset: pages.offset, limit: pages.limit)
            if json { return try JSONOutput.print(TagPageJSON(tag, page)) }
            let terminal = Terminal.standardOutput
            let lines = ShelfPageText.lines(page, offset: pages.offset, label: "tagged", terminal)
            terminal.write(lines.joined(separator: "\n") + "\n")
        }
    }
}

/// `tag rename`.
struct TagRenameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give a tag another name; one that is there takes its papers in.",
        discussion: """
            EXAMPLES
              arxiv-cosci tag rename holo holography
            """
    )

    @Argument(help: "The tag.")
    var tag: String

    @Argument(help: "The new name.")
    var newName: String

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            try await shelves.renameTag(tag, to: newName)
            let name = try ShelfName(newName)
            let now = try shelves.tags().filter { $0.name == name }
            if json { return try JSONOutput.print(TagsJSON(now)) }
            Terminal.standardOutput.write("'\(name)': \(now.first?.paperCount ?? 0) papers\n")
        }
    }
}

/// `tag delete`.
struct TagDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Take a tag from all papers.",
        discussion: """
            EXAMPLES
              arxiv-cosci tag delete holography --yes
            """
    )

    @Argument(help: "The tag.")
    var tag: String

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let count = try shelves.papers(tagged: tag, limit: 0).total
            try Confirmation.require(yes, "Take the tag '\(tag)' from \(count) papers? There is no way back.")
            let taken = try await shelves.deleteTag(tag)
            let change = Shelves.Change(changed: taken, unchanged: 0, unknown: [])
            try ShelfAccess.report(change, done: "no longer tagged", otherwise: "", json: json)
        }
    }
}
