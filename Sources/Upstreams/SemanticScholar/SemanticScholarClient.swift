public import BatchProcessing
import Foundation
public import Literature

/// Talks to Semantic Scholar: the Academic Graph and Recommendations APIs.
public final class SemanticScholarClient: Sendable {
    /// Where the service is, without `/graph/v1`.
    public let base: String
    /// Whether requests carry a key.
    public let hasKey: Bool
    /// The gate of all requests.
    public let gate: Gate
    let http: PoliteClient
    private let key: String?

    /// Semantic Scholar's own address.
    public static let defaultBase = "https://api.semanticscholar.org"

    /// A client.
    ///
    /// - Parameters:
    ///   - key: the key of `S2_API_KEY`; nil uses the pool that all share.
    ///   - gate: made of ``GateRule/semanticScholar`` with a key, of ``GateRule/semanticScholarShared`` without.
    public init(
        settings: HTTPSettings,
        key: String? = nil,
        gate: Gate,
        base: String = SemanticScholarClient.defaultBase,
        clock: any BatchClock = SystemBatchClock()
    ) {
        self.base = base
        self.key = key.flatMap { $0.isEmpty ? nil : $0 }
        hasKey = self.key != nil
        self.gate = gate
        http = PoliteClient(settings: settings, connections: 1, clock: clock)
    }

    /// What was asked so far.
    public var statistics: RequestStatistics { http.statistics }

    /// Closes all connections.
    public func close() async { await http.close() }

    /// How Semantic Scholar writes an identifier; nil for kinds that it does not know (OpenAlex).
    public static func name(of id: PaperIdentifier) -> String? {
        switch id {
        case .arxiv(let id): "ARXIV:\(id)"
        case .doi(let doi): "DOI:\(doi.name)"
        case .semanticScholar(let hash): hash
        case .corpus(let number): "CorpusId:\(number)"
        case .openAlex: nil
        }
    }

    func get(_ api: String, _ path: String, _ query: [(String, String)]) async throws -> UpstreamAnswer {
        let url = RequestURL.make(base, path, query: query)
        return try await http.send(UpstreamRequest(api: api, url: url, headers: headers), gate: gate)
    }

    func post(
        _ api: String,
        _ path: String,
        _ query: [(String, String)],
        body: [String: [String]]
    ) async throws -> UpstreamAnswer {
        let url = RequestURL.make(base, path, query: query)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var request = UpstreamRequest(api: api, url: url, body: [UInt8](try encoder.encode(body)), headers: headers)
        request.headers.append((name: "Content-Type", value: "application/json"))
        return try await http.send(request, gate: gate)
    }

    private var headers: [(name: String, value: String)] {
        key.map { [(name: "x-api-key", value: $0)] } ?? []
    }

    /// An identifier as part of a path; slashes of DOIs stay in the graph API and are escaped elsewhere.
    func pathName(of id: PaperIdentifier, keepingSlashes: Bool, api: String) throws -> String {
        guard let name = Self.name(of: id) else {
            let detail = "Semantic Scholar knows no identifiers like \(id)"
            throw UpstreamError(.invalid, api: api, url: base, detail: detail)
        }
        return RequestURL.encoded(name, keeping: keepingSlashes ? ":/" : ":")
    }
}

/// The fields to ask Semantic Scholar for, in its own names.
public struct SemanticScholarFields: Hashable, Sendable {
    /// The names.
    public var names: [String]

    /// Fields by name.
    public init(_ names: [String]) {
        self.names = names
    }

    /// What a library keeps of a paper.
    public static let paper = SemanticScholarFields([
        "paperId", "corpusId", "externalIds", "title", "abstract", "venue", "publicationVenue", "year",
        "publicationDate",
        "referenceCount", "citationCount", "journal", "authors",
    ])

    /// What a library keeps of a paper that is only cited or citing.
    public static let mention = SemanticScholarFields([
        "paperId", "corpusId", "externalIds", "title", "venue", "year", "publicationDate", "citationCount", "authors",
    ])

    /// These fields and lists of references and citations within the paper's answer.
    public func including(references: Bool, citations: Bool) -> SemanticScholarFields {
        let nested = ["paperId", "externalIds", "title", "year", "authors"]
        var names = names
        if references { names += nested.map { "references." + $0 } }
        if citations { names += nested.map { "citations." + $0 } }
        return SemanticScholarFields(names)
    }

    /// These fields without nested lists.
    var flat: SemanticScholarFields {
        SemanticScholarFields(names.filter { !$0.hasPrefix("references") && !$0.hasPrefix("citations") })
    }

    var hasLists: Bool { flat != self }
    var list: String { names.joined(separator: ",") }
}
