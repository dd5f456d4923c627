import ArgumentParser
import Engine
import Foundation
import Ports

/// `subset`.
struct SubsetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subset",
        abstract: "Copy a part of the library into a library of its own.",
        discussion: """
            The records are copied as their sources gave them, with the citations among them. A library that exists is added to.

            EXAMPLES
              arxiv-cosci subset --into strings --query "string theory" --limit 2000
              arxiv-cosci subset --into math --category math --since 2000
              arxiv-cosci subset --into mine --ids reading-list.txt
            """
    )

    @Argument(help: "Identifiers of the papers; none for all that the options select.")
    var identifiers: [String] = []

    @Option(help: ArgumentHelp("The folder of the new library.", valueName: "dir"), completion: .directory)
    var into: String

    @Flag(inversion: .prefixedNo, help: "Also works that are only known as cited.")
    var stubs = true

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var selected: SelectionOptions
    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let folder = try await options.folder()
            guard URL(filePath: into).standardizedFileURL != URL(filePath: folder).standardizedFileURL else {
                throw CommandFailure.badInput("--into \(into) is the library itself; name another folder")
            }
            let stores = try LibraryAccess.reading(folder)
            let selection = try selected.selection(named: identifiers, includesStubs: stubs, in: stores)
            let writer = try LibraryAccess.writing(into)
            defer { writer.close() }
            let records = try CopyPapers(papers: stores.papers)(selection, into: writer)
            let statistics = try LibraryAccess.reading(into).papers.statistics()
            if json {
                try JSONOutput.print(
                    SubsetJSON(
                        library: into,
                        records: records,
                        papers: statistics.papers,
                        citations: statistics.citations
                    )
                )
            } else {
                let text =
                    "\(into): \(statistics.papers) papers, \(statistics.citations) citations (\(records) records copied)\n"
                Terminal.standardOutput.write(text)
            }
            if records == 0 { throw CommandFailure.nothingFound("nothing selected") }
        }
    }
}

/// The JSON form of a subset.
private struct SubsetJSON: Encodable {
    var library: String
    var records: Int
    var papers: Int
    var citations: Int
}
