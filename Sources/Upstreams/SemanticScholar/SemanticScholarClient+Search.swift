import BatchProcessing
import Formats
public import Literature

/// What narrows a search at Semantic Scholar.
public struct SemanticScholarFilter: Hashable, Sendable {
    /// Days or years of publication, as in `2016-03-05:2020-06-06`, `2019:`, `:2015`, `2020`.
    public var dates: String?
    /// Venues, separated by commas.
    public var venue: String?
    /// Fields of study, separated by commas.
    public var fieldsOfStudy: String?
    /// Kinds of publication, separated by commas (`JournalArticle`, `Review`, …).
    public var publicationTypes: String?
    /// The least number of citations.
    public var minimumCitations: Int?
    /// Only papers with a PDF that is free to read.
    public var isOpenAccess = false

    /// No filter.
    public init() {}

    var query: [(String, String)] {
        var query: [(String, String)] = []
        if let dates { query.append(("publicationDateOrYear", dates)) }
        if let venue { query.append(("venue", venue)) }
        if let fieldsOfStudy { query.append(("fieldsOfStudy", fieldsOfStudy)) }
        if let publicationTypes { query.append(("publicationTypes", publicationTypes)) }
        if let minimumCitations { query.append(("minCitationCount", "\(minimumCitations)")) }
        if isOpenAccess { query.append(("openAccessPdf", "")) }
        return query
    }
}

/// Where a search is.
public struct SemanticScholarSearchState: Hashable, Sendable, Codable {
    /// How many results came before.
    public var offset = 0
    /// The continuation token of a bulk search.
    public var token: String?
    /// Whether the last page was reached.
    public var isFinished = false

    /// The beginning.
    public init() {}
}

extension SemanticScholarClient {
    /// The most results of a ranked search, and of one request for them.
    static let rankedResults = 1000
    static let rankedResultsPerRequest = 100

    /// The papers that match a query best, page by page; 1,000 at most.
    ///
    /// Hyphens become spaces: the service finds nothing for words with them.
    public func search(
        _ query: String,
        limit: Int = 1000,
        filter: SemanticScholarFilter = SemanticScholarFilter(),
        fields: SemanticScholarFields = .paper
    ) -> PageSequence<SemanticScholarSearchState, UpstreamPage> {
        let words = query.replacing("-", with: " ")
        let end = min(max(limit, 0), Self.rankedResults)
        return PageSequence(SemanticScholarSearchState()) { state in
            guard !state.isFinished, state.offset < end else { return nil }
            let asked =
                [("query", words), ("fields", fields.list), ("offset", "\(state.offset)")]
                + [("limit", "\(min(Self.rankedResultsPerRequest, end - state.offset))")] + filter.query
            let page = try await self.page("semantic-scholar-search", "/graph/v1/paper/search", asked)
            let next = page.next.flatMap { Int($0) }
            state.isFinished = next.map { $0 <= state.offset } ?? true
            state.offset = next ?? state.offset
            return page
        }
    }

    /// All papers that match a query in the service's own language (`+ | - "" * ( ) ~`), up to 1,000 a page, in the order of
    /// their identifiers: the only one that stays the same while data changes.
    ///
    /// - Parameter state: a fresh one, or one that was kept, to go on there.
    public func bulkSearch(
        _ query: String,
        filter: SemanticScholarFilter = SemanticScholarFilter(),
        fields: SemanticScholarFields = .paper,
        resuming state: SemanticScholarSearchState = SemanticScholarSearchState()
    ) -> PageSequence<SemanticScholarSearchState, UpstreamPage> {
        PageSequence(state) { state in
            guard !state.isFinished else { return nil }
            var asked = [("query", query), ("fields", fields.flat.list)] + filter.query
            if let token = state.token { asked.append(("token", token)) }
            let page = try await self.page("semantic-scholar-bulk", "/graph/v1/paper/search/bulk", asked)
            // A token that stays the same, or follows an empty page, would never end.
            let token = page.next
            state.isFinished = token == nil || token == state.token || page.records.isEmpty
            state.token = token
            state.offset += page.papers.count
            return page
        }
    }

    /// The paper whose title is closest to `title`.
    ///
    /// - Throws: ``UpstreamError``; not found when no title is close.
    public func match(title: String, fields: SemanticScholarFields = .paper) async throws -> UpstreamPage {
        let query = [("query", title), ("fields", fields.flat.list)]
        let answer = try await get("semantic-scholar-match", "/graph/v1/paper/search/match", query)
        return try UpstreamPage(answer, as: .semanticScholar).checked(api: "semantic-scholar-match", isJSON: true)
    }

    /// The pools that recommendations come from.
    public enum Pool: String, Hashable, Sendable, CaseIterable {
        /// Papers of about the last 60 days.
        case recent
        /// All papers of computer science.
        case allComputerScience = "all-cs"
    }

    /// Papers that are recommended to readers of one paper.
    ///
    /// - Parameter limit: 1...500.
    public func recommendations(
        for id: PaperIdentifier,
        limit: Int = 100,
        from pool: Pool = .recent,
        fields: SemanticScholarFields = .paper
    ) async throws -> UpstreamPage {
        let api = "semantic-scholar-recommendations"
        let name = try pathName(of: id, keepingSlashes: false, api: api)
        let query = [
            ("fields", fields.flat.list), ("limit", "\(min(max(limit, 1), 500))"), ("from", pool.rawValue),
        ]
        let answer = try await get(api, "/recommendations/v1/papers/forpaper/\(name)", query)
        return try UpstreamPage(answer, as: .semanticScholar).checked(api: api, isJSON: true)
    }

    /// Papers that are recommended to those who like some papers and dislike others.
    ///
    /// - Parameter limit: 1...500.
    public func recommendations(
        positive: [PaperIdentifier],
        negative: [PaperIdentifier] = [],
        limit: Int = 100,
        fields: SemanticScholarFields = .paper
    ) async throws -> UpstreamPage {
        let answer = try await post(
            "semantic-scholar-recommendations",
            "/recommendations/v1/papers/",
            [("fields", fields.flat.list), ("limit", "\(min(max(limit, 1), 500))")],
            body: [
                "positivePaperIds": positive.compactMap { Self.name(of: $0) },
                "negativePaperIds": negative.compactMap { Self.name(of: $0) },
            ]
        )
        return try UpstreamPage(answer, as: .semanticScholar).checked(
            api: "semantic-scholar-recommendations",
            isJSON: true
        )
    }

    private func page(_ api: String, _ path: String, _ query: [(String, String)]) async throws -> UpstreamPage {
        try await http.retrying {
            let answer = try await get(api, path, query)
            return try UpstreamPage(answer, as: .semanticScholar).checked(api: api, isJSON: true)
        }
    }
}
