import Answers
import ArgumentParser
import Engine
import Literature

/// `trends`.
struct TrendsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trends",
        abstract: "Show when something was written about, and what suddenly was.",
        discussion: """
            With --phrase, --category or --community-of: the papers by time, their share of all papers (with --phrase and --category \
            of the category's), the trend of that share, and bursts: times in which twice the usual rate explains the counts \
            better (Kleinberg 2002). Without: the phrases of titles whose bursts are strongest.

            EXAMPLES
              arxiv-cosci trends
              arxiv-cosci trends --current --limit 10
              arxiv-cosci trends --phrase "matrix model" --by month
              arxiv-cosci trends --category hep-th --as-of 2000 --json
            """
    )

    @Option(help: ArgumentHelp("Papers with this phrase in title or abstract.", valueName: "text"))
    var phrase: String?

    @Option(help: ArgumentHelp("Papers of this category.", valueName: "code"))
    var category: String?

    @Option(help: ArgumentHelp("Papers of the community of this paper.", valueName: "identifier"))
    var communityOf: String?

    @Option(
        help: ArgumentHelp("year or month (default year).", valueName: "period"),
        completion: .list(["year", "month"])
    )
    var by: String = TimePeriod.year.rawValue

    @Flag(help: "Only phrases whose burst lasts to the end.")
    var current = false

    @Option(name: .shortAndLong, help: ArgumentHelp("How many phrases (default 20).", valueName: "n"))
    var limit = 20

    @OptionGroup var options: GraphOptions

    private var isSeries: Bool { phrase != nil || category != nil || communityOf != nil }

    func validate() throws {
        if TimePeriod(rawValue: by) == nil { throw ValidationError("--by: year or month") }
        if limit < 1 { throw ValidationError("--limit: a number from 1 is needed") }
        if current, isSeries { throw ValidationError("--current is for phrases: leave out the other options") }
        if communityOf != nil, phrase != nil || category != nil {
            throw ValidationError("--community-of stands alone")
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            if isSeries { try await series() } else { try await bursts() }
        }
    }

    private func series() async throws {
        var request = FindTrends.Request()
        request.phrase = phrase
        request.category = category
        request.communityOf = try communityOf.map { try PaperIdentifier(argument: $0) }
        request.period = TimePeriod(rawValue: by) ?? .year
        request.date = try options.date()
        let answer = try await options.answer(request)
        if options.json {
            try JSONOutput.print(SeriesJSON(answer, asOf: request.date, by: by))
        } else if answer.papers > 0 {
            Terminal.standardOutput.write(SeriesText(answer.series, behind: answer.behind).text)
        }
        if answer.papers == 0 {
            let subject = phrase ?? category ?? communityOf ?? ""
            throw CommandFailure.nothingFound("no dated paper has to do with '\(subject)'")
        }
    }

    private func bursts() async throws {
        var request = FindBursts.Request()
        request.limit = limit
        request.isCurrent = current
        request.period = TimePeriod(rawValue: by) ?? .year
        request.date = try options.date()
        let answer = try await options.answer(request)
        if options.json {
            try JSONOutput.print(BurstsJSON(answer, asOf: request.date, by: by))
        } else {
            let terminal = Terminal.standardOutput
            var lines = notice(behind: answer.behind, terminal)
            for phrase in answer.phrases {
                let time =
                    phrase.burst.first == phrase.burst.last
                    ? phrase.burst.first : "\(phrase.burst.first) to \(phrase.burst.last)"
                let facts = "\(time), strength \(Int(phrase.burst.weight.rounded())), \(phrase.papers) papers"
                lines.append(terminal.styled(phrase.text.printable, .title) + "  " + terminal.styled(facts, .faint))
            }
            terminal.write(lines.map { $0 + "\n" }.joined())
        }
        if answer.phrases.isEmpty {
            throw CommandFailure.nothingFound("no phrase of titles bursts; it takes 10 papers with one")
        }
    }
}
