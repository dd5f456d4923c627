import Answers
import ArgumentParser
import Engine
import Ports

/// `stats`.
struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count what is in the library.",
        discussion: """
            EXAMPLES
              arxiv-cosci stats
              arxiv-cosci stats --json | jq .categories
            """
    )

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var caching: CacheOptions
    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            let folder = try settings.resolve(.library).value
            let statistics = try await QueryAccess.with(settings, caching) { try await $0.answer(StatisticsQuery()) }
            let embeddings = try LibraryAccess.derived(folder).embeddingCount()
            if json {
                try JSONOutput.print(StatisticsJSON(statistics, embeddings: embeddings))
            } else {
                show(statistics, embeddings: embeddings, folder: folder)
            }
        }
    }

    private func show(_ statistics: LibraryStatistics, embeddings: Int, folder: String) {
        let terminal = Terminal.standardOutput
        var lines = [terminal.styled("Library \(folder)", .title)]
        let counts = [
            ("papers", statistics.papers), ("stubs", statistics.stubs), ("authors", statistics.authors),
            ("citations", statistics.citations), ("withdrawn", statistics.withdrawn),
            ("embeddings", embeddings),
        ]
        lines += counts.map { row($0.0, $0.1) }
        lines += ["", terminal.styled("Categories", .title)]
        let categories = statistics.categories.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        lines += categories.prefix(15).map { row($0.key.printable, $0.value) }
        if categories.count > 15 {
            lines.append(terminal.styled("  and \(categories.count - 15) more: --json", .faint))
        }
        lines += ["", terminal.styled("Years", .title)]
        let greatest = statistics.years.values.max() ?? 1
        for (year, count) in statistics.years.sorted(by: { $0.key < $1.key }) {
            let bar = String(repeating: "█", count: max(1, count * 40 / max(1, greatest)))
            lines.append(row(String(year), count) + "  " + terminal.styled(bar, .identifier))
        }
        terminal.write(lines.joined(separator: "\n") + "\n")
    }

    private func row(_ name: String, _ count: Int) -> String {
        let number = String(count)
        return "  " + name + String(repeating: " ", count: max(1, 28 - name.count - number.count)) + number
    }
}
