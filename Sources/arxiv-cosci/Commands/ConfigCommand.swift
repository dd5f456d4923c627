import ArgumentParser

/// `config`.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show every setting, its value and where it came from.",
        discussion: """
            A flag wins over the environment, the environment over the configuration file ($XDG_CONFIG_HOME/arxiv-cosci/\
            config.yaml, or --config FILE), the file over the default. Secrets are never shown.

            EXAMPLES
              arxiv-cosci config
              ARXIV_COSCI_LIBRARY=/data/papers arxiv-cosci config --json
            """
    )

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            let rows = try SettingDefinition.all.map { SettingJSON($0, try settings.resolve($0)) }
            if json {
                return try JSONOutput.print(
                    ConfigJSON(file: settings.file, exists: settings.fileExists, settings: rows)
                )
            }
            let terminal = Terminal.standardOutput
            let file = settings.file + (settings.fileExists ? "" : " (does not exist)")
            var lines = [terminal.styled("Configuration file  ", .faint) + file.printable]
            for row in rows {
                lines.append("")
                lines.append(terminal.styled(row.key, .title) + " = " + row.value.printable)
                lines.append(terminal.styled("  from \(row.origin); \(row.summary) (\(row.environment))", .faint))
            }
            terminal.write(lines.joined(separator: "\n") + "\n")
        }
    }
}

/// The JSON form of the configuration.
private struct ConfigJSON: Encodable {
    var file: String
    var exists: Bool
    var settings: [SettingJSON]
}

/// The JSON form of a setting.
private struct SettingJSON: Encodable {
    var key: String
    var value: String
    var origin: String
    var environment: String
    var summary: String

    init(_ definition: SettingDefinition, _ resolved: Settings.Resolved) {
        key = definition.key
        value = definition.isSecret && !resolved.value.isEmpty ? "(hidden)" : resolved.value
        origin = resolved.origin
        environment = definition.environment
        summary = definition.summary
    }
}
