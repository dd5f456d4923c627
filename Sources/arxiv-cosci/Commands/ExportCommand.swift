import ArgumentParser
import Engine
import Foundation

/// `export`.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write papers for other programs: JSON Lines, BibTeX, RIS, CSL-JSON, GraphML, citations.",
        discussion: """
            Without arguments the whole library is written. The same library always gives the same bytes.

            FORMATS (--format)
            \(formats)

            EXAMPLES
              arxiv-cosci export --format bibtex hep-th/9711200 hep-th/9802150 > references.bib
              arxiv-cosci export --format ris --query "black hole entropy" --limit 50
              arxiv-cosci export --format graphml --category hep-th --since 2000 --output graph.graphml
              arxiv-cosci export | gzip > library.jsonl.gz
            """
    )

    private static var formats: String {
        ExportFormat.allCases.map { format in
            let name = format.rawValue
            return "  " + name + String(repeating: " ", count: max(1, 12 - name.count)) + format.summary
        }.joined(separator: "\n")
    }

    @Argument(help: "Identifiers of the papers; none for all that the options select.")
    var identifiers: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The format (default snapshot).", valueName: "format"),
        completion: .list(ExportFormat.allCases.map(\.rawValue))
    )
    var format: ExportFormat = .snapshot

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write, all or nothing; standard output without it.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Flag(help: "Replace the file when it exists.")
    var force = false

    @Flag(inversion: .prefixedNo, help: "Also works that are only known as cited (default: not in bibliographies).")
    var stubs: Bool?

    @OptionGroup var selected: SelectionOptions
    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let stores = try LibraryAccess.reading(try await options.folder())
            let selection = try selected.selection(
                named: identifiers,
                includesStubs: stubs ?? format.includesStubsByDefault,
                in: stores
            )
            let destination = try OutputFile(output, replacing: force)
            let count = try ExportPapers(papers: stores.papers)(format, of: selection, to: destination.buffer)
            try destination.publish()
            if let output {
                let what = format == .citations ? "citations" : "papers"
                Terminal.standardError.write("\(output): \(count) \(what)\n")
            }
            if count == 0 { throw CommandFailure.nothingFound("nothing selected; the output is empty") }
        }
    }
}
