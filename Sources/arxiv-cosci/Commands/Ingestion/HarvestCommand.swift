import ArgumentParser
import Engine
import Upstreams

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
              arxiv-cosci schedule add --cron '0 3 * * *' nightly harvest --set physics:hep-th
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
