import Answers
import ArgumentParser
import Caching
import Engine

/// `cache stats`.
struct CacheStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show what the cache has done, by kind of question.",
        discussion: """
            The figures are those of all processes of this machine since the cache was last cleared, and never those of others \
            who use the same Redis. A hit is an answer that was not found anew; a miss one that was.

            EXAMPLES
              arxiv-cosci cache stats
              arxiv-cosci cache stats --json | jq .kinds.search.hits
            """
    )

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let access = try QueryAccess(try await options.settings(), isRecording: false)
            let sum = access.records.sum()
            let usage: CacheTierUsage?
            do {
                usage = try await access.tier?.usage()
            } catch {
                // What it holds is not known as long as it cannot be asked; the figures are.
                usage = nil
            }
            await access.close()
            let answer = CacheStatisticsJSON(
                name: access.tier?.name ?? (access.cache == nil ? "off" : "memory"),
                capacity: access.cache?.configuration.capacity ?? 0,
                sum.statistics,
                usage
            )
            if json { try JSONOutput.print(answer) } else { show(answer) }
        }
    }

    private func show(_ answer: CacheStatisticsJSON) {
        let terminal = Terminal.standardOutput
        var lines = [terminal.styled("Cache: \(answer.tierName)", .title)]
        if let entries = answer.entries.value, let bytes = answer.bytes.value {
            lines.append("  \(entries) answers, \(bytes / 1024) KB of \(answer.capacity / 1024) KB")
        }
        lines.append("")
        lines.append(
            terminal.styled(Self.row(["kind", "asked", "hits", "misses", "stale", "load ms", "hit ratio"]), .faint)
        )
        for (kind, figures) in answer.kinds.sorted(by: { $0.key < $1.key }) { lines.append(Self.row(kind, figures)) }
        if answer.kinds.isEmpty { lines.append("  nothing was asked yet") }
        if answer.kinds.count > 1 { lines.append(Self.row("all", answer.total)) }
        if !answer.invalidations.isEmpty {
            lines.append("")
            for (what, count) in answer.invalidations.sorted(by: { $0.key < $1.key }) {
                lines.append("  invalidated by \(what): \(count)")
            }
        }
        terminal.write(lines.joined(separator: "\n") + "\n")
    }

    private static func row(_ kind: String, _ figures: CacheStatisticsJSON.Kind) -> String {
        let time = (figures.meanLoadSeconds * 10_000).rounded() / 10
        let ratio = (figures.hitRatio * 1000).rounded() / 10
        return row([
            kind, "\(figures.requests)", "\(figures.hits)", "\(figures.misses)", "\(figures.stale)", "\(time)",
            "\(ratio) %",
        ])
    }

    private static func row(_ cells: [String]) -> String {
        cells.enumerated().reduce("  ") { line, cell in
            let padding = String(repeating: " ", count: max(0, 10 - cell.element.count))
            return line + (cell.offset == 0 ? cell.element + padding : padding + cell.element)
        }
    }
}
