internal import Synchronization

/// Keeps keys, tokens and passwords out of what is written.
///
/// Three nets: names of fields that hold secrets, patterns that secrets stand in (a password in an address, a token behind
/// `Bearer`, a parameter named `api_key`), and the very secrets of the settings, wherever they turn up.
public struct Redaction: Sendable {
    /// What stands in place of a secret.
    public static let mark = "[redacted]"
    /// Shorter secrets are not looked for: they would turn up in ordinary words.
    private static let shortestSecret = 6

    private let secrets: [[UInt8]]

    /// Redaction that knows these secrets.
    public init(secrets: [String] = []) {
        self.secrets = Set(secrets).filter { $0.utf8.count >= Self.shortestSecret }.map { Array($0.utf8) }
            .sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count }
    }

    /// Whether a field of this name holds a secret.
    ///
    /// - Parameter isProse: true where the name may be a word in a sentence, as in `unknown key: a`: then only names count that
    ///   mean nothing else.
    public static func isSecret(_ name: String, isProse: Bool = false) -> Bool {
        let plain = name.utf8.prefix(200).compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
            default: nil
            }
        }
        let text = String(decoding: plain, as: UTF8.self)
        let exact: Set = ["key", "auth", "jwt", "cookie", "setcookie", "pass", "pwd", "sig", "signature"]
        let parts = [
            "apikey", "secret", "token", "password", "passwd", "passphrase", "authorization", "credential",
            "privatekey",
            "accesskey",
        ]
        // The tokens that a language model counts are no secret.
        guard !text.hasSuffix("tokens") else { return false }
        return (!isProse && exact.contains(text)) || parts.contains { text.contains($0) }
    }

    /// The text without secrets.
    ///
    /// - Complexity: O(length of the text x number of secrets).
    public func text(_ text: String) -> String {
        var bytes = Array(text.utf8)
        let length = bytes.count
        for secret in secrets { bytes = Self.replacing(secret, in: bytes) }
        let isChanged = bytes.count != length || !secrets.isEmpty
        guard SecretPatterns.mayOccur(in: bytes) else {
            return isChanged ? String(decoding: bytes, as: UTF8.self) : text
        }
        return String(decoding: SecretPatterns.redacted(bytes), as: UTF8.self)
    }

    private static func replacing(_ secret: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= secret.count else { return bytes }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == secret[0], bytes[index...].starts(with: secret) {
                result += mark.utf8
                index += secret.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}
