import Crypto
import Synchronization

/// Links for the person who started the server: a token that can be exchanged once, and the sessions that came from it. Both end with the
/// process.
public final class SessionTokens: Sendable {
    /// How long a link can be used.
    private static let linkLife = Duration.seconds(300)
    /// How long a session lasts.
    static let sessionLife = Duration.seconds(12 * 3600)

    private struct State {
        var links: [String: ContinuousClock.Instant] = [:]
        var sessions: [String: ContinuousClock.Instant] = [:]
    }

    private let state = Mutex(State())

    /// No links yet.
    public init() {}

    /// A new token for a link.
    public func makeLink() -> String {
        let token = Self.random()
        state.withLock { $0.links[APIKey.digest(token)] = .now + Self.linkLife }
        return token
    }

    /// Exchanges a link's token for a session, once.
    func exchange(_ token: String) -> String? {
        let secret = "cosci_session_" + Self.random()
        let isGood = state.withLock { state in
            guard let end = state.links.removeValue(forKey: APIKey.digest(token)), .now < end else { return false }
            state.sessions[APIKey.digest(secret)] = .now + Self.sessionLife
            return true
        }
        return isGood ? secret : nil
    }

    /// Whether this is a session that lasts.
    func isSession(_ secret: String) -> Bool {
        guard secret.hasPrefix("cosci_session_") else { return false }
        let hash = APIKey.digest(secret)
        return state.withLock { state in
            guard let end = state.sessions[hash] else { return false }
            if .now < end { return true }
            state.sessions[hash] = nil
            return false
        }
    }

    private static func random() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }.hexadecimal
    }
}
