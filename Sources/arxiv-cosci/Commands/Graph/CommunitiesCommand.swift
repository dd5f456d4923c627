import Answers
import ArgumentParser
import Engine
import Literature

/// `communities`.
struct CommunitiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "communities",
        abstract: "Show which groups of papers cite each other, and what each is about.",
        discussion: """
            Communities are found by the Leiden algorithm on the citation graph; each hangs together. Their phrases are those of \
            titles that tell a community from the others; their papers those that are cited most within it. --level 2 divides each \
            community again.

            EXAMPLES
              arxiv-cosci communities
              arxiv-cosci communities --of hep-th/9711200 --level 2
              arxiv-cosci communities --as-of 1996 --limit 5 --json
            """
    )

    @Option(help: ArgumentHelp("1: communities, 2: the parts of each, and so on (default 1).", valueName: "n"))
    var level = 1

    @Option(help: ArgumentHelp("Only the community of this paper.", valueName: "identifier"))
    var of: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("How many communities, largest first (default 10).", valueName: "n")
    )
    var limit = 10

    @Option(help: ArgumentHelp("How many papers of each (default 5).", valueName: "n"))
    var papers = 5

    @Option(help: ArgumentHelp("Greater gives more and smaller communities (default 1).", valueName: "x"))
    var resolution = 1.0

    @OptionGroup var options: GraphOptions

    func validate() throws {
        if !(1...6).contains(level) { throw ValidationError("--level: a number from 1 to 6 is needed") }
        if limit < 1 { throw ValidationError("--limit: a number from 1 is needed") }
        if papers < 0 { throw ValidationError("--papers: a number from 0 is needed") }
        if !(resolution > 0 && resolution.isFinite) {
            throw ValidationError("--resolution: a number above 0 is needed")
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var request = FindCommunities.Request()
            request.level = level
            request.member = try of.map { try PaperIdentifier(argument: $0) }
            request.limit = limit
            request.workLimit = papers
            request.resolution = resolution
            request.date = try options.date()
            let answer = try await options.answer(request)
            if options.json { try JSONOutput.print(CommunitiesJSON(answer, request)) } else { show(answer) }
            if answer.communities.isEmpty {
                throw CommandFailure.nothingFound("the library has no citations that communities could be found by")
            }
        }
    }

    private func show(_ answer: FindCommunities.Answer) {
        let terminal = Terminal.standardOutput
        var lines = notice(behind: answer.behind, terminal)
        for community in answer.communities {
            let phrases =
                community.phrases.isEmpty ? "(no titles)" : community.phrases.joined(separator: ", ").printable
            lines.append(terminal.styled("\(community.number + 1). \(phrases)", .title))
            var facts = ["\(community.size) works"]
            if let years = community.years { facts.append("\(years.lowerBound)-\(years.upperBound)") }
            facts.append("\(Int((community.cohesion * 100).rounded())) % of their citations stay inside")
            lines.append("   " + terminal.styled(facts.joined(separator: ", "), .faint))
            for work in community.works {
                lines.append("     " + work.line(terminal) + terminal.styled("  \(work.citationCount) inside", .faint))
            }
        }
        let modularity = (answer.modularity * 1000).rounded() / 1000
        lines.append(
            terminal.styled("\(answer.count) communities of 3 works or more, modularity \(modularity)", .faint)
        )
        terminal.write(lines.joined(separator: "\n") + "\n")
    }
}
