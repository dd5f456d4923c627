import Foundation

/// Settings of `serve`.
extension SettingDefinition {
    static let apiHost = SettingDefinition(
        key: "api_host",
        environment: "API_HOST",
        summary: "The address that 'serve' listens on; 0.0.0.0 lets other machines in",
        defaultValue: { "127.0.0.1" },
        complaint: { $0.isEmpty ? "an address is needed" : nil }
    )

    static let apiPort = SettingDefinition(
        key: "api_port",
        environment: "API_PORT",
        summary: "The port that 'serve' listens on, 0 to 65535; 0 takes a free one",
        defaultValue: { "8000" },
        complaint: { within(0...65_535, $0) }
    )

    static let apiWeb = SettingDefinition(
        key: "api_web",
        environment: "API_WEB",
        summary: "The folder of the web app; empty: web beside the program, or where scripts/web-assets puts it",
        defaultValue: { "" }
    )

    static let apiNames = SettingDefinition(
        key: "api_names",
        environment: "API_NAMES",
        summary:
            "Names besides those of this machine by which 'serve' may be addressed on loopback, separated by commas",
        defaultValue: { "" }
    )

    static let apiTokens = SettingDefinition(
        key: "api_tokens",
        environment: "API_TOKENS",
        summary:
            "A file with the secret (HS256), public key (EdDSA, PEM) or JWK set of tokens that 'serve' believes; empty: none",
        defaultValue: { "" }
    )

    static let apiRate = SettingDefinition(
        key: "api_rate",
        environment: "API_RATE",
        summary:
            "How many requests a second 'serve' takes from one address elsewhere; four times as many with a key; 0: any number",
        defaultValue: { "50" },
        complaint: { within(0...1_000_000, $0) }
    )

    static let corsOrigins = SettingDefinition(
        key: "cors_origins",
        environment: "CORS_ORIGINS",
        summary: "Origins (https://host) whose pages may call 'serve' from a browser, separated by commas",
        defaultValue: { "" },
        complaint: { text in
            let isRight = text.listed.allSatisfy { origin in
                guard let url = URL(string: origin) else { return false }
                return ["http", "https"].contains(url.scheme) && url.host() != nil && url.path().isEmpty
            }
            return isRight ? nil : "origins such as https://example.org are needed"
        }
    )
}

extension String {
    /// The parts between commas, without spaces around them.
    var listed: [String] {
        split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
