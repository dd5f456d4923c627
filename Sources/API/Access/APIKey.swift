import Crypto

/// A key as it is kept: what it allows, and the hash by which it is known again. The key itself is shown once and kept nowhere.
public struct APIKey: Codable, Hashable, Sendable {
    /// A short name for people and logs; part of the key.
    public var id: String
    /// What it is for.
    public var note: String
    /// What it allows.
    public var scope: Scope
    /// The SHA-256 of the whole key in hexadecimal digits: the key has 256 random bits, which no search can find.
    public var hash: String
    /// When it was made, in seconds since 1970.
    public var created: Double
    /// When it ends, in seconds since 1970; nil: never.
    public var expires: Double?
    /// When it was taken back, in seconds since 1970; nil when it was not.
    public var revoked: Double?

    /// Keys begin so, so that scanners find them where they should not be.
    static let prefix = "cosci_"

    /// Makes a key from the system's random numbers.
    ///
    /// - Returns: what is kept, and the key, which is not.
    public static func make(
        note: String,
        scope: Scope,
        at now: Double,
        lasting life: Duration?
    ) -> (key: APIKey, secret: String) {
        var random = SystemRandomNumberGenerator()
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in .random(in: .min ... .max, using: &random) } }
        let id = bytes(4).hexadecimal
        let secret = prefix + id + "_" + bytes(32).hexadecimal
        let key = APIKey(
            id: id,
            note: note,
            scope: scope,
            hash: digest(secret),
            created: now,
            expires: life.map { now + $0 / .seconds(1) }
        )
        return (key, secret)
    }

    /// The hash of a key.
    static func digest(_ secret: String) -> String {
        SHA256.hash(data: Array(secret.utf8)).hexadecimal
    }

    /// Whether it may be used.
    public func isValid(at now: Double) -> Bool {
        revoked == nil && expires.map { now < $0 } ?? true
    }
}
