import Answers
import ArgumentParser
import Engine
import Literature
import Ports

/// `digest`.
struct DigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Tell what is new for your watches since you last marked it as seen.",
        discussion: """
            New are papers that match and that the library did not have; updated are those of which title, abstract, versions, \
            state or journal changed. A paper that only gets cited is no news. --mark notes what is told as seen, so that the next \
            digest begins there. Exit code 1 when nothing is new.

            EXAMPLES
              arxiv-cosci digest
              arxiv-cosci digest --mark
              arxiv-cosci digest holography --limit 10 --json
              arxiv-cosci harvest --set physics:hep-th && arxiv-cosci digest --mark | mail -s "New papers" me
            """
    )

    @Argument(help: "The names of watches; all without.")
    var watches: [String] = []

    @Flag(help: "Mark what is told as seen.")
    var mark = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("How many papers are shown for each watch; all are counted.", valueName: "n")
    )
    var limit = 50

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        guard (0...10_000).contains(limit) else { throw ValidationError("--limit: 0 to 10000") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            let folder = try settings.resolve(.library).value
            let progress = ProgressLine(isQuiet: false, isJSON: json)
            let stores = try LibraryAccess.reading(folder, models: try LibraryAccess.models(settings)) {
                progress.update($0)
            }
            let shelves = Shelves(store: stores.shelves, papers: stores.papers)
            let news = TellNews(shelves: shelves, papers: stores.papers, indexes: stores.indexes)
            let digest = try await news(watches, limit: limit, marks: mark)
            progress.finish()
            if json {
                try JSONOutput.print(DigestJSON(digest))
            } else {
                Terminal.standardOutput.write(DigestText(digest, terminal: .standardOutput).text)
            }
            try report(digest)
        }
    }

    private func report(_ digest: Digest) throws {
        if digest.sections.isEmpty {
            throw CommandFailure.nothingFound("there are no watches; to make one: arxiv-cosci watch add QUERY")
        }
        let failures = digest.sections.filter { $0.failure != nil }
        if !failures.isEmpty {
            let lines = failures.map { "\($0.watch.name): \($0.failure ?? "")" }
            let isAll = failures.count == digest.sections.count
            throw CommandFailure(code: isAll ? .badInput : .partlyDone, message: lines.joined(separator: "\n"))
        }
        if digest.sections.allSatisfy({ $0.newCount + $0.updatedCount == 0 }) {
            throw CommandFailure.nothingFound(json ? "" : "nothing new")
        }
    }
}

/// The form of a digest for people.
struct DigestText {
    let text: String

    init(_ digest: Digest, terminal: Terminal) {
        let told = digest.sections.filter { $0.newCount + $0.updatedCount > 0 || !$0.behind.isEmpty }
        text = told.map { Self.section($0, terminal) }.joined(separator: "\n")
    }

    private static func section(_ section: Digest.Section, _ terminal: Terminal) -> String {
        let counts = "\(section.newCount) new, \(section.updatedCount) updated since \(section.watch.marked.day)"
        var lines = [terminal.styled(section.watch.name.text, .title) + "  " + counts]
        if !section.behind.isEmpty {
            let parts = section.behind.map(\.rawValue).joined(separator: ", ")
            let advice = "to bring it up to date: arxiv-cosci index"
            lines.append(terminal.styled("The index is behind the library (\(parts)); \(advice)", .warning))
        }
        for (place, item) in section.items.enumerated() {
            lines += ShelfPageText.lines(
                item.paper,
                item.paper.identifier,
                number: place + 1,
                citations: item.citationCount,
                remark: item.isNew ? "new" : "updated: " + item.changes.joined(separator: ", "),
                terminal
            )
        }
        let hidden = section.newCount + section.updatedCount - section.items.count
        if hidden > 0 { lines.append(terminal.styled("and \(hidden) more (--limit)", .faint)) }
        return lines.joined(separator: "\n") + "\n"
    }
}
