import Answers
import ArgumentParser
import Engine
import Foundation
import Literature
import Ports

/// `collection export`.
struct CollectionExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a collection for other programs, or everything on the shelves as a backup.",
        discussion: """
            FORMATS (--format)
              json        JSON Lines that 'collection restore' reads; without a name: all collections, tags, notes and watches
            \(formats)

            EXAMPLES
              arxiv-cosci collection export "To read" --format bibtex > references.bib
              arxiv-cosci collection export "To read" --format csl-json --output references.json
              arxiv-cosci collection export > shelves.jsonl
            """
    )

    private static var formats: String {
        ExportFormat.allCases.map { format in
            let name = format.rawValue
            return "  " + name + String(repeating: " ", count: max(1, 12 - name.count)) + format.summary
        }.joined(separator: "\n")
    }

    /// What can be written: a format of papers, or the shelves' own.
    enum Format: ExpressibleByArgument {
        case json
        case papers(ExportFormat)

        init?(argument: String) {
            if argument == "json" {
                self = .json
            } else if let format = ExportFormat(rawValue: argument) {
                self = .papers(format)
            } else {
                return nil
            }
        }

        static var allValueStrings: [String] { ["json"] + ExportFormat.allCases.map(\.rawValue) }

        var defaultValueDescription: String { "json" }
    }

    @Argument(help: "The name of the collection; without it everything on the shelves is written (as json).")
    var name: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The format.", valueName: "format"),
        completion: .list(Format.allValueStrings)
    )
    var format: Format = .json

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write, all or nothing; standard output without it.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Flag(help: "Replace the file when it exists.")
    var force = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if case .papers = format, name == nil {
            throw ValidationError("only json takes everything; name a collection")
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let folder = try await options.folder()
            let shelves = try LibraryAccess.shelves(folder)
            // Known before a file is made.
            if let name { _ = try shelves.collection(name, limit: 0) }
            let destination = try OutputFile(output, replacing: force)
            var count = 0
            switch format {
            case .json: count = try shelves.export(collection: name, to: destination.buffer)
            case .papers(let format):
                var selection = PaperSelection()
                selection.includesStubs = format.includesStubsByDefault
                selection.identifiers = try name.map { try shelves.papers(in: $0) }
                count = try ExportPapers(papers: LibraryAccess.reading(folder).papers)(
                    format,
                    of: selection,
                    to: destination.buffer
                )
            }
            try destination.publish()
            if count == 0 { throw CommandFailure.nothingFound("there is nothing to write") }
        }
    }
}

/// `collection restore`.
struct CollectionRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring collections, tags, notes and watches back from a file that 'collection export' wrote.",
        discussion: """
            What is there stays: papers are added to collections and tags, and of two notes the one that changed last is kept. \
            Papers that the library does not have keep their places until they are imported. Doing it twice changes nothing. \
            Lines that cannot be understood are listed (exit code 4); the others are restored.

            EXAMPLES
              arxiv-cosci collection restore shelves.jsonl
              ssh office arxiv-cosci collection export | arxiv-cosci collection restore -
            """
    )

    @Argument(help: "The file; - is standard input.", completion: .file())
    var file: String

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let data: Data
            do {
                data =
                    file == "-"
                    ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(filePath: file))
            } catch {
                throw CommandFailure.badInput("\(file): cannot be read: \(error.localizedDescription)")
            }
            let report = try await ShelfAccess.shelves(options).restore(data)
            if json {
                try JSONOutput.print(RestoreJSON(report))
            } else {
                Terminal.standardOutput.write(
                    "\(report.inserted) new, \(report.updated) added to, \(report.unchanged) as they were\n"
                )
            }
            guard !report.failures.isEmpty else { return }
            let lines = report.failures.prefix(20).map { "\(file), line \($0.line): \($0.message)" }
            let isAll = report.inserted + report.updated + report.unchanged == 0
            throw CommandFailure(
                code: isAll ? .badInput : .partlyDone,
                message: "\(report.failures.count) lines were left out\n" + lines.joined(separator: "\n")
            )
        }
    }
}
