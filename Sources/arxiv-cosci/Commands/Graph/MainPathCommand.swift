import Answers
import ArgumentParser
import Engine
import Literature

/// `main-path`.
struct MainPathCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "main-path",
        abstract: "Show along which papers a topic grew.",
        discussion: """
            From the oldest paper to the newest, each citing the one before: the citations over which most ways lead from papers that cite \
            nothing of the topic to papers that none of it cites (Hummon and Doreian 1989). A topic is what a search finds by all its \
            words, or the community of a paper, as communities shows it.

            EXAMPLES
              arxiv-cosci main-path --query '"matrix model"'
              arxiv-cosci main-path --of hep-th/9711200 --level 2
              arxiv-cosci main-path --query 'black hole entropy year:1992..1998' --json
            """
    )

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The papers that match this search; see 'help search'.", valueName: "query")
    )
    var query: String?

    @Option(help: ArgumentHelp("The papers of the community of this one.", valueName: "identifier"))
    var of: String?

    @Option(help: ArgumentHelp("With --of, 1: its community, 2: its part of that (default 1).", valueName: "n"))
    var level: Int?

    @OptionGroup var options: GraphOptions

    func validate() throws {
        if (query == nil) == (of == nil) { throw ValidationError("one of --query and --of is needed") }
        if let query, query.allSatisfy(\.isWhitespace) { throw ValidationError("--query: words are needed") }
        if let level {
            if of == nil { throw ValidationError("--level goes with --of") }
            if !(1...6).contains(level) { throw ValidationError("--level: a number from 1 to 6 is needed") }
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var request = TraceMainPath.Request(of: try topic())
            request.date = try options.date()
            let answer = try await options.answer(request)
            if options.json { try JSONOutput.print(MainPathJSON(answer, request)) } else { show(answer) }
            if answer.steps.isEmpty {
                let reason = answer.members == 0 ? "no paper has all the words" : "none of these papers cites another"
                throw CommandFailure.nothingFound(reason)
            }
        }
    }

    private func topic() throws -> TraceMainPath.Topic {
        if let of { return .community(of: try PaperIdentifier(argument: of), level: level ?? 1) }
        return .query(query ?? "")
    }

    private func show(_ answer: TraceMainPath.Answer) {
        guard !answer.steps.isEmpty else { return }
        let terminal = Terminal.standardOutput
        var lines = notice(behind: answer.behind, terminal)
        for step in answer.steps {
            let citations = step.work.citationCount == 1 ? "1 citation" : "\(step.work.citationCount) citations"
            lines.append(step.work.line(terminal) + terminal.styled("  \(citations)", .faint))
        }
        lines.append(
            terminal.styled(
                "\(answer.steps.count) papers, of \(answer.members) of the topic; each cites the one before",
                .faint
            )
        )
        terminal.write(lines.joined(separator: "\n") + "\n")
    }
}
