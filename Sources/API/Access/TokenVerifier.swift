import Foundation
import JWTKit

/// Believes tokens (JSON Web Tokens, RFC 7519) that somebody else issued with a secret that the server shares, or with a key of which
/// it has the public half.
public struct TokenVerifier: Sendable {
    /// Why the secret cannot be used.
    public struct Failure: Error, CustomStringConvertible {
        /// What failed, on what, and what to do.
        public var description: String
    }

    /// What a token says.
    struct Claims: JWTPayload {
        var sub: SubjectClaim
        var exp: ExpirationClaim
        var nbf: NotBeforeClaim?
        /// Scopes, separated by spaces (RFC 8693, 4.2).
        var scope: String?

        func verify(using algorithm: some JWTAlgorithm) throws {
            try exp.verifyNotExpired()
            try nbf?.verifyNotBefore()
        }
    }

    private static let shortestSecret = 32

    private let keys: JWTKeyCollection

    /// Reads the keys in a file: a JWK set (RFC 7517), a public key for EdDSA in PEM, or else a secret for HS256 of 32 bytes or more.
    ///
    /// - Throws: ``Failure``.
    public init(path: String) async throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(description: "\(path): cannot be read; it should hold the secret or keys of tokens")
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        keys = JWTKeyCollection()
        do {
            if text.hasPrefix("{") {
                try await keys.add(jwksJSON: text)
            } else if text.hasPrefix("-----BEGIN") {
                await keys.add(eddsa: try EdDSA.PublicKey(pem: text))
            } else {
                guard text.utf8.count >= Self.shortestSecret else {
                    throw Failure(description: "\(path): a secret of \(Self.shortestSecret) bytes or more is needed")
                }
                await keys.add(hmac: HMACKey(from: text), digestAlgorithm: .sha256)
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(description: "\(path): holds neither a JWK set, a public key in PEM, nor a secret")
        }
    }

    /// What somebody may do who shows a token; nil when it is not to be believed.
    public func scope(of token: String) async -> Scope? { await verify(token)?.scope }

    /// Who shows a token, and what they may do; nil when it is not to be believed.
    func verify(_ token: String) async -> (name: String, scope: Scope)? {
        guard token.utf8.count < 8192, let claims = try? await keys.verify(token, as: Claims.self) else { return nil }
        let scopes = (claims.scope ?? "").split(separator: " ").compactMap { Scope(rawValue: String($0)) }
        guard let scope = scopes.max() else { return nil }
        return (claims.sub.value, scope)
    }
}
