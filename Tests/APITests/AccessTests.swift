import API
import Foundation
import HTTPTypes
import JWTKit
import Testing

/// Who may do what.
@Suite("Access")
struct AccessTests {
    @Test("changes need a key that allows them, and are noted")
    func scopes() async throws {
        let server = try TestServer()
        let (read, write, admin) = (try server.key(.read), try server.key(.write), try server.key(.admin))
        try await server.test { client async throws in
            let body = #"{"name":"To read"}"#
            let nobody = try await client.send(.post, "/api/collections", body)
            #expect(nobody.status == 401 && nobody["WWW-Authenticate"] == "Bearer")
            #expect(try await client.send(.post, "/api/collections", body, key: read).status == 403)
            #expect(try await client.send(.post, "/api/collections", body, key: "nonsense").status == 401)
            #expect(try await client.send(.post, "/api/collections", body, key: write).status == 201)
            #expect(try await client.send(.post, "/api/collections", body, key: write).status == 409)
            let header = try await client.send(.get, "/api/papers", headers: ["X-API-Key": "nonsense"])
            #expect(header.status == 401)
            let path = "/api/ingestion/clear"
            #expect(try await client.send(.delete, path + "?confirm=ingestion", key: write).status == 403)
            #expect(try await client.send(.delete, path, key: admin).status == 422)
            #expect(try await client.send(.delete, path + "?confirm=ingestion", key: admin).status == 200)
        }
        server.services.audit?.flush()
        let log = try String(contentsOfFile: server.folder + "/audit.jsonl", encoding: .utf8)
        #expect(log.split(separator: "\n").count == 8, "\(log)")
        #expect(!log.contains(write), "a key must not be in a log")
    }

    @Test("a key that was taken back or has ended is worth nothing from then on")
    func revoking() async throws {
        let server = try TestServer { $0.readsNeedKey = true }
        let now = Date().timeIntervalSince1970
        let (key, secret) = APIKey.make(note: "", scope: .read, at: now, lasting: nil)
        let (old, oldSecret) = APIKey.make(note: "", scope: .admin, at: now - 100, lasting: .seconds(50))
        try server.keys.add(key)
        try server.keys.add(old)
        try await server.test { client async throws in
            #expect(try await client.get("/api/papers").status == 401)
            #expect(try await client.get("/api/health").status == 200)
            #expect(try await client.send(.get, "/api/papers", key: oldSecret).status == 401)
            #expect(try await client.send(.get, "/api/papers", key: secret).status == 200)
            #expect(try server.keys.revoke([key.id, old.id], at: now + 1) == 1)
            #expect(try await client.send(.get, "/api/papers", key: secret).status == 401)
        }
    }

    @Test("keys are kept as hashes in a file for the owner only")
    func keeping() throws {
        let server = try TestServer()
        let secret = try server.key(.write)
        let text = try String(contentsOfFile: server.keys.path, encoding: .utf8)
        #expect(!text.contains(secret) && !text.contains(secret.suffix(64)))
        let mode = try FileManager.default.attributesOfItem(atPath: server.keys.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("too many requests with one key are asked to wait")
    func rates() async throws {
        let server = try TestServer { $0.keyRate = RateLimiter.Rule(rate: 0.1, burst: 3) }
        let key = try server.key(.read)
        try await server.test { client async throws in
            for _ in 0..<3 { #expect(try await client.send(.get, "/api/health", key: key).status == 200) }
            let refused = try await client.send(.get, "/api/health", key: key)
            #expect(refused.status == 429)
            #expect(Int(refused["Retry-After"] ?? "").map { $0 >= 1 && $0 <= 11 } == true)
            #expect(try await client.get("/api/health").status == 200)
        }
    }

    @Test("buckets fill again at their rate")
    func buckets() {
        let limiter = RateLimiter(RateLimiter.Rule(rate: 2, burst: 2))
        let start = ContinuousClock.now
        #expect(limiter.take("a", at: start) == nil)
        #expect(limiter.take("a", at: start) == nil)
        #expect(limiter.take("a", at: start) == 1)
        #expect(limiter.take("b", at: start) == nil)
        #expect(limiter.take("a", at: start + .milliseconds(600)) == nil)
        #expect(limiter.take("a", at: start + .milliseconds(600)) == 1)
    }

    @Test("the link of the person who started the server works once")
    func sessions() async throws {
        let server = try TestServer()
        let token = server.services.sessions.makeLink()
        try await server.test { client async throws in
            let body = #"{"token":"\#(token)"}"#
            let session = try await client.send(.post, "/api/session", body)
            let key = try #require(try session.json()["key"] as? String)
            #expect(try await client.send(.post, "/api/session", body).status == 409)
            let made = try await client.send(.post, "/api/collections", #"{"name":"a"}"#, key: key)
            #expect(made.status == 201)
        }
    }

    @Test("tokens are believed that the shared secret signed, until they end")
    func tokens() async throws {
        struct Claims: JWTPayload {
            var sub: SubjectClaim
            var exp: ExpirationClaim
            var scope: String

            func verify(using algorithm: some JWTAlgorithm) throws {}
        }
        let server = try TestServer()
        let path = server.folder + "/secret"
        let secret = String(repeating: "secret!", count: 6)
        try Data(secret.utf8).write(to: URL(fileURLWithPath: path))
        let verifier = try await TokenVerifier(path: path)
        let (good, other) = (JWTKeyCollection(), JWTKeyCollection())
        await good.add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
        await other.add(hmac: HMACKey(from: secret + "x"), digestAlgorithm: .sha256)
        let soon = ExpirationClaim(value: Date().addingTimeInterval(60))
        let past = ExpirationClaim(value: Date().addingTimeInterval(-60))
        let token = try await good.sign(Claims(sub: "ada", exp: soon, scope: "read write"))
        #expect(await verifier.scope(of: token) == .write)
        let refused = [
            try await good.sign(Claims(sub: "ada", exp: past, scope: "admin")),
            try await good.sign(Claims(sub: "ada", exp: soon, scope: "all")),
            try await other.sign(Claims(sub: "ada", exp: soon, scope: "admin")),
        ]
        for token in refused { #expect(await verifier.scope(of: token) == nil) }
        let unsigned = "eyJhbGciOiJub25lIn0." + token.split(separator: ".")[1] + "."
        #expect(await verifier.scope(of: unsigned) == nil)
    }
}
