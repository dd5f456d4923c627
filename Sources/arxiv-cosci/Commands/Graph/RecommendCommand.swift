import Answers
import ArgumentParser
import Engine
import Literature

/// `recommend`.
struct RecommendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend",
        abstract: "Recommend papers to somebody who likes some papers.",
        discussion: """
            What a reader meets who follows citations from the papers liked, both ways and again and again, and what is cited \
            together with them. Papers near those that are disliked come later. Each result says how it is connected.

            EXAMPLES
              arxiv-cosci recommend --like hep-th/9711200 hep-th/9802150
              arxiv-cosci recommend --like hep-th/9711200 --unlike hep-th/9603167 --limit 20
              arxiv-cosci recommend --like hep-th/9711200 --as-of 1998-06 --json
            """
    )

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Identifiers of papers liked.", valueName: "identifiers"))
    var like: [String]

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Identifiers of papers disliked.", valueName: "identifiers"))
    var unlike: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("How many papers (default 10).", valueName: "n"))
    var limit = 10

    @OptionGroup var options: GraphOptions

    func validate() throws {
        if like.isEmpty { throw ValidationError("--like: the identifier of a paper is needed") }
        if limit < 1 { throw ValidationError("--limit: a number from 1 is needed") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var request = RecommendPapers.Request(likes: try like.map { try PaperIdentifier(argument: $0) })
            request.dislikes = try unlike.map { try PaperIdentifier(argument: $0) }
            request.limit = limit
            request.date = try options.date()
            let answer = try await options.answer(request)
            if options.json { try JSONOutput.print(RecommendJSON(answer, request)) } else { show(answer) }
            if answer.results.isEmpty {
                throw CommandFailure.nothingFound("no citations lead from the papers liked to others")
            }
        }
    }

    private func show(_ answer: RecommendPapers.Answer) {
        let terminal = Terminal.standardOutput
        var lines = notice(behind: answer.behind, terminal)
        for result in answer.results {
            let place = String(repeating: " ", count: max(0, 3 - String(result.rank).count)) + "\(result.rank). "
            lines.append(place + result.work.line(terminal))
            lines.append("     " + terminal.styled(Self.reasons(result, likes: like.count), .faint))
        }
        terminal.write(lines.map { $0 + "\n" }.joined())
    }

    private static func reasons(_ result: RecommendPapers.Recommendation, likes: Int) -> String {
        var reasons: [String] = []
        if result.citedTogether > 0 {
            reasons.append("cited together with what you like by \(result.citedTogether) works")
        }
        if result.citedByLikes > 0 { reasons.append("cited by \(result.citedByLikes) of \(likes)") }
        if result.citesLikes > 0 { reasons.append("cites \(result.citesLikes) of \(likes)") }
        return reasons.isEmpty ? "near by citations" : reasons.joined(separator: ", ")
    }
}
