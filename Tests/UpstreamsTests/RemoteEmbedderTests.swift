import BatchProcessing
import Foundation
import Testing

@testable import Upstreams

/// Vectors from services on the network, played by a small server.
@Suite struct RemoteEmbedderTests {
    private func embedder(
        _ service: RemoteEmbedder.Service,
        _ server: SmallServer,
        key: String? = nil,
        change: (inout HTTPSettings) -> Void = { _ in }
    ) -> RemoteEmbedder {
        var settings = HTTPSettings(product: "arxiv-cosci/test")
        settings.totalTimeout = .seconds(10)
        change(&settings)
        let rule = GateRule(name: "embeddings", interval: .zero, maximumConcurrency: 4)
        let gate = Gate(rule: rule, coordinator: LocalGateCoordinator())
        return RemoteEmbedder(service, base: server.base, model: "m", key: key, settings: settings, gate: gate)
    }

    private func texts(_ body: Data) -> [String] {
        (try? JSONSerialization.jsonObject(with: body) as? [String: Any])?["input"] as? [String] ?? []
    }

    @Test func ollamaAnswersInBatches() async throws {
        let server = try SmallServer { request in
            let vectors = texts(request.body).map { "[\($0.utf8.count), 0.5, 0]" }.joined(separator: ",")
            return (200, "{\"model\": \"m\", \"embeddings\": [\(vectors)]}")
        }
        let embedder = embedder(.ollama, server)
        let vectors = try await embedder.embed((0..<150).map { String(repeating: "x", count: $0) })
        #expect(vectors.count == 150)
        #expect(vectors[0] == [0, 1, 0])
        let length = (Double(149 * 149) + 0.25).squareRoot()
        #expect(abs(Double(vectors[149][0]) - 149 / length) < 1e-6)
        #expect(server.requests.map(\.path) == Array(repeating: "/api/embed", count: 3))
        #expect(server.requests.map { texts($0.body).count } == [64, 64, 22])
        await embedder.close()
        server.stop()
    }

    @Test func openAIAnswersInAnyOrder() async throws {
        let server = try SmallServer { request in
            let items = texts(request.body).indices.reversed()
                .map { "{\"object\": \"embedding\", \"index\": \($0), \"embedding\": [\($0 + 1), 0]}" }
            return (200, "{\"object\": \"list\", \"data\": [\(items.joined(separator: ","))]}")
        }
        let embedder = embedder(.openAI, server, key: "secret")
        #expect(try await embedder.embed(["a", "b"]) == [[1, 0], [1, 0]])
        let request = try #require(server.requests.first)
        #expect(request.path == "/v1/embeddings")
        #expect(request.head.lowercased().contains("authorization: bearer secret"))
        await embedder.close()
        server.stop()
    }

    @Test(arguments: [
        ("{\"embeddings\": [[1, 2]]}", "1 vectors for 2 texts"), ("{\"embeddings\": [[1, 2], [1]]}", "unequal"),
        ("{\"embeddings\": [[], []]}", "of none"), ("{}", "lacks 'embeddings'"), ("nonsense", "no JSON"),
        ("{\"embeddings\": [[1], [\"x\"]]}", "another kind"), ("{\"embeddings\": [[1e39], [1]]}", "does not fit"),
    ])
    func answersThatAreNoVectors(_ body: String, _ words: String) async throws {
        let server = try SmallServer { _ in (200, body) }
        let embedder = embedder(.ollama, server)
        let error = await failure { _ = try await embedder.embed(["a", "b"]) }
        #expect(error?.kind == .malformed)
        #expect(error?.detail.contains(words) ?? false, "\(String(describing: error))")
        await embedder.close()
        server.stop()
    }

    @Test func refusalsAndSilenceAreTold() async throws {
        let server = try SmallServer { request in
            if texts(request.body) == ["wait"] { Thread.sleep(forTimeInterval: 1) }
            return (404, "{\"error\": \"model 'm' not found\"}")
        }
        let embedder = embedder(.ollama, server) { $0.totalTimeout = .milliseconds(200) }
        let refusal = await failure { _ = try await embedder.embed(["a"]) }
        #expect(refusal?.kind == .notFound)
        #expect(refusal?.detail.contains("model 'm' not found") ?? false)
        #expect(await failure { _ = try await embedder.embed(["wait"]) }?.kind == .timedOut)
        server.stop()
        #expect(await failure { _ = try await embedder.embed(["a"]) }?.kind == .unavailable)
        await embedder.close()
    }

    @Test func nothingToEmbedAsksNobody() async throws {
        let server = try SmallServer { _ in (500, "") }
        let embedder = embedder(.ollama, server)
        #expect(try await embedder.embed([]).isEmpty)
        #expect(server.requests.isEmpty)
        await embedder.close()
        server.stop()
    }
}
