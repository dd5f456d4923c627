import Answers
import ArgumentParser
import Engine
import Literature

/// `search`.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find papers by words, meaning, authors, categories, years or identifier.",
        discussion: """
            QUERY
              quantum gravity             both words, anywhere in title, abstract or authors
              "black hole entropy"        the words in this order
              -supersymmetry              without this word; NOT supersymmetry is the same
              (string OR membrane) dual   one of several; words that follow each other bind closer than OR
              supercond*                  words that begin so
              author:maldacena            by an author; author:"van der waals"
              title:holography abs:brane  in the title, in the abstract
              cat:hep-th                  in a category; cat:math takes all classes of math; cat:a,b either
              year:1997  year:1997..2001  of these years; since:1997, until:2001
              has:doi                     has text, abstract, doi, journal, citations or references; is:withdrawn
              cites:ID  refs:ID           papers that cite a paper, papers that it cites
              like:ID                     papers like this one
              Maldacena 1997              a name and a year: that author's papers of that year come first
              hep-th/9711200              the paper itself, by any form of its identifier, DOI or address

            MODES (--mode)
              hybrid    words, meaning and citations in one ranking
              lexical   words only: exactly the papers that have them
              semantic  meaning only

            EXAMPLES
              arxiv-cosci search "large N limit superconformal"
              arxiv-cosci search 'author:witten "string theory" year:1995..1997'
              arxiv-cosci search --explain "AdS/CFT"
              arxiv-cosci search --like hep-th/9711200 --since 2000
              arxiv-cosci search --category gr-qc --limit 50 --json "loop quantum gravity" | jq '.results[].arxiv_id'

            When no paper has all the words, papers with some of them are shown, and the answer says so; so it does when a \
            word that no paper has was replaced by the nearest that one has.
            """
    )

    @Argument(help: "What to look for; several arguments are one query.")
    var query: [String] = []

    @Option(
        help: ArgumentHelp("How to rank: hybrid (default), lexical or semantic.", valueName: "mode"),
        completion: .list(SearchMode.allCases.map(\.rawValue))
    )
    var mode: SearchMode = .hybrid

    @Flag(help: "Say of every result why it ranks where it does.")
    var explain = false

    @Option(name: .long, help: ArgumentHelp("Papers like this one; may be repeated.", valueName: "id"))
    var like: [String] = []

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
        let hasFilter = !(category.isEmpty && author.isEmpty && like.isEmpty && since == nil && until == nil)
        if query.joined().allSatisfy(\.isWhitespace), !hasFilter {
            throw ValidationError("say what to look for, for instance: arxiv-cosci search \"quantum gravity\"")
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var flags: [String: String] = [:]
            if let limit { flags[SettingDefinition.limit.key] = String(limit) }
            let settings = try await options.settings(flags: flags)
            let request = try request(limit: Int(try settings.resolve(.limit).value) ?? 10)
            let progress = ProgressLine(isQuiet: false, isJSON: json)
            let clock = ContinuousClock()
            let start = clock.now
            var answer = try await QueryAccess.with(settings, caching) {
                progress.update($0)
            } ask: {
                try await $0.answer(SearchQuery(request))
            }
            answer.duration = clock.now - start
            progress.finish()
            if json {
                try JSONOutput.print(SearchJSON(request.text, answer))
            } else {
                Terminal.standardOutput.write(SearchText(answer, terminal: .standardOutput).text)
            }
            if answer.results.isEmpty { throw CommandFailure.nothingFound(advice(answer)) }
        }
    }

    private func request(limit: Int) throws -> SearchRequest {
        var request = SearchRequest(text: query.joined(separator: " "))
        request.mode = mode
        request.limit = limit
        request.offset = offset
        request.categories = category
        request.authors = author
        request.likes = try like.map { try PaperIdentifier(argument: $0) }
        request.since = since
        request.until = until
        request.explains = explain
        return request
    }

    private func advice(_ answer: SearchAnswer) -> String {
        if answer.total > 0 { return "no results behind the first \(answer.total); lower --offset" }
        return answer.mode == .identifier
            ? "\(query.joined(separator: " ")) is not in the library; import a file that has it"
            : "nothing found; try fewer words or wider filters"
    }
}
