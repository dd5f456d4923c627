import Foundation
import Logging
import Observability

extension LogConfiguration {
    /// How the settings want logs to be.
    ///
    /// - Throws: `CommandFailure` for a value that is wrong.
    init(_ settings: Settings) throws {
        self.init(
            level: Logger.Level(rawValue: try settings.resolve(.logLevel).value) ?? .info,
            style: LineLogHandler.Style(rawValue: try settings.resolve(.logFormat).value) ?? .text,
            secrets: try Self.secrets(settings)
        )
    }

    /// The secrets of the settings: as they are, and the passwords of those that are addresses.
    private static func secrets(_ settings: Settings) throws -> [String] {
        try SettingDefinition.all.filter(\.isSecret).flatMap { definition -> [String] in
            let value = try settings.resolve(definition).value
            guard let url = URLComponents(string: value), url.scheme != nil, url.host != nil else { return [value] }
            return [url.password, url.percentEncodedPassword].compactMap { $0 }
        }
    }
}

extension SettingDefinition {
    static let logLevel = SettingDefinition(
        key: "log_level",
        environment: "LOG_LEVEL",
        summary: "What is logged at least: trace, debug, info, notice, warning, error or critical",
        defaultValue: { "info" },
        complaint: { oneOf(Logger.Level.allCases.map(\.rawValue), $0) }
    )

    static let logFormat = SettingDefinition(
        key: "log_format",
        environment: "LOG_FORMAT",
        summary: "How log lines on standard error look: text for people, json for programs",
        defaultValue: { "text" },
        complaint: { oneOf(LineLogHandler.Style.allCases.map(\.rawValue), $0) }
    )

    private static func oneOf(_ values: [String], _ text: String) -> String? {
        values.contains(text) ? nil : "one of \(values.joined(separator: ", ")) is needed"
    }
}
