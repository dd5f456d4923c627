import Answers
import ArgumentParser
import Engine
import Literature

/// Options of the commands that ask about the citation graph.
struct GraphOptions: ParsableArguments {
    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp(
            "The graph as it was at the end of a day, month or year: 1999-06-30, 1999-06, 1999.",
            valueName: "date"
        )
    )
    var asOf: String?

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var caching: CacheOptions
    @OptionGroup var library: LibraryOptions

    /// The moment asked about.
    func date() throws -> SnapshotDate? {
        guard let asOf else { return nil }
        guard let date = SnapshotDate(asOf) else {
            throw CommandFailure.badInput("--as-of \(asOf): a date such as 1999, 1999-06 or 1999-06-30 is needed")
        }
        return date
    }

    /// Asks the library; building what its index lacks is shown as progress.
    func answer<Query: CachedQuery>(_ query: Query) async throws -> Query.Answer {
        let progress = ProgressLine(isQuiet: false, isJSON: json)
        defer { progress.finish() }
        return try await QueryAccess.with(try await library.settings(), caching) {
            progress.update($0)
        } ask: {
            try await $0.answer(query)
        }
    }
}

extension GraphWork {
    /// The work in one line.
    func line(_ terminal: Terminal) -> String {
        var line = terminal.styled(key, .identifier)
        line += "  " + (paper?.title ?? (paper?.isStub ?? true ? "[stub]" : "(no title)")).printable
        let facts = [paper?.shortAuthors.printable ?? "", paper?.year.map(String.init) ?? ""].filter { !$0.isEmpty }
        if !facts.isEmpty { line += terminal.styled(" (\(facts.joined(separator: ", ")))", .faint) }
        return line
    }
}

/// What a person is told when the index is behind the library.
func notice(behind: [IndexPart], _ terminal: Terminal) -> [String] {
    guard !behind.isEmpty else { return [] }
    let parts = behind.map(\.rawValue).joined(separator: ", ")
    let text = "The index is behind the library (\(parts)); to bring it up to date: arxiv-cosci index"
    return [terminal.styled(text, .warning)]
}
