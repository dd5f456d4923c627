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
            let answer = CacheStatsJSON(access, sum.statistics, usage)
            if json { try JSONOutput.print(answer) } else { show(answer) }
        }
    }

    private func show(_ answer: CacheStatsJSON) {
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

    private static func row(_ kind: String, _ figures: CacheStatsJSON.Kind) -> String {
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

/// The JSON form of the cache's figures.
struct CacheStatsJSON: Encodable {
    /// The figures of a kind of question.
    struct Kind: Encodable {
        var requests: Int
        var hits: Int
        var memoryHits: Int
        var tierHits: Int
        var misses: Int
        var stale: Int
        var coalesced: Int
        var bypassed: Int
        var loads: Int
        var loadFailures: Int
        var meanLoadSeconds: Double
        var hitRatio: Double

        enum CodingKeys: String, CodingKey {
            case requests, hits, misses, stale, coalesced, bypassed, loads
            case memoryHits = "memory_hits"
            case tierHits = "tier_hits"
            case loadFailures = "load_failures"
            case meanLoadSeconds = "mean_load_seconds"
            case hitRatio = "hit_ratio"
        }

        init(_ kind: CacheStatistics.Kind) {
            requests = kind.requests
            hits = kind.hits + kind.tierHits
            memoryHits = kind.hits
            tierHits = kind.tierHits
            misses = kind.misses
            stale = kind.stale
            coalesced = kind.coalesced
            bypassed = kind.bypassed
            loads = kind.loads
            loadFailures = kind.loadFailures
            meanLoadSeconds = (kind.meanLoadSeconds * 1e6).rounded() / 1e6
            hitRatio = (kind.hitRatio * 1e4).rounded() / 1e4
        }
    }

    /// What the second level did.
    struct Tier: Encodable {
        var name: String
        var calls: Int
        var errors: Int
        var timeouts: Int
        var skipped: Int
        var stores: Int
        var waits: Int
    }

    var tierName: String
    var entries: Nullable<Int>
    var bytes: Nullable<Int>
    var capacity: Int
    var kinds: [String: Kind]
    var total: Kind
    var invalidations: [String: Int]
    var tier: Nullable<Tier>

    enum CodingKeys: String, CodingKey {
        case entries, bytes, capacity, kinds, total, invalidations
        case tierName = "cache"
        case tier
    }

    init(_ access: QueryAccess, _ statistics: CacheStatistics, _ usage: CacheTierUsage?) {
        tierName = access.tier?.name ?? (access.cache == nil ? "off" : "memory")
        entries = Nullable(usage?.entries)
        bytes = Nullable(usage?.bytes)
        capacity = access.cache?.configuration.capacity ?? 0
        kinds = statistics.kinds.mapValues { Kind($0) }
        total = Kind(statistics.total)
        invalidations = statistics.invalidations
        tier = Nullable(
            statistics.tier.map { tier in
                Tier(
                    name: tier.name,
                    calls: tier.calls,
                    errors: tier.errors,
                    timeouts: tier.timeouts,
                    skipped: tier.skipped,
                    stores: tier.stores,
                    waits: tier.waits
                )
            }
        )
    }
}
