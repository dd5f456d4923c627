import Answers
import ArgumentParser
import Engine
import Literature

/// `bridges`.
struct BridgesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bridges",
        abstract: "Show citations that alone link papers to the others.",
        discussion: """
            Without one of these citations, some papers would no longer be linked to the rest, whichever way citations are followed. Those \
            that link most papers come first; most link a single one.

            EXAMPLES
              arxiv-cosci bridges
              arxiv-cosci bridges --limit 5 --as-of 1996 --json
            """
    )

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("How many citations, those that link most papers first (default 20).", valueName: "n")
    )
    var limit = 20

    @OptionGroup var options: GraphOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit: a number from 1 is needed") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var request = FindBridges.Request()
            request.limit = limit
            request.date = try options.date()
            let answer = try await options.answer(request)
            if options.json { try JSONOutput.print(BridgesJSON(answer, request)) } else { show(answer) }
            if answer.bridges.isEmpty { throw CommandFailure.nothingFound("no papers hang on a single citation") }
        }
    }

    private func show(_ answer: FindBridges.Answer) {
        guard !answer.bridges.isEmpty else { return }
        let terminal = Terminal.standardOutput
        var lines = notice(behind: answer.behind, terminal)
        for bridge in answer.bridges {
            let papers = bridge.size == 1 ? "1 paper is" : "\(bridge.size) papers are"
            let side = bridge.side == .citing ? "citing" : "cited"
            lines.append(terminal.styled("\(papers) linked to the others by it alone, on the \(side) side", .title))
            lines.append("  " + bridge.citing.line(terminal))
            lines.append(terminal.styled("    cites", .faint))
            lines.append("  " + bridge.cited.line(terminal))
        }
        let note = "\(answer.count) such citations; \(answer.largerCount) link more than one paper"
        lines.append(terminal.styled(note, .faint))
        terminal.write(lines.joined(separator: "\n") + "\n")
    }
}
