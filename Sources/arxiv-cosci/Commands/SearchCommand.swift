import ArgumentParser
import Engine
import Literature
import TextAnalysis

/// `search`.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find papers by words, authors, categories, years or identifier.",
        discussion: """
            QUERY
              quantum gravity             both words, anywhere in title, abstract or authors
              "black hole entropy"        the words in this order
              -supersymmetry              without this word
              author:maldacena            by an author; author:"van der waals"
              title:holography            in the title
              cat:hep-th                  in a category; cat:math takes all classes of math
              year:1997  year:1997..2001  of these years; year:1997.. and year:..2001 are open
              hep-th/9711200              the paper itself, by any form of its identifier, DOI or address

            EXAMPLES
              arxiv-cosci search "large N limit superconformal"
              arxiv-cosci search 'author:witten "string theory" year:1995..1997'
              arxiv-cosci search --category gr-qc --limit 50 --json "loop quantum gravity" | jq '.results[].arxiv_id'

            When no paper has all the words, papers with some of them are shown, and the answer says so.
            """
    )

    @Argument(help: "What to look for; several arguments are one query.")
    var query: [String] = []

    @Option(
        help: ArgumentHelp("How to rank: lexical (by words).", valueName: "mode"),
        completion: .list(["lexical"])
    )
    var mode: SearchMode = .lexical

    @Option(name: .shortAndLong, help: ArgumentHelp("How many results at most (default 10).", valueName: "n"))
    var limit: Int?

    @Option(help: ArgumentHelp("How many results to leave out from the start.", valueName: "n"))
    var offset = 0

    @Option(name: .long, help: ArgumentHelp("Only this category; may be repeated.", valueName: "code"))
    var category: [String] = []

    @Option(name: .long, help: ArgumentHelp("Only this author; may be repeated.", valueName: "name"))
    var author: [String] = []

    @Option(help: ArgumentHelp("Only this year and later.", valueName: "year"))
    var since: Int?

    @Option(help: ArgumentHelp("Only this year and earlier.", valueName: "year"))
    var until: Int?

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var caching: CacheOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if offset < 0 { throw ValidationError("--offset: a number from 0 is needed") }
        if query.joined().allSatisfy(\.isWhitespace), category.isEmpty, author.isEmpty, since == nil, until == nil {
            throw ValidationError("say what to look for, for instance: arxiv-cosci search \"quantum gravity\"")
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var flags: [String: String] = [:]
            if let limit { flags[SettingDefinition.limit.key] = String(limit) }
            let settings = try await options.settings(flags: flags)
            var request = SearchRequest(text: query.joined(separator: " "))
            request.limit = Int(try settings.resolve(.limit).value) ?? 10
            request.offset = offset
            request.categories = category
            request.authors = author
            request.since = since
            request.until = until
            let clock = ContinuousClock()
            let start = clock.now
            var answer = try await QueryAccess.with(settings, caching) { try await $0.answer(SearchQuery(request)) }
            answer.duration = clock.now - start
            if json {
                try JSONOutput.print(SearchJSON(request.text, answer))
            } else {
                Terminal.standardOutput.write(SearchText(answer, terminal: .standardOutput).text)
            }
            if answer.results.isEmpty { throw CommandFailure.nothingFound(advice(answer)) }
        }
    }

    private func advice(_ answer: SearchAnswer) -> String {
        if answer.total > 0 { return "no results behind the first \(answer.total); lower --offset" }
        return answer.mode == .identifier
            ? "\(query.joined(separator: " ")) is not in the library; import a file that has it"
            : "nothing found; try fewer words or wider filters"
    }
}

/// The ways to rank.
enum SearchMode: String, ExpressibleByArgument, CaseIterable {
    case lexical
}

/// The JSON form of a search answer.
private struct SearchJSON: Encodable {
    struct Ranks: Encodable {
        var lexical: Nullable<Int>
        var semantic = Nullable<Int>(nil)
        var graph = Nullable<Int>(nil)
    }

    struct Result: Encodable {
        var rank: Int
        var paper: PaperSummaryJSON
        var score: Double
        var ranks: Ranks
        var snippet: String

        enum CodingKeys: String, CodingKey {
            case rank, score, ranks, snippet
        }

        func encode(to encoder: any Encoder) throws {
            try paper.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(rank, forKey: .rank)
            try container.encode(score, forKey: .score)
            try container.encode(ranks, forKey: .ranks)
            try container.encode(snippet, forKey: .snippet)
        }
    }

    var query: String
    var mode: String
    var total: Int
    var relaxed: Bool
    var took: Double
    var results: [Result]

    enum CodingKeys: String, CodingKey {
        case query, mode, total, relaxed, results
        case took = "took_ms"
    }

    init(_ query: String, _ answer: SearchAnswer) {
        self.query = query
        mode = answer.mode.rawValue
        total = answer.total
        relaxed = answer.isRelaxed
        took = (answer.duration / .microseconds(1)).rounded() / 1000
        results = answer.results.map { result in
            Result(
                rank: result.rank,
                paper: PaperSummaryJSON(result.paper, citationCount: result.citationCount),
                score: (result.score * 10_000).rounded() / 10_000,
                ranks: Ranks(lexical: Nullable(result.lexicalRank)),
                snippet: result.snippet.text
            )
        }
    }
}

/// The form of a search answer for people.
private struct SearchText {
    let text: String

    init(_ answer: SearchAnswer, terminal: Terminal) {
        let width = min(terminal.width, 120)
        var lines: [String] = []
        if answer.isRelaxed, !answer.results.isEmpty {
            lines.append(terminal.styled("No paper has all the words; these have some of them.", .warning))
        }
        for result in answer.results {
            lines.append(Self.entry(result, terminal: terminal, width: width))
        }
        if answer.mode == .lexical, !answer.results.isEmpty {
            let shown = "\(answer.results[0].rank)-\(answer.results[answer.results.count - 1].rank) of \(answer.total)"
            let time = (answer.duration / .microseconds(100)).rounded() / 10
            lines.append(terminal.styled("\(shown), \(time) ms", .faint))
        }
        text = lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    private static func entry(_ result: SearchAnswer.Result, terminal: Terminal, width: Int) -> String {
        let paper = result.paper
        let title = (paper.title ?? "(no title)").printable
        let place = String(repeating: " ", count: max(0, 3 - String(result.rank).count)) + "\(result.rank). "
        var lines = [place + terminal.styled(title, .title)]
        if paper.isWithdrawn { lines[0] += " " + terminal.styled("[withdrawn]", .warning) }
        if paper.isStub { lines[0] += " " + terminal.styled("[stub: only known as cited]", .warning) }
        var facts = [terminal.styled(paper.identifier.description, .identifier), paper.shortAuthors.printable]
        if let year = paper.year { facts.append(String(year)) }
        if let category = paper.categories.first { facts.append(category.printable) }
        facts.append(result.citationCount == 1 ? "1 citation" : "\(result.citationCount) citations")
        lines.append("     " + facts.filter { !$0.isEmpty }.joined(separator: "  "))
        let snippet = result.snippet.segments.map { segment in
            segment.isMatch ? terminal.styled(segment.text.printable, .match) : segment.text.printable
        }.joined()
        if !snippet.isEmpty { lines.append(snippet.wrapped(width: width, indent: "     ")) }
        return lines.joined(separator: "\n") + "\n"
    }
}
