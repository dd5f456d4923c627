import Answers
import ArgumentParser
import Engine
import Literature

/// `path`.
struct PathCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "Show how two papers are connected by citations.",
        discussion: """
            A shortest way is shown; it may go from a paper to what it cites and to what cites it. Of several shortest ways the \
            first in the order of time is shown, or with --all up to --limit of them.

            EXAMPLES
              arxiv-cosci path hep-th/0104237 hep-th/9201047
              arxiv-cosci path hep-th/0104237 hep-th/9201047 --directed --all
              arxiv-cosci path hep-th/9711200 hep-th/9407087 --as-of 1998 --json
            """
    )

    @Argument(help: "The identifier of the paper where the way starts.")
    var start: String

    @Argument(help: "The identifier of the paper where it ends.")
    var end: String

    @Flag(help: "Only from papers to those that they cite.")
    var directed = false

    @Flag(help: "All shortest ways, up to --limit.")
    var all = false

    @Option(name: .shortAndLong, help: ArgumentHelp("How many ways to show with --all (default 10).", valueName: "n"))
    var limit = 10

    @OptionGroup var options: GraphOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit: a number from 1 is needed") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var request = FindPaths.Request(
                from: try PaperIdentifier(argument: start),
                to: try PaperIdentifier(argument: end)
            )
            request.isDirected = directed
            request.limit = all ? limit : 1
            request.date = try options.date()
            let answer = try await options.answer(request)
            if options.json { try JSONOutput.print(PathJSON(answer, request)) } else { show(answer) }
            if answer.length == nil {
                let way = directed ? "no way along references leads" : "no way along citations leads"
                throw CommandFailure.nothingFound("\(way) from \(request.start) to \(request.end)")
            }
        }
    }

    private func show(_ answer: FindPaths.Answer) {
        guard let length = answer.length else { return }
        let terminal = Terminal.standardOutput
        var lines = notice(behind: answer.behind, terminal)
        let ways = answer.count == 1 ? "1 shortest way" : "\(answer.count) shortest ways"
        let steps = length == 1 ? "1 citation" : "\(length) citations"
        lines.append(terminal.styled("\(ways), of \(steps)", .title))
        for path in answer.paths {
            lines.append("")
            for step in path {
                if let isCited = step.isCited {
                    lines.append(terminal.styled(isCited ? "    cites" : "    is cited by", .faint))
                }
                lines.append("  " + step.work.line(terminal))
            }
        }
        terminal.write(lines.joined(separator: "\n") + "\n")
    }
}
