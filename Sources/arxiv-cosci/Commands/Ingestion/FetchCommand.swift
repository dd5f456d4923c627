import ArgumentParser
import Engine

/// `fetch`.
struct FetchCommand: IngestCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch papers by their identifiers from arXiv, Semantic Scholar or OpenAlex into the library.",
        discussion: """
            Articles of arXiv come from arXiv, other works and citations from Semantic Scholar (S2_API_KEY makes it faster). \
            Requests keep to the services' rules, whoever else on this machine asks them. What is fetched is saved as it comes: \
            an interrupted run goes on with 'arxiv-cosci batch resume last'.

            EXAMPLES
              arxiv-cosci fetch 2401.12345 hep-th/9711200 10.1103/PhysRevD.76.013009
              arxiv-cosci fetch hep-th/9711200 --with-citations --with-references
              arxiv-cosci fetch hep-th/9711200 --depth 2 --max 500 --dry-run
              arxiv-cosci fetch --ids-from reading-list.txt --enqueue
            """
    )

    @OptionGroup var items: ItemArguments

    @Option(
        help: ArgumentHelp("Who is asked: auto, arxiv, semantic-scholar or openalex.", valueName: "service"),
        completion: .list(FetchOptions.Source.allCases.map(\.rawValue))
    )
    var source: FetchOptions.Source = .automatic

    @Flag(help: "Also the works that cite them.")
    var withCitations = false

    @Flag(help: "Also the works that they cite.")
    var withReferences = false

    @Option(help: ArgumentHelp("Follow citations so many steps, fetching the papers found (0 to 5).", valueName: "n"))
    var depth = 0

    @Option(name: .customLong("max"), help: ArgumentHelp("With --depth: fetch so many papers at most.", valueName: "n"))
    var maximum = 1000

    @OptionGroup var running: RunOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        guard (0...5).contains(depth) else { throw ValidationError("--depth: 0 to 5") }
        guard (1...10_000_000).contains(maximum) else { throw ValidationError("--max: 1 to 10000000") }
        if items.identifiers.isEmpty, items.idsFrom == nil {
            throw ValidationError("name papers, or a file of identifiers with --ids-from")
        }
    }

    func work() throws -> [IngestJob] {
        var fetch = FetchOptions()
        fetch.source = source
        fetch.withCitations = withCitations
        fetch.withReferences = withReferences
        fetch.depth = depth
        fetch.maximum = maximum
        return [.fetch(identifiers: try items.resolved(), options: fetch)]
    }
}
