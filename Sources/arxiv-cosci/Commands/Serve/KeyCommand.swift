import API
import Answers
import ArgumentParser
import Foundation

/// `key`.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make keys for 'serve', list them, take them back.",
        subcommands: [KeyCreateCommand.self, KeyListCommand.self, KeyRevokeCommand.self]
    )

    /// The keys of a library.
    static func file(_ options: LibraryOptions) async throws -> KeyFile {
        let folder = try await options.folder()
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure.badInput("\(folder): cannot be made: \(error.localizedDescription)")
        }
        return KeyFile(path: folder + "/keys.json")
    }

    /// Runs `body`; what is wrong with the file of keys is an error of the input.
    static func reported(_ body: () async throws -> Void) async throws {
        try await CommandFailure.reported {
            do {
                try await body()
            } catch let failure as KeyFile.Failure {
                throw CommandFailure.badInput("\(failure)")
            }
        }
    }
}

/// `key create`.
struct KeyCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a key and show it, once.",
        discussion: """
            SCOPES
              read   reading, where that needs a key
              write  changing things as well: start jobs, keep collections
              admin  destroying things as well

            EXAMPLES
              arxiv-cosci key create --scope write --note "Ada's notebook" --days 90
            """
    )

    @Option(help: ArgumentHelp("What it allows: read, write or admin.", valueName: "scope"))
    var scope = Scope.read

    @Option(help: ArgumentHelp("What it is for.", valueName: "text"))
    var note = ""

    @Option(help: ArgumentHelp("After how many days it ends; without, it never does.", valueName: "n"))
    var days: Int?

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if let days, !(1...36_500).contains(days) { throw ValidationError("--days: 1 to 36500") }
        if note.count > 200 { throw ValidationError("--note: 200 characters at most") }
    }

    func run() async throws {
        try await KeyCommand.reported {
            let life = days.map { Duration.seconds($0 * 86_400) }
            let (key, secret) = APIKey.make(note: note, scope: scope, at: Date().timeIntervalSince1970, lasting: life)
            try await KeyCommand.file(options).add(key)
            if json { return try JSONOutput.print(CreatedKeyJSON(key: secret, details: KeyJSON(key))) }
            Terminal.standardOutput.write(secret + "\n")
            Terminal.standardError.write("this key is shown only now; '\(key.id)' names it in 'arxiv-cosci key list'\n")
        }
    }
}

/// `key list`.
struct KeyListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show all keys, without what opens with them."
    )

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await KeyCommand.reported {
            let keys = try await KeyCommand.file(options).all().map { KeyJSON($0) }
            if json { return try JSONOutput.print(["keys": keys]) }
            if keys.isEmpty { Terminal.standardOutput.write("no keys\n") }
            for key in keys { Terminal.standardOutput.write(key.line + "\n") }
        }
    }
}

/// `key revoke`.
struct KeyRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take keys back: they are worth nothing from now on.",
        discussion: """
            EXAMPLES
              arxiv-cosci key revoke 0123abcd
            """
    )

    @Argument(help: "The names of the keys.")
    var names: [String]

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await KeyCommand.reported {
            let count = try await KeyCommand.file(options).revoke(names, at: Date().timeIntervalSince1970)
            if json { try JSONOutput.print(["revoked": count]) }
            if count == 0 { throw CommandFailure.nothingFound(json ? "" : "no such keys are in use") }
            if !json { Terminal.standardOutput.write("\(count) keys are taken back\n") }
        }
    }
}

private struct CreatedKeyJSON: Encodable {
    var key: String
    var details: KeyJSON
}

/// A key for people and programs.
private struct KeyJSON: Encodable {
    var name: String
    var note: String
    var scope: String
    var created: String
    var expires: Nullable<String>
    var state: String

    init(_ key: APIKey) {
        name = key.id
        note = key.note
        scope = key.scope.rawValue
        created = TimeText.of(key.created)
        expires = Nullable(key.expires.map { TimeText.of($0) })
        state = key.revoked != nil ? "revoked" : key.isValid(at: Date().timeIntervalSince1970) ? "valid" : "ended"
    }

    var line: String {
        var parts = [Terminal.standardOutput.styled(name, .identifier), scope, state, "made \(created)"]
        if let end = expires.value { parts.append("ends \(end)") }
        if !note.isEmpty { parts.append(note.printable) }
        return parts.joined(separator: "  ")
    }
}
