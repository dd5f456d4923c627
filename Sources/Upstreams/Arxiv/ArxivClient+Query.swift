import BatchProcessing
import Formats
public import Literature

/// What the query API says about a list of identifiers.
public struct ArxivBatch: Sendable {
    /// The papers, as facts to write; one page per request that was made.
    public var pages: [UpstreamPage] = []
    /// Identifiers that arXiv gave a paper for, as they were asked.
    public var found: [ArxivID] = []
    /// Identifiers that arXiv does not know.
    public var missing: [ArxivID] = []
    /// Identifiers that arXiv refuses as wrong, with the reason.
    public var refused: [(id: ArxivID, error: UpstreamError)] = []
}

/// The order of search results.
public struct ArxivOrder: Hashable, Sendable {
    /// What results are ordered by.
    public enum Key: String, Hashable, Sendable, CaseIterable {
        case relevance, lastUpdatedDate, submittedDate
    }

    /// What results are ordered by.
    public var key: Key
    /// Whether the smallest comes first.
    public var isAscending: Bool

    /// An order.
    public init(_ key: Key = .submittedDate, isAscending: Bool = false) {
        self.key = key
        self.isAscending = isAscending
    }
}

/// Where a search is.
public struct ArxivSearchState: Hashable, Sendable, Codable {
    /// The number of results before the next page.
    public var start: Int
    /// The number of results in all, once it is known.
    public var total: Int?
}

extension ArxivClient {
    /// The most identifiers in one request: longer addresses are cut by some proxies.
    public static let idsPerRequest = 100
    /// The most results of one request and of one search (arXiv API User's Manual, 3.1.1.4).
    static let resultsPerRequest = 2000
    static let resultsPerSearch = 30000

    /// Asks for papers by their identifiers; one request for each ``idsPerRequest``.
    ///
    /// An identifier with a version gives that version.
    ///
    /// - Throws: ``UpstreamError`` when a request fails as a whole; what earlier requests gave is lost with it, so give
    ///   at most ``idsPerRequest`` where that matters.
    public func papers(_ ids: [ArxivID]) async throws -> ArxivBatch {
        var batch = ArxivBatch()
        for start in stride(from: 0, to: ids.count, by: Self.idsPerRequest) {
            let slice = Array(ids[start..<min(start + Self.idsPerRequest, ids.count)])
            try await ask(for: slice, into: &batch)
        }
        return batch
    }

    private func ask(for ids: [ArxivID], into batch: inout ArxivBatch) async throws {
        let page: UpstreamPage
        do {
            page = try await listed(ids)
        } catch let error as UpstreamError where error.kind == .invalid {
            // One wrong identifier makes arXiv refuse all: halve until it stands alone.
            guard ids.count > 1 else { return batch.refused.append((ids[0], error)) }
            let middle = ids.count / 2
            try await ask(for: Array(ids[..<middle]), into: &batch)
            try await ask(for: Array(ids[middle...]), into: &batch)
            return
        }
        let known = Set(page.papers.compactMap { $0.identifier.arxivID?.unversioned })
        batch.pages.append(page)
        for id in ids {
            if known.contains(id.unversioned) { batch.found.append(id) } else { batch.missing.append(id) }
        }
    }

    private func listed(_ ids: [ArxivID]) async throws -> UpstreamPage {
        let list = ids.map(\.description).joined(separator: ",")
        let url = RequestURL.make(
            endpoints.query,
            query: [("id_list", list), ("start", "0"), ("max_results", "\(ids.count)")]
        )
        var wasEmpty = false
        return try await http.retrying {
            let page = try await queryPage(url)
            // The API now and then answers with nothing at all. A long list of unknown papers is much less likely; for a short one
            // the second answer counts.
            let isDoubtful = ids.count >= 10 || (page.total ?? 0) > 0 && !wasEmpty
            wasEmpty = page.papers.isEmpty
            if wasEmpty, isDoubtful { throw emptyPage(url, page) }
            return page
        }
    }

    /// Asks for papers by a query in arXiv's own language (`cat:hep-th AND ti:"black hole"`), page by page.
    ///
    /// A page that is empty although the results go on is asked for again, and then is an error: no paper is passed over in
    /// silence.
    ///
    /// - Parameters:
    ///   - start: how many results to pass over.
    ///   - limit: the most results to ask for; arXiv gives 30,000 at most.
    ///   - pageSize: results per request, 1...2000.
    public func search(
        _ query: String,
        start: Int = 0,
        limit: Int = 30000,
        pageSize: Int = 100,
        order: ArxivOrder = ArxivOrder()
    ) -> PageSequence<ArxivSearchState, UpstreamPage> {
        let size = min(max(pageSize, 1), Self.resultsPerRequest)
        let (sum, overflow) = start.addingReportingOverflow(max(limit, 0))
        let end = overflow ? Self.resultsPerSearch : min(sum, Self.resultsPerSearch)
        return PageSequence(ArxivSearchState(start: max(start, 0))) { state in
            guard state.start < min(end, state.total ?? end) else { return nil }
            let begin = state.start
            let url = RequestURL.make(
                self.endpoints.query,
                query: [
                    ("search_query", query), ("start", "\(begin)"), ("max_results", "\(min(size, end - begin))"),
                    ("sortBy", order.key.rawValue), ("sortOrder", order.isAscending ? "ascending" : "descending"),
                ]
            )
            let page = try await self.http.retrying {
                let page = try await self.queryPage(url)
                if page.papers.isEmpty, page.issues.isEmpty, begin < page.total ?? 0 { throw self.emptyPage(url, page) }
                return page
            }
            state.total = page.total ?? state.total
            // Pages may be shorter than asked for: going on behind what came loses nothing.
            state.start += page.papers.count + page.issues.count
            if page.papers.isEmpty, page.issues.isEmpty { state.total = begin }
            return page
        }
    }

    private func queryPage(_ url: String) async throws -> UpstreamPage {
        let answer = try await http.send(UpstreamRequest(api: "arxiv-query", url: url), gate: apiGate)
        let page = try UpstreamPage(answer, as: .atom).checked(api: "arxiv-query")
        // Refusals come as a feed with one entry, with any status.
        if page.papers.isEmpty, let issue = page.issues.first, issue.message.hasPrefix("arXiv answered with an error") {
            throw UpstreamError(.invalid, api: "arxiv-query", url: url, detail: issue.message)
        }
        return page
    }

    private func emptyPage(_ url: String, _ page: UpstreamPage) -> UpstreamError {
        let total = page.total.map { " of \($0) results" } ?? ""
        return UpstreamError(.malformed, api: "arxiv-query", url: url, detail: "an empty page in the middle\(total)")
    }
}
