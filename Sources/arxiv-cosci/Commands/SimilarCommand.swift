import Answers
import ArgumentParser
import Engine
import Literature

/// `similar`.
struct SimilarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "similar",
        abstract: "Find papers that are like a paper, and say why.",
        discussion: """
            Papers are alike when their texts are near in meaning, when they cite the same works, and when the same works cite \
            them. Each result says how much of each there is.

            EXAMPLES
              arxiv-cosci similar hep-th/9711200
              arxiv-cosci similar hep-th/9711200 --limit 50 --json
            """
    )

    @Argument(help: "The identifier of the paper, in any form.")
    var identifier: String

    @Option(name: .shortAndLong, help: ArgumentHelp("How many results at most (default 10).", valueName: "n"))
    var limit: Int?

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var caching: CacheOptions
    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            var flags: [String: String] = [:]
            if let limit { flags[SettingDefinition.limit.key] = String(limit) }
            let settings = try await options.settings(flags: flags)
            let count = Int(try settings.resolve(.limit).value) ?? 10
            let progress = ProgressLine(isQuiet: false, isJSON: json)
            let paper = try PaperIdentifier(argument: identifier)
            let answer = try await QueryAccess.with(settings, caching) {
                progress.update($0)
            } ask: {
                try await $0.answer(SimilarQuery(paper, limit: count))
            }
            progress.finish()
            guard let answer else {
                throw CommandFailure.nothingFound("\(identifier) is not in the library; import a file that has it")
            }
            if json { try JSONOutput.print(SimilarJSON(answer)) } else { show(answer) }
            if answer.results.isEmpty { throw CommandFailure.nothingFound("no paper is like \(paper)") }
        }
    }

    private func show(_ answer: SimilarPapers.Answer) {
        let terminal = Terminal.standardOutput
        let title = (answer.paper.title ?? answer.paper.identifier.description).printable
        var lines = [terminal.styled("Like \(title)", .title)]
        for result in answer.results {
            let place = String(repeating: " ", count: max(0, 3 - String(result.rank).count)) + "\(result.rank). "
            lines.append(place + terminal.styled((result.paper.title ?? "(no title)").printable, .title))
            var facts = [terminal.styled(result.paper.identifier.description, .identifier)]
            facts.append(result.paper.shortAuthors.printable)
            if let year = result.paper.year { facts.append(String(year)) }
            lines.append("     " + facts.filter { !$0.isEmpty }.joined(separator: "  "))
            lines.append("     " + terminal.styled(Self.reasons(result), .faint))
        }
        terminal.write(lines.joined(separator: "\n") + "\n")
    }

    private static func reasons(_ result: SimilarPaper) -> String {
        var reasons: [String] = []
        if let cosine = result.cosine { reasons.append("meaning \((cosine * 100).rounded() / 100)") }
        if result.sharedReferences > 0 { reasons.append("\(result.sharedReferences) works cited by both") }
        if result.citedTogether > 0 { reasons.append("cited together by \(result.citedTogether)") }
        if result.isCited { reasons.append("one cites the other") }
        return reasons.joined(separator: ", ")
    }
}
