import ArgumentParser
import Literature
import Ports

/// `identity`.
struct IdentityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity",
        abstract: "Correct which identifiers name one work.",
        discussion: """
            Records join identifiers: a preprint and its DOI become one work when a record names both. Where a source is wrong, \
            'separate' keeps the two apart for good, whatever is imported later; 'unite' takes that back. 'show' lists \
            the identifiers of a work. No record is lost either way.

            EXAMPLES
              arxiv-cosci identity separate 0704.0001 10.1103/PhysRevD.76.013009
              arxiv-cosci identity unite 0704.0001 10.1103/PhysRevD.76.013009
            """,
        subcommands: [IdentitySeparateCommand.self, IdentityUniteCommand.self]
    )
}

/// `identity separate`.
struct IdentitySeparateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "separate",
        abstract: "Keep two identifiers apart, whatever records say."
    )

    @OptionGroup var pair: IdentifierPair

    func run() async throws {
        try await pair.correct("are kept apart from now on", otherwise: "are kept apart already") {
            writer,
            one,
            other in
            try writer.separate(one, from: other)
        }
    }
}

/// `identity unite`.
struct IdentityUniteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unite",
        abstract: "Let records join two identifiers again."
    )

    @OptionGroup var pair: IdentifierPair

    func run() async throws {
        try await pair.correct("may be joined again", otherwise: "were not kept apart") { writer, one, other in
            try writer.unite(one, with: other)
        }
    }
}

/// Two identifiers and what is done with them.
struct IdentifierPair: ParsableArguments {
    @Argument(help: "An identifier of a work, in any form.")
    var identifier: String

    @Argument(help: "Another identifier.")
    var other: String

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    /// Corrects the library and says what is so now.
    func correct(
        _ done: String,
        otherwise: String,
        _ body: (any IdentityEditor, PaperIdentifier, PaperIdentifier) throws -> Bool
    ) async throws {
        try await CommandFailure.reported {
            let one = try PaperIdentifier(argument: identifier)
            let two = try PaperIdentifier(argument: other)
            guard one != two else {
                throw CommandFailure.badInput("\(identifier) and \(other) are the same identifier")
            }
            let folder = try await options.folder()
            let known = try LibraryAccess.reading(folder).papers.papers([one, two])
            for (name, paper) in zip([identifier, other], known) where paper == nil {
                throw CommandFailure.nothingFound("\(name) is not in the library")
            }
            let writer = try LibraryAccess.writing(folder)
            defer { writer.close() }
            let isChanged = try body(writer, one, two)
            try writer.commit()
            let works = try LibraryAccess.reading(folder).papers.papers([one, two])
            let isOneWork = works[0]?.identifier == works[1]?.identifier
            if json {
                return try JSONOutput.print(
                    IdentityJSON(identifiers: [one, two].map(\.description), changed: isChanged, oneWork: isOneWork)
                )
            }
            let state = isOneWork ? "one work" : "two works"
            Terminal.standardOutput.write("\(one) and \(two) \(isChanged ? done : otherwise): \(state)\n")
        }
    }
}

/// The JSON form of a correction.
private struct IdentityJSON: Encodable {
    var identifiers: [String]
    var changed: Bool
    var oneWork: Bool

    enum CodingKeys: String, CodingKey {
        case identifiers, changed
        case oneWork = "one_work"
    }
}
