import ArgumentParser
import Engine
import Observability
import SQLiteLibrary

/// Options that every command has.
struct LibraryOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The folder of the library.",
            discussion: "Default: ARXIV_COSCI_LIBRARY, then the configuration file, then $XDG_DATA_HOME/arxiv-cosci.",
            valueName: "dir"
        ),
        completion: .directory
    )
    var library: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The configuration file (YAML).", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var config: String?

    /// The settings in force, with `flags` of the command.
    func settings(flags: [String: String] = [:]) async throws -> Settings {
        var flags = flags
        if let library { flags[SettingDefinition.library.key] = library }
        let settings = try await Settings(flags: flags, file: config)
        try LogConfiguration(settings).install()
        return settings
    }

    /// The library's folder.
    func folder() async throws -> String {
        try await settings().resolve(.library).value
    }
}
