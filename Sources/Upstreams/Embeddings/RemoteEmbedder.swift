public import BatchProcessing
import Foundation

/// Vectors of texts from a service that the user runs or pays for: Ollama, or anything that speaks OpenAI's API.
///
/// Texts leave the machine for the service's address, so only commands that say so may use it.
public final class RemoteEmbedder: Sendable {
    /// What the service speaks.
    public enum Service: String, Sendable, CaseIterable {
        /// Ollama's own API: `POST /api/embed` (<https://docs.ollama.com/api/embed>).
        case ollama
        /// OpenAI's API: `POST /v1/embeddings` (<https://platform.openai.com/docs/api-reference/embeddings>).
        case openAI = "openai"
    }

    /// Texts of one request.
    public static let textsPerRequest = 64
    /// The largest answer, in bytes.
    private static let answerLimit = 32 << 20
    /// The most components of a vector that are taken.
    private static let dimensionLimit = 1 << 16

    /// What the service speaks.
    public let service: Service
    /// The model, as the service names it.
    public let model: String
    /// Where requests go.
    public let url: String
    private let http: PoliteClient
    private let gate: Gate
    private let key: String?

    /// A client; it connects when the first texts are embedded.
    ///
    /// - Parameters:
    ///   - base: the address of the service: `http://localhost:11434`, `https://api.openai.com/v1`.
    ///   - key: sent as a bearer token; nil or empty sends none.
    ///   - gate: the pace and the number of requests at once.
    public init(
        _ service: Service,
        base: String,
        model: String,
        key: String? = nil,
        settings: HTTPSettings,
        gate: Gate,
        clock: any BatchClock = SystemBatchClock()
    ) {
        self.service = service
        self.model = model
        self.key = key.flatMap { $0.isEmpty ? nil : $0 }
        self.gate = gate
        var base = base
        while base.hasSuffix("/") { base.removeLast() }
        switch service {
        case .ollama: url = base + "/api/embed"
        case .openAI: url = base + (base.hasSuffix("/v1") ? "" : "/v1") + "/embeddings"
        }
        http = PoliteClient(settings: settings, connections: 4, clock: clock)
    }

    /// Closes all connections.
    public func close() async { await http.close() }

    /// Embeds `texts`, ``textsPerRequest`` at a time.
    ///
    /// - Returns: a vector of length 1 for each text, all of one dimension.
    /// - Throws: ``UpstreamError``: unreachable, refused, too slow, or an answer that is not one vector for each text.
    public func embed(_ texts: [String]) async throws -> [[Float]] {
        var vectors: [[Float]] = []
        vectors.reserveCapacity(texts.count)
        for start in stride(from: 0, to: texts.count, by: Self.textsPerRequest) {
            try Task.checkCancellation()
            let slice = Array(texts[start..<min(start + Self.textsPerRequest, texts.count)])
            vectors += try await ask(slice)
            guard vectors[start].count == vectors[0].count else {
                throw malformed("vectors of \(vectors[0].count) and of \(vectors[start].count) components")
            }
        }
        return vectors
    }

    private var api: String { "\(service.rawValue)-embed" }

    private func ask(_ texts: [String]) async throws -> [[Float]] {
        let body = try JSONEncoder().encode(EmbeddingRequest(model: model, input: texts))
        var headers = [(name: "Content-Type", value: "application/json")]
        if let key { headers.append((name: "Authorization", value: "Bearer \(key)")) }
        var request = UpstreamRequest(api: api, url: url, body: [UInt8](body), headers: headers)
        request.bodyLimit = Self.answerLimit
        let answer = try await http.send(request, gate: gate)
        let raw: [[Float]]
        do {
            raw = try vectors(in: Data(answer.body), count: texts.count)
        } catch let error as DecodingError {
            throw malformed("not the answer of \(service.rawValue): \(error.shortText)")
        }
        let dimension = raw.first?.count ?? 0
        guard raw.count == texts.count else { throw malformed("\(raw.count) vectors for \(texts.count) texts") }
        guard 1...Self.dimensionLimit ~= dimension, raw.allSatisfy({ $0.count == dimension }) else {
            throw malformed("vectors of unequal length, or of none")
        }
        return try raw.map(normalised)
    }

    private func vectors(in body: Data, count: Int) throws -> [[Float]] {
        switch service {
        case .ollama: return try JSONDecoder().decode(OllamaEmbeddings.self, from: body).embeddings
        case .openAI:
            let data = try JSONDecoder().decode(OpenAIEmbeddings.self, from: body).data
            // The order of the list is not promised; the index says which text is meant.
            var vectors = [[Float]](repeating: [], count: count)
            for item in data where vectors.indices.contains(item.index) { vectors[item.index] = item.embedding }
            guard data.count == count else { throw malformed("\(data.count) vectors for \(count) texts") }
            return vectors
        }
    }

    private func normalised(_ vector: [Float]) throws -> [Float] {
        let squares = vector.reduce(Double(0)) { $0 + Double($1) * Double($1) }
        guard squares.isFinite else { throw malformed("a vector with components that are no numbers") }
        guard squares > 0 else { return vector }
        let factor = 1 / squares.squareRoot()
        return vector.map { Float(Double($0) * factor) }
    }

    private func malformed(_ detail: String) -> UpstreamError {
        UpstreamError(.malformed, api: api, url: url, detail: detail)
    }
}
