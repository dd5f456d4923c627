import Answers
import ArgumentParser
import Engine
import Literature
import Ports

/// `predict`.
struct PredictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Predict what a paper or a draft should cite, and what may cite it, with reasons.",
        discussion: """
            Every reason is a fact that can be counted in the library. A probability is what came true among the papers that the \
            model was calibrated on. Needs: arxiv-cosci train-predictor.

            EXAMPLES
              arxiv-cosci predict hep-th/9711200
              arxiv-cosci predict hep-th/0201001 --as-of 2002-01-01 --cold
              arxiv-cosci predict --references draft.bib --text draft.txt --author "Witten, Edward" --json
            """
    )

    @Argument(help: "The identifier of a paper of the library, in any form.")
    var identifier: String?

    @Option(
        help: ArgumentHelp("What a draft cites: BibTeX, RIS, or a list of identifiers.", valueName: "file"),
        completion: .file()
    )
    var references: String?

    @Option(
        help: ArgumentHelp("A draft's title (first line) and abstract.", valueName: "file"),
        completion: .file()
    )
    var text: String?

    @Option(help: ArgumentHelp("An author of the draft; may be repeated.", valueName: "family, given"))
    var author: [String] = []

    @Option(help: ArgumentHelp("Know only what appeared before this day.", valueName: "date"))
    var asOf: DayArgument?

    @Flag(help: "Hide the references: go by text and authors only.")
    var cold = false

    @Option(name: .shortAndLong, help: ArgumentHelp("How many papers at most (default 10).", valueName: "n"))
    var limit: Int?

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var cache: CacheOptions

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        let isDraft = references != nil || text != nil
        if isDraft == (identifier != nil) {
            throw ValidationError("give an identifier, or --references and --text of a draft")
        }
        if !author.isEmpty, !isDraft { throw ValidationError("--author belongs to a draft") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var flags: [String: String] = [:]
            if let limit { flags[SettingDefinition.limit.key] = String(limit) }
            let settings = try await options.settings(flags: flags)
            let count = Int(try settings.resolve(.limit).value) ?? 10
            let answer = try await QueryAccess.with(settings, cache) { queries in
                let stores = queries.stores
                let query = try PredictQuery(
                    try subject(stores.papers),
                    limit: count,
                    hidesReferences: cold,
                    day: asOf?.day,
                    in: stores
                )
                let answer = try await queries.answer(query)
                try show(answer, stores.papers)
                return answer
            }
            if answer.cites.isEmpty { throw CommandFailure.nothingFound("no paper is near enough to be predicted") }
        }
    }

    private func subject(_ papers: any PaperStore) throws -> PredictQuery.Subject {
        if let identifier {
            let name = try PaperIdentifier(argument: identifier)
            guard let paper = try papers.paper(name) else {
                throw CommandFailure.nothingFound("\(identifier) is not in the library; import a file that has it")
            }
            return .paper(paper.identifier.description)
        }
        let reader = LinkDraftReader(papers: papers)
        var draft = LinkDraft()
        if let references { try reader.addReferences(path: references, to: &draft) }
        if let text { try reader.addText(path: text, to: &draft) }
        draft.authors = author.map { name in
            let parts = name.split(separator: ",", maxSplits: 1).map { part in
                String(part.drop { $0 == " " })
            }
            return Author(family: parts.first ?? "", given: parts.count > 1 ? parts[1] : "")
        }
        return .draft(draft)
    }

    private func show(_ answer: PredictLinks.Answer, _ papers: any PaperStore) throws {
        let names = (answer.cites + answer.citedBy).map(\.identifier)
        let found = try papers.papers(names.compactMap { PaperIdentifier($0) }).compactMap { $0 }
        let known = Dictionary(found.map { ($0.identifier.description, $0) }) { first, _ in first }
        if json { return try JSONOutput.print(PredictionJSON(answer, known)) }
        var lines: [String] = []
        let terminal = Terminal.standardOutput
        let subject = answer.identifier ?? "the draft"
        lines.append(terminal.styled("\(subject) may miss (by \(answer.references) known references):", .title))
        lines += describe(answer.cites, known)
        if !answer.citedBy.isEmpty {
            lines.append(terminal.styled("Later papers that may miss \(subject):", .title))
            lines += describe(answer.citedBy, known)
        }
        if !answer.unknown.isEmpty {
            lines.append(terminal.styled("\(answer.unknown.count) references are not in the library", .faint))
        }
        terminal.write(lines.joined(separator: "\n") + "\n")
    }

    private func describe(_ links: [PredictLinks.Link], _ known: [String: Paper]) -> [String] {
        let terminal = Terminal.standardOutput
        return links.flatMap { link -> [String] in
            let percent = "\(Int((link.probability * 100).rounded())) %"
            let padding = String(repeating: " ", count: max(0, 5 - percent.count))
            let title = (known[link.identifier]?.title ?? "(no title)").printable
            var head = "\(padding)\(percent)  \(terminal.styled(link.identifier, .identifier))  \(title)"
            if link.isCited { head += terminal.styled("  (cited)", .match) }
            return [head] + link.reasons.map { "         " + terminal.styled($0.printable, .faint) }
        }
    }
}
