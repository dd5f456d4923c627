import Answers
import ArgumentParser
import Engine
import Literature

/// `rank`.
struct RankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank",
        abstract: "Show the papers that stand highest in the citation graph.",
        discussion: """
            Papers are ranked among all papers of the library; --category, --since and --until choose which of them are shown. Papers of \
            one score share a rank.

            MEASURES (--by)
              pagerank        where a reader who follows references is met most
              citations       how many papers cite it
              authorities     cited by papers that cite well
              hubs            citing what is cited well: surveys and reviews
              core            among papers that are all linked to this many others
              betweenness     on how many shortest ways between others it lies;
                              estimated in larger libraries
              effective-size  linked to how many papers that are not linked to
                              each other
              constraint      how much those are linked to each other, the least
                              first: papers between fields

            pagerank follows a reference with probability 0.5, as was proposed for citations (Chen and others 2007). With --damping 0.85, as \
            for the web, the oldest papers gather what flows along all references.

            EXAMPLES
              arxiv-cosci rank
              arxiv-cosci rank --damping 0.85 --until 1995
              arxiv-cosci rank --by betweenness --since 1998 --limit 10
              arxiv-cosci rank --category math.QA --as-of 2000 --json
            """
    )

    @Option(
        help: ArgumentHelp("The measure, see above (default pagerank).", valueName: "measure"),
        completion: .list(RankWorks.Measure.allCases.map(\.rawValue))
    )
    var by: RankWorks.Measure = .pagerank

    @Option(help: ArgumentHelp("Of pagerank: how probably a reference is followed (default 0.5).", valueName: "x"))
    var damping: Double?

    @Option(help: ArgumentHelp("Only this category; cs takes all of cs.*.", valueName: "code"))
    var category: String?

    @Option(help: ArgumentHelp("Only this year and later.", valueName: "year"))
    var since: Int?

    @Option(help: ArgumentHelp("Only this year and earlier.", valueName: "year"))
    var until: Int?

    @Option(name: .shortAndLong, help: ArgumentHelp("How many papers, 500 at most (default 20).", valueName: "n"))
    var limit = 20

    @Option(help: ArgumentHelp("How many papers to leave out from the start.", valueName: "n"))
    var offset = 0

    @OptionGroup var options: GraphOptions

    func validate() throws {
        let greatest = RankWorks.Request.greatestLimit
        if !(1...greatest).contains(limit) {
            throw ValidationError("--limit: a number from 1 to \(greatest) is needed")
        }
        if offset < 0 { throw ValidationError("--offset: a number from 0 is needed") }
        if let damping {
            if by != .pagerank { throw ValidationError("--damping goes with --by pagerank") }
            if !(0..<1).contains(damping) { throw ValidationError("--damping: a number from 0, below 1, is needed") }
        }
        if let since, let until, since > until { throw ValidationError("--since is later than --until") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var request = RankWorks.Request()
            request.measure = by
            if let damping { request.damping = damping }
            (request.category, request.since, request.until) = (category, since, until)
            (request.limit, request.offset) = (limit, offset)
            request.date = try options.date()
            let answer = try await options.answer(request)
            if options.json { try JSONOutput.print(RankingJSON(answer, request)) } else { show(answer) }
            if answer.entries.isEmpty {
                throw CommandFailure.nothingFound(
                    answer.total > 0 ? "there are \(answer.total) such papers: lower --offset" : "no paper is such"
                )
            }
        }
    }

    private func show(_ answer: RankWorks.Answer) {
        guard !answer.entries.isEmpty else { return }
        let terminal = Terminal.standardOutput
        var lines = notice(behind: answer.behind, terminal)
        let width = String(answer.entries.last?.rank ?? 0).count
        for entry in answer.entries {
            let rank = String(entry.rank)
            let margin = String(repeating: " ", count: width - min(width, rank.count))
            lines.append(terminal.styled("\(margin)\(rank).", .title) + " " + entry.work.line(terminal))
            let facts = [
                entry.scoreText, "above \(entry.percentileText) %", "cites \(entry.referenceCount)",
                "cited by \(entry.work.citationCount)",
            ]
            let indent = String(repeating: " ", count: width + 2)
            lines.append(indent + terminal.styled(facts.joined(separator: ", "), .faint))
        }
        var note = "\(answer.entries.count) of \(answer.total) papers, ranked by \(by.rawValue) among \(answer.ranked)"
        if let pivots = answer.pivots { note += ", estimated from the ways of \(pivots)" }
        lines.append(terminal.styled(note, .faint))
        terminal.write(lines.joined(separator: "\n") + "\n")
    }
}

extension RankWorks.Entry {
    /// The score as people read it.
    fileprivate var scoreText: String {
        let text = score.rounded(significant: 4).description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// The percentile, never rounded up to all.
    fileprivate var percentileText: String { ((percentile * 100).rounded(.down) / 100).description }
}
