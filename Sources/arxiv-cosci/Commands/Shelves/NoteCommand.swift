import Answers
import ArgumentParser
import Engine
import Foundation
import Literature
import Ports

/// `note`.
struct NoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Write about papers: a Markdown text for each.",
        discussion: """
            A note that is replaced or deleted comes back with 'note undo'.

            EXAMPLES
              arxiv-cosci note set hep-th/9711200 "The conjecture; see section 3."
              arxiv-cosci note edit hep-th/9711200
              arxiv-cosci note show hep-th/9711200
              arxiv-cosci note list
            """,
        subcommands: [
            NoteShowCommand.self, NoteSetCommand.self, NoteEditCommand.self, NoteDeleteCommand.self,
            NoteUndoCommand.self, NoteListCommand.self,
        ]
    )

    /// Says how a note is now.
    static func report(_ note: PaperNote, _ what: String, json: Bool) throws {
        if json { return try JSONOutput.print(NoteJSON(note)) }
        Terminal.standardOutput.write("the note about \(note.identifier) \(what)\n")
    }
}

/// `note show`.
struct NoteShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the note about a paper.",
        discussion: """
            EXAMPLES
              arxiv-cosci note show hep-th/9711200
              arxiv-cosci note show hep-th/9711200 --json | jq -r .text
            """
    )

    @Argument(help: "The identifier of the paper, in any form.")
    var identifier: String

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let paper = try PaperIdentifier(argument: identifier)
            guard let note = try await ShelfAccess.shelves(options).note(about: paper) else {
                throw CommandFailure.nothingFound("there is no note about \(paper)")
            }
            if json { return try JSONOutput.print(NoteJSON(note)) }
            let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
            Terminal.standardOutput.write(lines.map { String($0).printable }.joined(separator: "\n") + "\n")
        }
    }
}

/// `note set`.
struct NoteSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Write the note about a paper, in place of the one before.",
        discussion: """
            The text comes from the arguments, from a file, or, without either, from standard input.

            EXAMPLES
              arxiv-cosci note set hep-th/9711200 "The conjecture; see section 3."
              arxiv-cosci note set hep-th/9711200 --file note.md
              pandoc -t markdown note.odt | arxiv-cosci note set hep-th/9711200
            """
    )

    @Argument(help: "The identifier of the paper, in any form.")
    var identifier: String

    @Argument(help: "The text; several arguments are joined by spaces.")
    var text: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The file with the text.", valueName: "file"), completion: .file())
    var file: String?

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if file != nil, !text.isEmpty { throw ValidationError("the text comes from the arguments or from --file") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let paper = try PaperIdentifier(argument: identifier)
            let text = try source()
            let note = try await ShelfAccess.shelves(options).setNote(about: paper, to: text)
            try NoteCommand.report(note, "is kept", json: json)
        }
    }

    private func source() throws -> String {
        if !text.isEmpty { return text.joined(separator: " ") }
        let data: Data
        do {
            if let file, file != "-" {
                data = try Data(contentsOf: URL(filePath: file))
            } else {
                data = FileHandle.standardInput.readDataToEndOfFile()
            }
        } catch {
            throw CommandFailure.badInput("\(file ?? "-"): cannot be read: \(error.localizedDescription)")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// `note edit`.
struct NoteEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Change the note about a paper in your editor: VISUAL, EDITOR, or vi.",
        discussion: """
            An emptied text leaves the note as it was.

            EXAMPLES
              arxiv-cosci note edit hep-th/9711200
              EDITOR="code --wait" arxiv-cosci note edit hep-th/9711200
            """
    )

    @Argument(help: "The identifier of the paper, in any form.")
    var identifier: String

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let paper = try PaperIdentifier(argument: identifier)
            let shelves = try await ShelfAccess.shelves(options)
            guard try shelves.sorted([paper]).unknown.isEmpty else {
                throw CommandFailure.nothingFound("\(paper) is not in the library; import a file that has it")
            }
            let before = try shelves.note(about: paper)
            let text = try TextEditor.edit(before?.text ?? "")
            let note = try await shelves.setNote(about: paper, to: text)
            try NoteCommand.report(note, note == before ? "is as it was" : "is kept", json: json)
        }
    }
}

/// `note delete`.
struct NoteDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete the note about a paper; 'note undo' brings it back.",
        discussion: """
            EXAMPLES
              arxiv-cosci note delete hep-th/9711200 --yes
            """
    )

    @Argument(help: "The identifier of the paper, in any form.")
    var identifier: String

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Answer as one JSON document: the note as it was.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let paper = try PaperIdentifier(argument: identifier)
            let shelves = try await ShelfAccess.shelves(options)
            guard let note = try shelves.note(about: paper) else {
                throw CommandFailure.nothingFound("there is no note about \(paper)")
            }
            try Confirmation.require(yes, "Delete the note about \(paper)?")
            try await shelves.deleteNote(about: paper)
            try NoteCommand.report(note, "is deleted", json: json)
        }
    }
}

/// `note undo`.
struct NoteUndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Bring back the text that the note about a paper had before; again brings back the other one.",
        discussion: """
            EXAMPLES
              arxiv-cosci note undo hep-th/9711200
            """
    )

    @Argument(help: "The identifier of the paper, in any form.")
    var identifier: String

    @Flag(help: "Answer as one JSON document; null when there is no note now.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let paper = try PaperIdentifier(argument: identifier)
            let note = try await ShelfAccess.shelves(options).restoreNote(about: paper)
            if let note { return try NoteCommand.report(note, "is as it was before", json: json) }
            if json { return try JSONOutput.print(Nullable<NoteJSON>(nil)) }
            Terminal.standardOutput.write("there is no note about \(paper), as before\n")
        }
    }
}

/// `note list`.
struct NoteListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the papers that have notes, the last written first.",
        discussion: """
            EXAMPLES
              arxiv-cosci note list --limit 20
            """
    )

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var pages: PageOptions
    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let shelves = try await ShelfAccess.shelves(options)
            let page = try shelves.papersWithNotes(offset: pages.offset, limit: pages.limit)
            if json { return try JSONOutput.print(NotesPageJSON(page)) }
            let terminal = Terminal.standardOutput
            for line in ShelfPageText.lines(page, offset: pages.offset, label: "written", terminal) {
                terminal.write(line + "\n")
            }
        }
    }
}
