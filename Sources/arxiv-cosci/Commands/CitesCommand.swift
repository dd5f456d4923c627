import Answers
import ArgumentParser
import Engine
import Literature
import Ports

/// `cites`.
struct CitesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cites",
        abstract: "Show what a paper cites and what cites it.",
        discussion: """
            Both directions are shown unless one is asked for. Works that the library knows only from citations are \
            marked as stubs.

            EXAMPLES
              arxiv-cosci cites hep-th/9711200
              arxiv-cosci cites hep-th/9711200 --citations --sort citations --limit 100
              arxiv-cosci cites hep-th/9711200 --references --json
            """
    )

    @Argument(help: "The identifier of the paper, in any form.")
    var identifier: String

    @Flag(help: "Only what the paper cites.")
    var references = false

    @Flag(help: "Only what cites the paper.")
    var citations = false

    @Option(
        help: ArgumentHelp(
            "Which come first: identifier, citations (the most cited), year (the newest).",
            valueName: "order"
        )
    )
    var sort = CitationOrder.identifier

    @Option(name: .shortAndLong, help: ArgumentHelp("How many works per direction (default 10).", valueName: "n"))
    var limit: Int?

    @Option(help: ArgumentHelp("How many works to leave out from the start.", valueName: "n"))
    var offset = 0

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var caching: CacheOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if offset < 0 { throw ValidationError("--offset: a number from 0 is needed") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var flags: [String: String] = [:]
            if let limit { flags[SettingDefinition.limit.key] = String(limit) }
            let settings = try await options.settings(flags: flags)
            let count = Int(try settings.resolve(.limit).value) ?? 10
            let paper = try PaperIdentifier(argument: identifier)
            var answer = CitesJSON(identifier: paper.description)
            try await QueryAccess.with(settings, caching) { queries in
                for direction in directions {
                    let query = CitesQuery(paper, direction, by: sort, offset: offset, limit: count)
                    guard let page = try await queries.answer(query) else {
                        throw CommandFailure.nothingFound(
                            "\(identifier) is not in the library; import a file that has it"
                        )
                    }
                    answer.add(page, direction)
                    if !json { show(page, direction) }
                }
            }
            if json { try JSONOutput.print(answer) }
        }
    }

    private var directions: [CitationDirection] {
        switch (references, citations) {
        case (true, false): [.references]
        case (false, true): [.citations]
        default: [.references, .citations]
        }
    }

    private func show(_ page: CitationPage, _ direction: CitationDirection) {
        let terminal = Terminal.standardOutput
        let title = (page.paper.title ?? page.paper.identifier.description).printable
        let heading =
            direction == .references ? "\(title) cites \(page.total) works" : "\(title) is cited by \(page.total) works"
        var lines = [terminal.styled(heading, .title)]
        for work in page.works {
            var line = "  " + terminal.styled(work.paper.identifier.description, .identifier)
            line += "  " + (work.paper.title ?? (work.paper.isStub ? "[stub]" : "(no title)")).printable
            let facts = [work.paper.shortAuthors.printable, work.paper.year.map(String.init) ?? ""]
            let text = facts.filter { !$0.isEmpty }.joined(separator: ", ")
            if !text.isEmpty { line += terminal.styled(" (\(text))", .faint) }
            lines.append(line)
        }
        let rest = page.total - offset - page.works.count
        if rest > 0 { lines.append(terminal.styled("  and \(rest) more: --limit, --offset", .faint)) }
        terminal.write(lines.joined(separator: "\n") + "\n\n")
    }
}
