import Foundation
import HTTPTypes

/// Says who may come in: by which name the server was addressed, what they may do, how often they may ask.
struct Gatekeeper: Sendable {
    let configuration: APIConfiguration
    let services: APIServices
    let origins: OriginRules
    private let addressLimiter: RateLimiter
    private let keyLimiter: RateLimiter

    init(_ configuration: APIConfiguration, _ services: APIServices) {
        self.configuration = configuration
        self.services = services
        origins = OriginRules(configuration.allowedOrigins)
        addressLimiter = RateLimiter(configuration.addressRate)
        keyLimiter = RateLimiter(configuration.keyRate)
    }

    // MARK: Names of the server

    /// Whether the server may be addressed so. On loopback a name that is not this machine's is one that a page elsewhere points here
    /// ("DNS rebinding"), to reach what only this machine should.
    func allows(authority: String?) -> Bool {
        guard configuration.isLoopback else { return true }
        guard let authority, !authority.isEmpty else { return true }
        let name = Self.host(of: authority)
        return APIConfiguration.isLoopback(name) || configuration.allowedHosts.contains(name)
    }

    private static func host(of authority: String) -> String {
        let name = authority.lowercased()
        if name.hasPrefix("[") { return String(name.prefix { $0 != "]" }) + "]" }
        return String(name.prefix { $0 != ":" })
    }

    // MARK: Callers

    /// Who asks.
    ///
    /// - Throws: ``Problem`` 401 for a key or token that is not, or no longer, worth anything.
    func caller(_ headers: HTTPFields, address: String) async throws -> Caller {
        guard let secret = Self.secret(headers) else { return Caller(address: address) }
        if services.sessions.isSession(secret) { return Caller(name: "session", scope: .admin, address: address) }
        if let key = try services.keys?.key(secret, at: Date().timeIntervalSince1970) {
            return Caller(name: key.id, scope: key.scope, address: address)
        }
        if let tokens = services.tokens, let found = await tokens.verify(secret) {
            return Caller(name: found.name, scope: found.scope, address: address)
        }
        throw Problem(
            .unauthorized,
            "the key is unknown, has ended or was taken back; to make one: arxiv-cosci key create",
            headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""]
        )
    }

    private static func secret(_ headers: HTTPFields) -> String? {
        if let key = headers[.apiKey] { return key }
        guard let authorization = headers[.authorization] else { return nil }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return "" }
        return String(parts[1].drop { $0 == " " })
    }

    /// Whether a caller may do something.
    ///
    /// - Throws: ``Problem`` 401 when nobody says who they are, 403 when they may not.
    func check(_ caller: Caller, _ access: Operation.Access) throws(Problem) {
        let needed: Scope
        switch access {
        case .open: return
        case .read where !configuration.readsNeedKey: return
        case .read: needed = .read
        case .write: needed = .write
        case .admin: needed = .admin
        }
        guard let scope = caller.scope else {
            throw Problem(
                .unauthorized,
                "a key with the scope '\(needed.rawValue)' is needed; to make one: arxiv-cosci key create --scope \(needed.rawValue)",
                headers: [.wwwAuthenticate: "Bearer"]
            )
        }
        guard scope >= needed else {
            throw Problem(
                .forbidden,
                "the key allows '\(scope.rawValue)'; '\(needed.rawValue)' is needed",
                headers: [.wwwAuthenticate: "Bearer error=\"insufficient_scope\", scope=\"\(needed.rawValue)\""]
            )
        }
    }

    /// Refuses requests that pages of other servers make a browser send.
    ///
    /// - Throws: ``Problem`` 403.
    func check(origin: String?, host: String?) throws(Problem) {
        guard let origin, origin != "null" || !configuration.isLoopback else { return }
        guard origins.allows(origin: origin, host: host) else {
            throw Problem(.forbidden, "pages of \(origin.prefix(100)) may not change anything here")
        }
    }

    // MARK: Rates

    /// How many seconds a caller should wait; nil when they may go on. Where several servers share their counts, those are asked; when they
    /// cannot be, each counts for itself.
    func wait(_ caller: Caller) async -> Int? {
        guard let name = caller.name else {
            if let shared = services.sharedRate, !isNear(caller.address), configuration.addressRate.rate > 0 {
                // When what servers share does not answer, each counts for itself.
                if let wait = try? await shared("address:" + caller.address, configuration.addressRate) {
                    return wait.seconds
                }
            }
            return wait(address: caller.address)
        }
        if let shared = services.sharedRate, configuration.keyRate.rate > 0,
            // As above: a failure is no refusal.
            let wait = try? await shared("key:" + name, configuration.keyRate)
        {
            return wait.seconds
        }
        return keyLimiter.take(name)
    }

    /// How many seconds somebody without a key should wait.
    func wait(address: String) -> Int? {
        isNear(address) ? nil : addressLimiter.take(address)
    }

    private func isNear(_ address: String) -> Bool { address == "local" || APIConfiguration.isLoopback(address) }
}
