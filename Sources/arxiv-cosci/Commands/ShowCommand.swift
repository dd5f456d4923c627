import Answers
import ArgumentParser
import Engine
import Literature
import Ports

/// `show`.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything that the library knows about a paper.",
        discussion: """
            EXAMPLES
              arxiv-cosci show hep-th/9711200
              arxiv-cosci show https://arxiv.org/abs/0704.0001v2
              arxiv-cosci show 10.1103/PhysRevD.76.013009 --json
            """
    )

    @Argument(help: "Identifiers: arXiv in any form, DOI, s2:…, openalex:W….")
    var identifiers: [String]

    @Flag(help: "Answer as JSON: one document for one paper, one line a paper for several.")
    var json = false

    @OptionGroup var caching: CacheOptions
    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let missing = try await QueryAccess.with(try await options.settings(), caching) { try await show($0) }
            if !missing.isEmpty {
                throw CommandFailure.nothingFound(
                    "not in the library: \(missing.joined(separator: ", ")); import a file that has it"
                )
            }
        }
    }

    /// Shows the papers; gives those that are not there.
    private func show(_ queries: CachedQueries) async throws -> [String] {
        var missing: [String] = []
        for text in identifiers {
            guard let found = try await queries.answer(ShowQuery(try PaperIdentifier(argument: text))) else {
                missing.append(text)
                continue
            }
            if let complaint = found.paper.complaint(aboutVersionOf: text) {
                missing.append(complaint)
            } else if json {
                let (citations, references) = (found.citationCount, found.referenceCount)
                try JSONOutput.print(PaperJSON(found.paper, citationCount: citations, referenceCount: references))
            } else {
                show(found.paper, citations: found.citationCount, references: found.referenceCount)
            }
        }
        return missing
    }

    private func show(_ paper: Paper, citations: Int, references: Int) {
        let terminal = Terminal.standardOutput
        let width = min(terminal.width, 100)
        var lines: [String] = []
        let title = (paper.title ?? "(no title)").printable
        lines.append(terminal.styled(title.wrapped(width: width, indent: ""), .title))
        if paper.isWithdrawn { lines.append(terminal.styled("WITHDRAWN: the latest version has no text.", .warning)) }
        if paper.isStub {
            lines.append(terminal.styled("STUB: only known because others cite it, or it cites them.", .warning))
        }
        let authors = paper.authorNames.joined(separator: ", ").printable
        if !authors.isEmpty { lines.append(authors.wrapped(width: width, indent: "")) }
        lines.append("")
        for (name, value) in facts(paper, citations: citations, references: references) where !value.isEmpty {
            let label = name + String(repeating: " ", count: max(1, 13 - name.count))
            lines.append(terminal.styled(label, .faint) + value.printable)
        }
        if let abstract = paper.abstract, !abstract.isEmpty {
            lines.append("")
            lines.append(abstract.printable.wrapped(width: width, indent: ""))
        }
        terminal.write(lines.joined(separator: "\n") + "\n\n")
    }

    private func facts(_ paper: Paper, citations: Int, references: Int) -> [(String, String)] {
        let versions = paper.versions.map { version in
            var text = "v\(version.number)"
            if let created = version.created { text += " \(created.day)" }
            return version.isWithdrawn ? text + " (withdrawn)" : text
        }
        return [
            ("Identifier", paper.identifier.description),
            ("Also", paper.aliases.map(\.description).joined(separator: ", ")),
            ("Page", paper.url ?? ""),
            ("Categories", paper.categories.joined(separator: " ")),
            ("Submitted", paper.submitted?.day ?? paper.year.map(String.init) ?? ""),
            ("Versions", versions.joined(separator: ", ")),
            ("Journal", paper.journalReference ?? ""),
            ("Venue", paper.venue ?? ""),
            ("Report", paper.reportNumber ?? ""),
            ("Comments", paper.comments ?? ""),
            ("License", paper.license ?? ""),
            ("Cites", "\(references) works"),
            ("Cited by", "\(citations) works of this library" + reported(paper)),
            ("Known from", paper.sources.map(\.name).joined(separator: ", ")),
        ]
    }

    private func reported(_ paper: Paper) -> String {
        paper.reportedCitations.map { "; \($0) as a source reports" } ?? ""
    }
}

extension Paper {
    /// Why the version that an argument names cannot be shown; nil when it names none or a known one.
    fileprivate func complaint(aboutVersionOf argument: String) -> String? {
        guard let version = ArxivID(argument)?.version, let latest = versions.last?.number else { return nil }
        if versions.contains(where: { $0.number == version }) { return nil }
        return "\(identifier) version \(version) (the latest known is v\(latest))"
    }
}

extension PaperIdentifier {
    /// An identifier given as an argument.
    ///
    /// - Throws: ``CommandFailure`` that says which forms there are.
    init(argument text: String) throws {
        if let value = PaperIdentifier(text) {
            self = value
            return
        }
        var reason = "arXiv identifiers look like 2401.12345 or hep-th/9711200, DOIs like 10.1103/PhysRevD.76.013009"
        do throws(ArxivIDError) {
            _ = try ArxivID(parsing: text)
        } catch {
            if error != .malformed { reason = error.description }
        }
        throw CommandFailure.badInput("'\(text)' is no identifier of a paper: \(reason)")
    }
}
