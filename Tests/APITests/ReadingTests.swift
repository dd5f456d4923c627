import Foundation
import HTTPTypes
import Testing

/// What can be read over HTTP.
@Suite("Reading over HTTP")
struct ReadingTests {
    @Test("every path that reads answers what it should")
    func paths() async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            for path in [
                "/api/papers", "/api/papers?q=holography&limit=1", "/api/papers/hep-th/9711200",
                "/api/papers/hep-th%2F9711200v1", "/api/papers/hep-th/9711200/citations",
                "/api/papers/hep-th/9711200/references?limit=1&offset=1", "/api/papers/hep-th/9711200/history",
                "/api/papers/hep-th%2F9711200/export?format=ris", "/api/papers/hep-th/9711200/marks",
                "/api/search/lexical?q=holography", "/api/search/hybrid?q=witten",
                "/api/search/similar/hep-th/9802150", "/api/search/complete?q=holo",
                "/api/graph/citations/hep-th/9711200?depth=2&layout=true",
                "/api/graph/path?from=hep-th/9802150&to=gr-qc/9310026", "/api/graph/communities", "/api/graph/clusters",
                "/api/graph/ranking",
                "/api/graph/ranking?by=effective-size&category=hep-th&since=1997&until=1998&offset=1",
                "/api/graph/main-path?q=holography", "/api/graph/main-path?of=hep-th/9711200&level=2",
                "/api/graph/bridges?limit=3&as_of=1998-06", "/api/graph/trends", "/api/graph/trends?q=space",
                "/api/graph/layout",
                "/api/graph/layout/labels?ids=hep-th/9711200,nonsense", "/api/health", "/api/health/db",
                "/api/health/live", "/api/health/ready", "/api/system/health", "/api/system/prerequisites",
                "/api/system/stats", "/api/jobs", "/api/jobs/dead", "/api/batches", "/api/ingestion/stats",
                "/api/ingestion/status", "/api/collections", "/api/tags", "/api/watches", "/api/digest", "/docs",
                "/docs/style.css", "/openapi.json", "/",
            ] {
                let answer = try await client.get(path)
                #expect(answer.status == 200, "\(path): \(answer.text)")
                #expect(answer["X-Request-Id"]?.isEmpty == false)
                #expect(answer["X-Content-Type-Options"] == "nosniff")
                #expect(answer["Content-Security-Policy"]?.contains("default-src 'none'") == true)
                let head = try await client.send(.head, path)
                #expect(head.status == 200 && head.text.isEmpty, "HEAD \(path)")
            }
        }
    }

    @Test("old identifiers work in every form, also before what follows them")
    func identifiers() async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            for form in ["hep-th/9711200", "hep-th%2F9711200", "hep-th%2f9711200v1", "arXiv:hep-th%2F9711200"] {
                let paper = try await client.get("/api/papers/" + form)
                #expect(try paper.json()["identifier"] as? String == "hep-th/9711200")
                let cites = try await client.get("/api/papers/\(form)/citations")
                let side = try #require(try cites.json()["citations"] as? [String: Any])
                #expect(side["total"] as? Int == 2)
            }
            #expect(try await client.get("/api/papers/hep-th/9912999").status == 404)
            #expect(try await client.get("/api/papers/nonsense").status == 422)
        }
    }

    @Test("a list is walked to its end by cursors, each paper once")
    func cursors() async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            var seen: [String] = []
            var path = "/api/papers?limit=2"
            while true {
                let page = try await client.get(path).json()
                #expect(page["total"] as? Int == 5)
                let papers = try #require(page["papers"] as? [[String: Any]])
                seen += papers.compactMap { $0["identifier"] as? String }
                guard let cursor = page["next_cursor"] as? String else { break }
                path = "/api/papers?limit=2&cursor=" + cursor
            }
            #expect(seen.count == 5 && Set(seen).count == 5)
            #expect(try await client.get("/api/papers?cursor=x").status == 422)
        }
    }

    @Test("POST searches as GET does; the older name of the query works too")
    func posting() async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            for body in [#"{"q":"holography","limit":3}"#, #"{"query":"holography","category":["hep-th"]}"#] {
                let answer = try await client.send(.post, "/api/search/hybrid", body)
                #expect(answer.status == 200, "\(answer.text)")
                let results = try #require(try answer.json()["results"] as? [[String: Any]])
                #expect(results.first?["identifier"] as? String == "hep-th/9802150")
            }
            #expect(try await client.send(.post, "/api/search/hybrid", "{}").status == 422)
            let batch = try await client.send(.post, "/api/papers/batch", #"{"ids":["hep-th/9711200","2402.00001"]}"#)
            #expect(try batch.json()["missing"] as? [String] == ["2402.00001"])
            let liked = try await client.send(.post, "/api/graph/recommend", #"{"like":["hep-th/9802150"]}"#)
            #expect(liked.status == 200, "\(liked.text)")
            let export = try await client.send(.post, "/api/export", #"{"ids":["hep-th/9711200"],"format":"bibtex"}"#)
            #expect(export.text.contains("@") && export["Content-Type"] == "application/x-bibtex")
        }
    }

    @Test("snippets come cut at the words of the query, as text")
    func snippetSegments() async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            let answer = try await client.get("/api/search/lexical?q=hologram").json()
            let first = try #require((answer["results"] as? [[String: Any]])?.first)
            let segments = try #require(first["snippet_segments"] as? [[String: Any]])
            let texts = segments.compactMap { $0["text"] as? String }
            #expect(texts.joined() == first["snippet"] as? String)
            #expect(texts.joined().contains("<b>hologram</b> &"))
            let matches = zip(segments, texts).filter { $0.0["match"] as? Bool == true }.map(\.1)
            #expect(matches == ["hologram"])
        }
    }

    @Test("citations come by identifier, by how often they are cited, and by year")
    func citationOrders() async throws {
        let server = try TestServer()
        @Sendable func identifiers(_ answer: Answer) throws -> [String] {
            let side = try #require(try answer.json()["references"] as? [String: Any])
            return try #require(side["results"] as? [[String: Any]]).compactMap { $0["identifier"] as? String }
        }
        try await server.test { client async throws in
            let path = "/api/papers/hep-th/9802150/references"
            let byName = ["hep-th/9409089", "hep-th/9711200"]
            #expect(try identifiers(await client.get(path)) == byName)
            #expect(try identifiers(await client.get(path + "?sort=identifier")) == byName)
            #expect(try identifiers(await client.get(path + "?sort=citations")) == byName.reversed())
            #expect(try identifiers(await client.get(path + "?sort=year")) == byName.reversed())
            #expect(try identifiers(await client.get(path + "?sort=citations&offset=1&limit=1")) == [byName[0]])
            #expect(try await client.get(path + "?sort=fame").status == 422)
        }
    }

    @Test("works are ranked by what is asked for, and the main path of a topic is one of citations")
    func rankings() async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            let ranking = try await client.get("/api/graph/ranking?by=citations&limit=2").json()
            let results = try #require(ranking["results"] as? [[String: Any]])
            #expect(results.map { $0["identifier"] as? String } == ["hep-th/9711200", "gr-qc/9310026"])
            #expect(results.map { $0["score"] as? Int } == [2, 1])
            #expect(results.map { $0["citation_count"] as? Int } == [2, 1])
            #expect(results.map { $0["rank"] as? Int } == [1, 2])
            #expect(ranking["ranked"] as? Int == 6 && ranking["total"] as? Int == 6)
            let path = try await client.get("/api/graph/main-path?q=year:1993..1998").json()
            let steps = try #require(path["steps"] as? [[String: Any]])
            #expect(
                steps.map { $0["identifier"] as? String } == ["gr-qc/9310026", "hep-th/9409089", "hep-th/9802150"]
            )
            let bridges = try await client.get("/api/graph/bridges?limit=500").json()
            #expect(bridges["count"] as? Int == 5, "the citations have no circle")
            for wrong in [
                "ranking?by=fame", "ranking?since=1999&until=1998", "ranking?limit=501", "main-path",
                "main-path?q=x&of=hep-th/9711200",
                "main-path?q=year:soon", "bridges?limit=0",
            ] {
                #expect(try await client.get("/api/graph/" + wrong).status == 422, "\(wrong)")
            }
            #expect(try await client.get("/api/graph/main-path?of=hep-th/9912999").status == 404)
        }
    }

    @Test("predictions say what to do when there is no model")
    func noModel() async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            let answer = try await client.get("/api/papers/hep-th/9711200/predictions")
            #expect(answer.status == 409)
            #expect(
                try answer.json()["detail"] as? String
                    == "no model was trained yet; on the server: arxiv-cosci train-predictor"
            )
        }
    }

    @Test("what a client has is not sent again, until the library changes")
    func conditional() async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            for path in ["/api/papers/hep-th/9711200", "/openapi.json", "/api/search/lexical?q=holography"] {
                let first = try await client.get(path)
                let tag = try #require(first["ETag"])
                let second = try await client.get(path, headers: ["If-None-Match": tag])
                #expect(second.status == 304 && second.text.isEmpty)
                #expect(second["ETag"] == tag)
                #expect(try await client.get(path, headers: ["If-None-Match": "W/\(tag), \"x\""]).status == 304)
                #expect(try await client.get(path, headers: ["If-None-Match": "\"x\""]).status == 200)
            }
        }
    }

    @Test("large answers are compressed for those who take that")
    func compression() async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            let plain = try await client.get("/openapi.json")
            #expect(plain["Content-Encoding"] == nil && plain["Vary"] == "Accept-Encoding")
            let packed = try await client.get("/openapi.json", headers: ["Accept-Encoding": "br, gzip;q=0.5"])
            #expect(packed["Content-Encoding"] == "gzip")
            #expect(packed.length * 4 < plain.length)
            #expect(
                try await client.get("/openapi.json", headers: ["Accept-Encoding": "gzip;q=0"])["Content-Encoding"]
                    == nil
            )
        }
    }

    @Test("text of papers is data: HTML in a title stays text")
    func untrustedText() async throws {
        let server = try TestServer()
        try await server.test { client async throws in
            let answer = try await client.get("/api/papers/hep-th/9409089")
            #expect(answer["Content-Type"] == "application/json")
            #expect(try answer.json()["title"] as? String == "The World as a <b>Hologram</b> & more")
        }
    }
}
