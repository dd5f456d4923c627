import Configuration
import Foundation
import SystemPackage

/// A value that users can set, with everything that help texts and `config` say about it.
struct SettingDefinition: Sendable {
    /// The key in the configuration file.
    var key: String
    /// The environment variable.
    var environment: String
    /// What it means.
    var summary: String
    /// The value when nobody sets one.
    var defaultValue: @Sendable () -> String
    /// Whether the value must never be shown.
    var isSecret = false
    /// Why a value is wrong; nil when it is right.
    var complaint: @Sendable (String) -> String? = { _ in nil }
}

/// The folders of the XDG base directory specification.
enum UserFolders {
    static var home: String { environment("HOME") ?? NSHomeDirectory() }
    static var data: String { environment("XDG_DATA_HOME") ?? home + "/.local/share" }
    static var state: String { environment("XDG_STATE_HOME") ?? home + "/.local/state" }
    static var configuration: String { environment("XDG_CONFIG_HOME") ?? home + "/.config" }

    private static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// The settings in force: flag, then environment, then configuration file, then default.
struct Settings: Sendable {
    /// A value and where it came from.
    struct Resolved {
        var value: String
        var origin: String
    }

    private var layers: [(provider: any ConfigProvider, origin: @Sendable (SettingDefinition) -> String)]
    /// The configuration file that was looked for.
    let file: String
    /// Whether that file exists.
    let fileExists: Bool

    /// Reads the layers.
    ///
    /// - Parameters:
    ///   - flags: values given on the command line, by key.
    ///   - file: the configuration file given on the command line; must exist.
    /// - Throws: ``CommandFailure`` when a file is missing or is no YAML.
    init(flags: [String: String], file explicitFile: String?) async throws {
        file = explicitFile ?? UserFolders.configuration + "/arxiv-cosci/config.yaml"
        fileExists = FileManager.default.fileExists(atPath: file)
        guard fileExists || explicitFile == nil else {
            throw CommandFailure.badInput("\(file): no such configuration file")
        }
        let flagValues = flags.map { (AbsoluteConfigKey([$0.key]), ConfigValue(.string($0.value), isSecret: false)) }
        layers = [
            (
                InMemoryProvider(name: "flags", values: Dictionary(uniqueKeysWithValues: flagValues)),
                { @Sendable in "flag --" + $0.key }
            ),
            (EnvironmentVariablesProvider(), { @Sendable in "environment " + $0.environment }),
        ]
        if fileExists { try await addFile() }
    }

    private mutating func addFile() async throws {
        let path = file
        // A file without any setting is no error, though it is no mapping either. One that cannot be read fails below.
        if let text = try? String(contentsOfFile: path, encoding: .utf8), Self.isBlank(text) { return }
        do {
            let provider = try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
            layers.append((provider, { _ in "file " + path }))
        } catch {
            throw CommandFailure.badInput("\(path): \(error)")
        }
    }

    private static func isBlank(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).allSatisfy { line in
            let start = line.first { !$0.isWhitespace }
            return start == nil || start == "#"
        }
    }

    /// The value of a setting.
    ///
    /// - Throws: ``CommandFailure`` when the value that is set is wrong; names where it was set.
    func resolve(_ setting: SettingDefinition) throws -> Resolved {
        for layer in layers {
            let components =
                layer.provider is EnvironmentVariablesProvider
                ? setting.environment.lowercased().split(separator: "_").map(String.init) : [setting.key]
            guard let text = try text(of: AbsoluteConfigKey(components), in: layer.provider) else { continue }
            let origin = layer.origin(setting)
            if let complaint = setting.complaint(text) {
                let shown = setting.isSecret ? "the value" : "'\(text)'"
                throw CommandFailure.badInput("\(origin): \(shown) is wrong: \(complaint)")
            }
            return Resolved(value: text, origin: origin)
        }
        return Resolved(value: setting.defaultValue(), origin: "default")
    }

    private func text(of key: AbsoluteConfigKey, in provider: any ConfigProvider) throws -> String? {
        guard let value = try provider.value(forKey: key, type: .string).value else { return nil }
        guard case .string(let text) = value.content else { return nil }
        return text
    }
}
