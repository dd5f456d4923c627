import Answers
import ArgumentParser
import Engine
import Literature

/// `neighbourhood`.
struct NeighbourhoodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "neighbourhood",
        abstract: "Show the papers around papers, several citations deep.",
        discussion: """
            Where there are more papers than --limit, those that are cited most are taken first at each depth. With --layout each \
            paper has a place, for drawing: papers that cite each other are near each other.

            EXAMPLES
              arxiv-cosci neighbourhood hep-th/9711200 --depth 2
              arxiv-cosci neighbourhood hep-th/9711200 --direction references --as-of 1998-06
              arxiv-cosci neighbourhood hep-th/9711200 hep-th/9802150 --depth 2 --limit 200 --layout --json
            """
    )

    @Argument(help: "Identifiers of the papers in the centre.")
    var identifiers: [String]

    @Option(help: ArgumentHelp("How many citations deep (default 1).", valueName: "n"))
    var depth = 1

    @Option(name: .shortAndLong, help: ArgumentHelp("How many papers at most (default 50).", valueName: "n"))
    var limit = 50

    @Option(
        help: ArgumentHelp("references, citations or both (default both).", valueName: "way"),
        completion: .list(ExploreNeighbourhood.Direction.allCases.map(\.rawValue))
    )
    var direction: String = ExploreNeighbourhood.Direction.both.rawValue

    @Flag(help: "Also give each paper a place for drawing (with --json).")
    var layout = false

    @OptionGroup var options: GraphOptions

    func validate() throws {
        if identifiers.isEmpty { throw ValidationError("the identifier of a paper is needed") }
        if depth < 0 { throw ValidationError("--depth: a number from 0 is needed") }
        if limit < 1 { throw ValidationError("--limit: a number from 1 is needed") }
        if ExploreNeighbourhood.Direction(rawValue: direction) == nil {
            throw ValidationError("--direction: references, citations or both")
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var request = ExploreNeighbourhood.Request(
                around: try identifiers.map { try PaperIdentifier(argument: $0) }
            )
            request.direction = ExploreNeighbourhood.Direction(rawValue: direction) ?? .both
            request.depth = depth
            request.limit = limit
            request.hasLayout = layout
            request.date = try options.date()
            let answer = try await options.answer(request)
            if options.json { try JSONOutput.print(NeighbourhoodJSON(answer, request)) } else { show(answer) }
        }
    }

    private func show(_ answer: ExploreNeighbourhood.Answer) {
        let terminal = Terminal.standardOutput
        var lines = notice(behind: answer.behind, terminal)
        for (depth, found) in answer.found.enumerated() {
            let works = answer.members.filter { $0.depth == depth }.map(\.work)
            guard !works.isEmpty else { continue }
            let count = works.count == found ? "\(found)" : "\(works.count) of \(found)"
            let place = depth == 0 ? "In the centre" : depth == 1 ? "1 citation away" : "\(depth) citations away"
            lines.append(terminal.styled("\(place): \(count)", .title))
            for work in works {
                let citations = work.citationCount == 1 ? "1 citation" : "\(work.citationCount) citations"
                lines.append("  " + work.line(terminal) + terminal.styled("  \(citations)", .faint))
            }
        }
        lines.append(terminal.styled("\(answer.edges.count) citations between them", .faint))
        terminal.write(lines.joined(separator: "\n") + "\n")
    }
}
