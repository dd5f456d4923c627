import BatchProcessing
public import Formats
import Literature

/// What to harvest over OAI-PMH.
public struct HarvestRequest: Hashable, Sendable, Codable {
    /// The form of the metadata.
    public enum Prefix: String, Hashable, Sendable, Codable, CaseIterable {
        /// With authors one by one and the licence.
        case arXiv
        /// With all versions.
        case arXivRaw
        /// Dublin Core.
        case dublinCore = "oai_dc"
    }

    /// The form of the metadata.
    public var prefix: Prefix
    /// The set, as in `physics:hep-th`; nil for everything.
    public var set: String?
    /// The first day of change, `YYYY-MM-DD`; nil for all.
    public var from: String?
    /// The last day of change; nil for all.
    public var until: String?

    /// A request.
    public init(prefix: Prefix = .arXivRaw, set: String? = nil, from: String? = nil, until: String? = nil) {
        self.prefix = prefix
        self.set = set
        self.from = from
        self.until = until
    }
}

/// Where a harvest is: with it, another process can go on.
public struct HarvestCursor: Hashable, Sendable, Codable {
    /// What is harvested.
    public var request: HarvestRequest
    /// The token of the next page; nil before the first.
    public var token: String?
    /// The day of the last record.
    public var lastDatestamp: String?
    /// Whether records came in the order of their days so far, so that a lost token costs no more than a day.
    public var isAscending = true
    /// When the service answered first: the next incremental harvest starts from this day.
    public var firstResponseDate: String?
    /// Pages so far.
    public var pages = 0
    /// Records so far, those that came twice included.
    public var records = 0
    /// How often a token had expired.
    public var restarts = 0
    /// Whether the last page was reached.
    public var isFinished = false

    /// The start of a harvest.
    public init(_ request: HarvestRequest) {
        self.request = request
    }

    /// The `from` of the next harvest; nil before the first page.
    public var nextFrom: String? { firstResponseDate.map { String($0.prefix(10)) } }
}

/// A page of a harvest.
public struct HarvestPage: Sendable {
    /// The records.
    public var page: UpstreamPage
    /// Where the harvest is behind this page.
    public var cursor: HarvestCursor
    /// Identifiers of records that arXiv deleted.
    public var deleted: [String]
    /// How many records the list has in all, if the service tells.
    public var listSize: Int?
}

extension ArxivClient {
    /// How often in a row an expired token is answered with a new start.
    private static let restartLimit = 3

    /// Harvests records that changed, page by page.
    ///
    /// An expired token starts the list anew from the last day that was seen; records that come twice do no harm. A list
    /// without records is empty, not an error. Every page is asked for up to ``HTTPSettings/pageAttempts`` times.
    ///
    /// - Parameter cursor: a fresh one, or that of the last page that was saved.
    public func harvest(_ cursor: HarvestCursor) -> PageSequence<HarvestCursor, HarvestPage> {
        PageSequence(cursor) { cursor in
            var restarts = 0
            while !cursor.isFinished {
                let url = self.listURL(cursor)
                let page = try await self.http.retrying { try await self.harvestPage(url) }
                switch try Self.outcome(page, url: url) {
                case .records:
                    return Self.advance(&cursor, by: page)
                case .empty:
                    cursor.isFinished = true
                    return Self.advance(&cursor, by: page)
                case .expired:
                    restarts += 1
                    guard restarts <= Self.restartLimit, cursor.token != nil else {
                        let detail = "the token of the list is refused again and again"
                        throw UpstreamError(.malformed, api: "arxiv-oai", url: url, detail: detail)
                    }
                    cursor.token = nil
                    cursor.restarts += 1
                    if cursor.isAscending, let day = cursor.lastDatestamp { cursor.request.from = day }
                }
            }
            return nil
        }
    }

    private enum Outcome {
        case records, empty, expired
    }

    private func listURL(_ cursor: HarvestCursor) -> String {
        var query = [("verb", "ListRecords")]
        if let token = cursor.token {
            query.append(("resumptionToken", token))
        } else {
            query.append(("metadataPrefix", cursor.request.prefix.rawValue))
            if let from = cursor.request.from { query.append(("from", from)) }
            if let until = cursor.request.until { query.append(("until", until)) }
            if let set = cursor.request.set { query.append(("set", set)) }
        }
        return RequestURL.make(endpoints.oai, query: query)
    }

    private func harvestPage(_ url: String) async throws -> UpstreamPage {
        let answer = try await http.send(UpstreamRequest(api: "arxiv-oai", url: url), gate: apiGate)
        return try UpstreamPage(answer, as: .oai).checked(api: "arxiv-oai")
    }

    private static func outcome(_ page: UpstreamPage, url: String) throws -> Outcome {
        for issue in page.issues {
            guard let code = OAIReader.errorCode(of: issue) else { continue }
            switch code {
            case "noRecordsMatch": return .empty
            case "badResumptionToken": return .expired
            default: throw UpstreamError(.invalid, api: "arxiv-oai", url: url, detail: issue.message)
            }
        }
        return .records
    }

    private static func advance(_ cursor: inout HarvestCursor, by page: UpstreamPage) -> HarvestPage {
        var token: String?
        var deleted: [String] = []
        for notice in page.notices {
            switch notice {
            case .resumptionToken(let text): token = text.isEmpty ? nil : text
            case .responseDate(let date): cursor.firstResponseDate = cursor.firstResponseDate ?? date
            case .deleted(let identifier): deleted.append(identifier)
            default: break
            }
        }
        for paper in page.papers {
            guard let day = paper.updated?.day else { continue }
            if let last = cursor.lastDatestamp, day < last { cursor.isAscending = false }
            cursor.lastDatestamp = day
        }
        cursor.token = token
        cursor.isFinished = token == nil
        cursor.pages += 1
        cursor.records += page.papers.count + deleted.count
        var page = page
        page.issues.removeAll { OAIReader.errorCode(of: $0) == "noRecordsMatch" }
        return HarvestPage(page: page, cursor: cursor, deleted: deleted, listSize: page.total)
    }

    // MARK: The repository

    /// What the repository says about itself.
    public func identify() async throws -> OAIRepository {
        try await repository([("verb", "Identify")])
    }

    /// All sets of the repository.
    public func recordSets() async throws -> [OAIRepository.RecordSet] {
        var answer = try await repository([("verb", "ListSets")])
        var sets = answer.sets
        while let token = answer.resumptionToken, sets.count < 10_000 {
            answer = try await repository([("verb", "ListSets"), ("resumptionToken", token)])
            sets += answer.sets
        }
        return sets
    }

    private func repository(_ query: [(String, String)]) async throws -> OAIRepository {
        let url = RequestURL.make(endpoints.oai, query: query)
        let answer = try await http.retrying {
            try await http.send(UpstreamRequest(api: "arxiv-oai", url: url), gate: apiGate)
        }
        do throws(ReadIssue) {
            let repository = try OAIRepository(reading: ByteInput(answer.body))
            guard let code = repository.errorCode else { return repository }
            throw ReadIssue(line: 0, byte: 0, message: "OAI-PMH error \(code)")
        } catch {
            throw UpstreamError(.malformed, api: "arxiv-oai", url: url, detail: error.description)
        }
    }
}
