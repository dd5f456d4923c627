public import BatchProcessing
import Formats
public import Literature

/// What OpenAlex says about a list of identifiers.
public struct OpenAlexBatch: Sendable {
    /// The works (and what they cite) as facts; one page per request.
    public var pages: [UpstreamPage] = []
    /// Identifiers that are known, as asked.
    public var found: [PaperIdentifier] = []
    /// Identifiers that are unknown.
    public var missing: [PaperIdentifier] = []
    /// Identifiers that cannot be asked for, with the reason.
    public var refused: [(id: PaperIdentifier, error: UpstreamError)] = []
}

/// Where a list of works is.
public struct OpenAlexCursor: Hashable, Sendable, Codable {
    /// The cursor of the next page; `*` for the first.
    public var cursor = "*"
    /// Works so far.
    public var works = 0
    /// Whether the last page was reached.
    public var isFinished = false

    /// The beginning.
    public init() {}
}

/// Talks to OpenAlex.
public final class OpenAlexClient: Sendable {
    /// Where the service is.
    public let base: String
    /// The gate of all requests.
    public let gate: Gate
    let http: PoliteClient
    private let key: String?
    private let mail: String?

    /// OpenAlex's own address.
    public static let defaultBase = "https://api.openalex.org"
    /// The most works of one page, and values joined in one filter.
    static let worksPerRequest = 100
    static let valuesPerFilter = 50

    /// What a library keeps of a work.
    public static let fields = [
        "id", "doi", "ids", "title", "display_name", "publication_year", "publication_date", "abstract_inverted_index",
        "authorships", "primary_location", "locations", "biblio", "cited_by_count", "referenced_works", "updated_date",
    ]

    /// A client.
    ///
    /// - Parameters:
    ///   - key: the key of `OPENALEX_API_KEY`.
    ///   - mail: a mail address for the polite pool; nil sends none.
    ///   - gate: made of ``GateRule/openAlex``.
    public init(
        settings: HTTPSettings,
        key: String? = nil,
        mail: String? = nil,
        gate: Gate,
        base: String = OpenAlexClient.defaultBase,
        clock: any BatchClock = SystemBatchClock()
    ) {
        self.base = base
        self.key = key.flatMap { $0.isEmpty ? nil : $0 }
        self.mail = mail.flatMap { $0.isEmpty ? nil : $0 }
        self.gate = gate
        http = PoliteClient(settings: settings, connections: 4, clock: clock)
    }

    /// What was asked so far.
    public var statistics: RequestStatistics { http.statistics }

    /// Closes all connections.
    public func close() async { await http.close() }

    /// Works by a filter in OpenAlex's own language (`concepts.id:C41008148,from_publication_date:2024-01-01`) and a search,
    /// up to 100 a page.
    ///
    /// - Parameter cursor: a fresh one, or one that was kept, to go on there.
    public func works(
        filter: String? = nil,
        search: String? = nil,
        resuming cursor: OpenAlexCursor = OpenAlexCursor()
    ) -> PageSequence<OpenAlexCursor, UpstreamPage> {
        PageSequence(cursor) { cursor in
            guard !cursor.isFinished else { return nil }
            var query: [(String, String)] = []
            if let filter { query.append(("filter", filter)) }
            if let search { query.append(("search", search)) }
            query += [("per_page", "\(Self.worksPerRequest)"), ("cursor", cursor.cursor)]
            let asked = query
            let page = try await self.http.retrying { try await self.page("/works", asked) }
            let next = page.next
            cursor.isFinished = next == nil || next == cursor.cursor || page.papers.isEmpty
            cursor.cursor = next ?? cursor.cursor
            cursor.works += page.papers.count
            return page
        }
    }

    /// One work by its identifier; such requests are free of charge.
    ///
    /// - Throws: ``UpstreamError``: not found; invalid for kinds of identifiers that OpenAlex does not know.
    public func work(_ id: PaperIdentifier) async throws -> UpstreamPage {
        let name: String
        switch id {
        case .openAlex(let number): name = "W\(number)"
        case .doi(let doi): name = "doi:" + RequestURL.encoded(doi.name, keeping: "/")
        case .arxiv(let id): name = "doi:" + id.doi
        case .semanticScholar, .corpus:
            let detail = "OpenAlex knows no identifiers like \(id)"
            throw UpstreamError(.invalid, api: "openalex", url: base, detail: detail)
        }
        return try await page("/works/" + name, [])
    }

    /// Works by their identifiers, up to 50 a request; those that a list does not give are asked for one by one if `askSingly`,
    /// because a preprint that was merged into its journal version is found only so.
    ///
    /// - Throws: ``UpstreamError`` when a request fails as a whole.
    public func works(_ ids: [PaperIdentifier], askSingly: Bool = true) async throws -> OpenAlexBatch {
        var batch = OpenAlexBatch()
        var byFilter: [(filter: String, ids: [(PaperIdentifier, String)])] = [("doi", []), ("openalex", [])]
        for id in ids {
            switch id {
            case .arxiv(let arxiv): byFilter[0].ids.append((id, arxiv.doi))
            case .doi(let doi): byFilter[0].ids.append((id, doi.name))
            case .openAlex(let number): byFilter[1].ids.append((id, "W\(number)"))
            case .semanticScholar, .corpus:
                let detail = "OpenAlex knows no identifiers like \(id)"
                batch.refused.append((id, UpstreamError(.invalid, api: "openalex", url: base, detail: detail)))
            }
        }
        for (filter, ids) in byFilter {
            for start in stride(from: 0, to: ids.count, by: Self.valuesPerFilter) {
                let slice = Array(ids[start..<min(start + Self.valuesPerFilter, ids.count)])
                try await ask(for: slice, filter: filter, into: &batch)
            }
        }
        guard askSingly else { return batch }
        let unknown = batch.missing
        batch.missing = []
        for id in unknown {
            do {
                batch.pages.append(try await work(id))
                batch.found.append(id)
            } catch let error as UpstreamError where error.kind == .notFound {
                batch.missing.append(id)
            }
        }
        return batch
    }

    private func ask(
        for ids: [(id: PaperIdentifier, value: String)],
        filter: String,
        into batch: inout OpenAlexBatch
    ) async throws {
        // Commas and bars separate values: a DOI with one is asked for by itself.
        let plain = ids.filter { !$0.value.contains(",") && !$0.value.contains("|") }
        batch.missing += ids.filter { $0.value.contains(",") || $0.value.contains("|") }.map(\.id)
        guard !plain.isEmpty else { return }
        let query = [
            ("filter", filter + ":" + plain.map(\.value).joined(separator: "|")),
            ("per_page", "\(Self.worksPerRequest)"),
        ]
        let page = try await page("/works", query)
        let known = Set(page.papers.flatMap { [$0.identifier] + $0.aliases })
        batch.pages.append(page)
        for (id, _) in plain {
            if known.contains(id) { batch.found.append(id) } else { batch.missing.append(id) }
        }
    }

    private func page(_ path: String, _ query: [(String, String)]) async throws -> UpstreamPage {
        var query = query
        query.append(("select", Self.fields.joined(separator: ",")))
        if let key { query.append(("api_key", key)) }
        if let mail { query.append(("mailto", mail)) }
        var request = UpstreamRequest(api: "openalex", url: RequestURL.make(base, path, query: query))
        request.isForbiddenThrottling = true
        let answer = try await http.send(request, gate: gate)
        return try UpstreamPage(answer, as: .openAlex).checked(api: "openalex", isJSON: true)
    }
}
