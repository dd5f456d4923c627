import ArgumentParser
import BatchProcessing
import Engine
import Literature
import Upstreams

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

extension FetchOptions.Source: ExpressibleByArgument {}

/// `download`.
struct DownloadCommand: IngestCommand {
    static let configuration = CommandConfiguration(
        commandName: "download",
        abstract: "Download PDFs or sources of arXiv articles for your own reading.",
        discussion: """
            Files go to files/ in the library, each with its size and checksum beside it; those that are there are left alone, and \
            interrupted downloads go on where they stopped. arXiv's terms: files are for you, do not pass them on.

            EXAMPLES
              arxiv-cosci download 2401.12345 hep-th/9711200v3
              arxiv-cosci download --kind source --ids-from reading-list.txt
              arxiv-cosci download --ids-from list.txt --dry-run
            """
    )

    @OptionGroup var items: ItemArguments

    @Option(
        help: ArgumentHelp("What: pdf, or source (TeX in most cases).", valueName: "kind"),
        completion: .list(DownloadOptions.Kind.allCases.map(\.rawValue))
    )
    var kind: DownloadOptions.Kind = .pdf

    @OptionGroup var running: RunOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if items.identifiers.isEmpty, items.idsFrom == nil {
            throw ValidationError("name papers, or a file of identifiers with --ids-from")
        }
    }

    func work() throws -> [IngestJob] {
        var download = DownloadOptions()
        download.kind = kind
        return [.download(identifiers: try items.articles(), options: download)]
    }
}

extension DownloadOptions.Kind: ExpressibleByArgument {}

/// `harvest`.
struct HarvestCommand: IngestCommand {
    static let configuration = CommandConfiguration(
        commandName: "harvest",
        abstract: "Harvest all papers of an arXiv set, and later only what has changed since.",
        discussion: """
            The first harvest of a set takes everything, page by page; the next ones what changed since. An interrupted harvest goes \
            on where it stopped when the same command is run again.

            SETS are arXiv's: cs, math, physics:hep-th, cs:cs:AI …

            EXAMPLES
              arxiv-cosci harvest --set physics:hep-th --from 2024-01-01
              arxiv-cosci harvest --set physics:hep-th
              arxiv-cosci schedule add nightly --cron '0 3 * * *' harvest --set physics:hep-th
            """
    )

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("The set; may be repeated; none harvests all of arXiv.", valueName: "set")
    )
    var sets: [String] = []

    @Option(help: ArgumentHelp("The first day of change, as in 2024-01-31.", valueName: "day"))
    var from: String?

    @Option(help: ArgumentHelp("The last day of change.", valueName: "day"))
    var until: String?

    @Option(
        help: ArgumentHelp("The metadata: arXivRaw (all versions), arXiv or oai_dc.", valueName: "format"),
        completion: .list(["arXivRaw", "arXiv", "oai_dc"])
    )
    var format = "arXivRaw"

    @OptionGroup var running: RunOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        guard HarvestRequest.Prefix(rawValue: format) != nil else {
            throw ValidationError("--format: arXivRaw, arXiv or oai_dc")
        }
        for (name, day) in [("--from", from), ("--until", until)] {
            if let day, !Self.isDay(day) { throw ValidationError("\(name): a day such as 2024-01-31 is needed") }
        }
        for set in sets where set.isEmpty || !set.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            throw ValidationError("--set '\(set)': a set such as cs or physics:hep-th is needed")
        }
    }

    func work() throws -> [IngestJob] {
        (sets.isEmpty ? [nil] : sets.map { Optional($0) }).map { set in
            var harvest = HarvestOptions()
            harvest.set = set
            harvest.format = format
            harvest.from = from
            harvest.until = until
            return .harvest(harvest)
        }
    }

    private static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil }
        return parts.map(\.count) == [4, 2, 2] && numbers.count == 3 && (1...12).contains(numbers[1])
            && (1...31).contains(numbers[2])
    }
}

/// `ingest`.
struct IngestFilesCommand: IngestCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Put the papers of files into every configured store, as a batch that can be resumed.",
        discussion: """
            Like import, but with a journal: what is done is passed over when the batch is resumed, and the answer tells the result \
            for each store.

            EXAMPLES
              arxiv-cosci ingest papers.jsonl.gz citations.tsv.gz
              arxiv-cosci ingest snapshot.json --json
              arxiv-cosci batch resume last
            """
    )

    @Argument(help: "Files and folders.", completion: .file())
    var files: [String]

    @OptionGroup var running: RunOptions
    @OptionGroup var options: LibraryOptions

    func work() throws -> [IngestJob] {
        [.ingest(files: files.map { AbsolutePath.of($0) })]
    }
}
