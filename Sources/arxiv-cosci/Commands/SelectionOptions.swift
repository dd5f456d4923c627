import ArgumentParser
import Engine
import Literature
import Ports

/// Options that say which papers a command takes.
struct SelectionOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Only the results of this search; see 'help search'.", valueName: "query"))
    var query: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("How many results of the search (default 1000).", valueName: "n"))
    var limit: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("Only the identifiers in this file, one a line; - is standard input.", valueName: "file"),
        completion: .file()
    )
    var ids: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Only this category (cs takes all of cs.*); may be repeated.", valueName: "code")
    )
    var category: [String] = []

    @Option(help: ArgumentHelp("Only this year and later.", valueName: "year"))
    var since: Int?

    @Option(help: ArgumentHelp("Only this year and earlier.", valueName: "year"))
    var until: Int?

    func validate() throws {
        if query != nil, ids != nil { throw ValidationError("--query and --ids exclude each other") }
        if limit != nil, query == nil { throw ValidationError("--limit goes with --query") }
        if let limit, !(1...1_000_000).contains(limit) { throw ValidationError("--limit: 1 to 1000000") }
        if let since, let until, since > until { throw ValidationError("--since is later than --until") }
    }

    /// The selection.
    ///
    /// - Parameter named: identifiers given as arguments.
    /// - Throws: ``CommandFailure`` for an identifier that is none or not in the library.
    func selection(named: [String], includesStubs: Bool, in stores: LibraryAccess.Stores) throws -> PaperSelection {
        var selection = PaperSelection()
        selection.includesStubs = includesStubs
        selection.categories = category
        if since != nil || until != nil { selection.years = (since ?? 0)...(until ?? 9999) }
        if let query {
            var request = SearchRequest(text: query)
            request.limit = limit ?? 1000
            // What is taken are the papers that match, not those that are near in meaning.
            request.mode = .lexical
            let answer = try SearchPapers(papers: stores.papers, indexes: stores.indexes)(request)
            selection.identifiers = answer.results.map(\.paper.identifier)
        }
        let texts = try named + (ids.map { try IdentifierLines(path: $0).lines.map(\.text) } ?? [])
        if !texts.isEmpty || ids != nil {
            let found = try texts.map { try PaperIdentifier(argument: $0) }
            let missing = try zip(texts, stores.papers.papers(found)).filter { $0.1 == nil }.map(\.0)
            guard missing.isEmpty else {
                throw CommandFailure.nothingFound("not in the library: \(missing.prefix(10).joined(separator: ", "))")
            }
            selection.identifiers = (selection.identifiers ?? []) + found
        }
        return selection
    }
}
