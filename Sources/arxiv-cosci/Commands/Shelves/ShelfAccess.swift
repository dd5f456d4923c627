import Answers
import ArgumentParser
import Engine
import Foundation
import Literature
import Ports

/// What the commands of shelves share.
enum ShelfAccess {
    /// The shelves of the library in the settings.
    static func shelves(_ options: LibraryOptions) async throws -> Shelves {
        try LibraryAccess.shelves(try await options.folder())
    }

    /// The identifiers of items, each once, in the order given.
    ///
    /// - Throws: ``CommandFailure`` when there is none, or one is none.
    static func papers(_ items: ItemArguments) throws -> [PaperIdentifier] {
        let papers = try items.resolved().map { try PaperIdentifier(argument: $0) }
        guard !papers.isEmpty else { throw CommandFailure.badInput("no paper is named; name some, or use --ids-from") }
        return papers
    }

    /// Says what became of papers.
    ///
    /// - Parameters:
    ///   - done: such as `added to 'To read'`.
    ///   - otherwise: what is said of those that were left as they are, such as `there already`.
    /// - Throws: ``CommandFailure`` when some, or all, are not in the library.
    static func report(_ change: Shelves.Change, done: String, otherwise: String, json: Bool) throws {
        if json {
            try JSONOutput.print(ShelfChangeJSON(change))
        } else {
            var text = "\(change.changed) \(done)"
            if change.unchanged > 0 { text += ", \(change.unchanged) \(otherwise)" }
            Terminal.standardOutput.write(text + "\n")
        }
        guard !change.unknown.isEmpty else { return }
        let names = change.unknown.prefix(10).map(\.description).joined(separator: ", ")
        let rest = change.unknown.count > 10 ? " and \(change.unknown.count - 10) more" : ""
        let isAll = change.changed + change.unchanged == 0
        throw CommandFailure(
            code: isAll ? .nothingFound : .partlyDone,
            message: "not in the library: \(names)\(rest); import or fetch them first"
        )
    }
}

/// Options of commands that show papers page by page.
struct PageOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("How many papers at most.", valueName: "n"))
    var limit = 100

    @Option(help: ArgumentHelp("How many papers to leave out from the start.", valueName: "n"))
    var offset = 0

    func validate() throws {
        if limit < 0 || offset < 0 { throw ValidationError("--limit, --offset: a number from 0 is needed") }
    }
}

/// Asks before something is destroyed.
enum Confirmation {
    /// Asks on a terminal; elsewhere `--yes` is needed.
    ///
    /// - Parameters:
    ///   - isGiven: whether the user has said yes on the command line.
    ///   - question: such as `Delete the collection 'x'?`.
    /// - Throws: ``CommandFailure`` unless the answer is yes.
    static func require(_ isGiven: Bool, _ question: String) throws {
        if isGiven { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure.badInput("\(question.printable) Say --yes; nothing was changed")
        }
        Terminal.standardError.write("\(question.printable) [y/N] ")
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
            throw CommandFailure(code: .interrupted, message: "nothing was changed")
        }
    }
}
