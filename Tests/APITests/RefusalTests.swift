import API
import Foundation
import HTTPTypes
import Testing

/// Requests that are refused, and how.
@Suite("Refusing requests")
struct RefusalTests {
    @Test(
        "what is wrong is named, in a problem document",
        arguments: [
            ("/api/nothing", 404, ""), ("/nothing", 404, ""), ("/api/papers?limit=0", 422, "limit"),
            ("/api/papers?limit=1x", 422, "limit"), ("/api/papers?limit=1&limit=2", 422, "limit"),
            ("/api/papers?lmit=3", 422, "lmit"), ("/api/search/hybrid", 422, "q"),
            ("/api/search/hybrid?q=", 422, "q"), ("/api/search/hybrid?q=year:soon", 422, "q"),
            ("/api/search/hybrid?q=a&since=2001&until=1999", 422, "q"),
            ("/api/graph/citations/hep-th/9711200?depth=9", 422, "depth"),
            ("/api/graph/citations/hep-th/9711200?as_of=x", 422, "as_of"),
            ("/api/graph/path?from=hep-th/9711200", 422, "to"), ("/api/graph/citations/2401.12345", 404, ""),
            ("/api/papers/%FF", 400, ""), ("/api/papers/%zz", 400, ""), ("/api/papers/%00", 422, "id"),
            ("/api/../etc/passwd", 404, ""), ("/%2e%2e/etc/passwd", 404, ""), ("//etc/passwd", 404, ""),
        ]
    )
    func wrong(_ path: String, _ status: Int, _ field: String) async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            let answer = try await client.get(path)
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer["Content-Type"] == "application/problem+json")
            let problem = try answer.json()
            #expect(problem["status"] as? Int == status)
            #expect(problem["request_id"] as? String == answer["X-Request-Id"])
            let errors = problem["errors"] as? [[String: Any]] ?? []
            #expect(field.isEmpty || errors.contains { $0["field"] as? String == field }, "\(answer.text)")
        }
    }

    @Test(
        "bodies are checked to the last member",
        arguments: [
            ("{", 400, ""), ("[]", 422, ""), ("", 400, ""), (#"{"ids":[]}"#, 422, "ids"),
            (#"{"ids":["x"]}"#, 422, "ids[0]"), (#"{"ids":["hep-th/9711200"],"more":1}"#, 422, "more"),
            (#"{"ids":"hep-th/9711200"}"#, 422, "ids"), (#"{"ids":["hep-th/9711200"],"ids":[]}"#, 400, ""),
            (String(repeating: "[", count: 100), 400, ""), (#"{"ids":["\ud800"]}"#, 400, ""),
        ]
    )
    func bodies(_ body: String, _ status: Int, _ field: String) async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            let answer = try await client.send(.post, "/api/papers/batch", body)
            #expect(answer.status == status, "\(answer.text)")
            let errors = try answer.json()["errors"] as? [[String: Any]] ?? []
            #expect(field.isEmpty || errors.contains { $0["field"] as? String == field }, "\(answer.text)")
        }
    }

    @Test("other methods are told which there are")
    func methods() async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            let deleted = try await client.send(.delete, "/api/papers")
            #expect(deleted.status == 405 && deleted["Allow"] == "GET, HEAD, OPTIONS")
            let posted = try await client.send(.post, "/api/papers/hep-th/9711200", "{}")
            #expect(posted.status == 405, "\(posted.status)")
            let options = try await client.send(.options, "/api/search/hybrid")
            #expect(options.status == 204 && options["Allow"] == "GET, POST, HEAD, OPTIONS")
        }
    }

    @Test("bodies that are too long, or of another type, are refused")
    func sizes() async throws {
        let server = try TestServer { $0.greatestBody = 1000 }
        try await server.test { client async throws in
            let form = try await client.send(.post, "/api/papers/batch", "a=b", headers: ["Content-Type": "text/plain"])
            #expect(form.status == 415)
            let long = try await client.send(.post, "/api/papers/batch", String(repeating: " ", count: 100_000))
            #expect(long.status == 413)
        }
    }

    @Test("browsers are told which pages may ask, and others may not change anything")
    func origins() async throws {
        let server = try TestServer { $0.allowedOrigins = ["https://good.example"] }
        let key = try server.key(.write)
        try await server.test { client async throws in
            let good = try await client.get("/api/health", headers: ["Origin": "https://good.example"])
            #expect(good["Access-Control-Allow-Origin"] == "https://good.example")
            let bad = try await client.get("/api/health", headers: ["Origin": "https://bad.example"])
            #expect(bad.status == 200 && bad["Access-Control-Allow-Origin"] == nil)
            let preflight = try await client.send(
                .options,
                "/api/collections",
                headers: ["Origin": "https://good.example", "Access-Control-Request-Method": "POST"]
            )
            #expect(preflight.status == 204)
            #expect(preflight["Access-Control-Allow-Methods"]?.contains("POST") == true)
            #expect(preflight["Access-Control-Allow-Headers"]?.contains("Authorization") == true)
            let change = try await client.send(
                .post,
                "/api/collections",
                #"{"name":"a"}"#,
                key: key,
                headers: ["Origin": "https://bad.example"]
            )
            #expect(change.status == 403)
        }
    }
}
