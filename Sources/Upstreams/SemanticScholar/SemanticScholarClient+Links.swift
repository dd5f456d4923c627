import BatchProcessing
import Formats
public import Literature

/// A page of the citations or references of a paper.
public struct SemanticScholarLinks: Sendable {
    /// The citations, with the papers at their other ends as mentions.
    public var page: UpstreamPage
    /// False once it is known that some links cannot be had: more than 9,999 of one day, or of a list that has no dates.
    public var isComplete: Bool
}

/// Where a list of links is.
public struct SemanticScholarLinkState: Hashable, Sendable {
    /// Days, since 1970, of publication; nil ends are open.
    struct Window: Hashable, Sendable {
        var from: Int?
        var until: Int?
    }

    var windows: [Window] = [Window()]
    var offset = 0
    var earliest: Int?
    var latestOfLast: Int?
    var isNewestFirst = true
    var isComplete = true

    mutating func nextWindow() {
        windows.removeLast()
        offset = 0
        earliest = nil
        latestOfLast = nil
        isNewestFirst = true
    }
}

extension SemanticScholarClient {
    /// The most links of one request, and of one list, whose last page the service refuses (`offset + limit` < 10,000).
    static let linksPerRequest = 1000
    static let linksPerList = 9999

    /// The papers that cite a paper, page by page. Beyond 9,999 the list is asked for in windows of publication dates; links may
    /// come twice where windows meet.
    public func citations(
        of id: PaperIdentifier,
        fields: SemanticScholarFields = .mention
    ) -> PageSequence<SemanticScholarLinkState, SemanticScholarLinks> {
        links(of: id, "citations", fields, hasDates: true)
    }

    /// The papers that a paper cites, page by page.
    public func references(
        of id: PaperIdentifier,
        fields: SemanticScholarFields = .mention
    ) -> PageSequence<SemanticScholarLinkState, SemanticScholarLinks> {
        links(of: id, "references", fields, hasDates: false)
    }

    private func links(
        of id: PaperIdentifier,
        _ kind: String,
        _ fields: SemanticScholarFields,
        hasDates: Bool
    ) -> PageSequence<SemanticScholarLinkState, SemanticScholarLinks> {
        PageSequence(SemanticScholarLinkState()) { state in
            guard let window = state.windows.last else { return nil }
            let api = "semantic-scholar-" + kind
            let name = try self.pathName(of: id, keepingSlashes: true, api: api)
            var query = [
                ("fields", fields.list), ("offset", "\(state.offset)"),
                ("limit", "\(min(Self.linksPerRequest, Self.linksPerList - state.offset))"),
            ]
            if window.from != nil || window.until != nil {
                query.append(("publicationDateOrYear", Self.text(window)))
            }
            let asked = query
            let page = try await self.http.retrying {
                let answer = try await self.get(api, "/graph/v1/paper/\(name)/\(kind)", asked)
                return try UpstreamPage(answer, as: .semanticScholar, about: id).checked(api: api, isJSON: true)
            }
            Self.advance(&state, by: page, hasDates: hasDates)
            return SemanticScholarLinks(page: page, isComplete: state.isComplete)
        }
    }

    /// Goes on to the next page, the next window, or the windows that a window which is too full is cut into.
    static func advance(_ state: inout SemanticScholarLinkState, by page: UpstreamPage, hasDates: Bool) {
        for paper in page.papers {
            guard let day = day(of: paper) else { continue }
            if let last = state.latestOfLast, day > last { state.isNewestFirst = false }
            state.latestOfLast = day
            state.earliest = min(state.earliest ?? day, day)
        }
        guard let next = page.next.flatMap({ Int($0) }), next > state.offset else { return state.nextWindow() }
        state.offset = next
        guard next >= linksPerList, let window = state.windows.last else { return }
        let (earliest, isNewestFirst) = (state.earliest, state.isNewestFirst)
        state.nextWindow()
        guard hasDates, let earliest else {
            state.isComplete = false
            return
        }
        let lowest = window.from ?? -25567  // 1900-01-01
        let highest = window.until ?? earliest + 36525
        if isNewestFirst, earliest > lowest, earliest < highest {
            // Everything newer has come; the day on which the list broke off comes once more.
            state.windows.append(.init(from: window.from, until: earliest))
        } else if lowest < highest {
            let middle = lowest + (highest - lowest) / 2
            state.windows.append(.init(from: window.from, until: middle))
            state.windows.append(.init(from: middle + 1, until: window.until))
        } else {
            state.isComplete = false
        }
    }

    /// The day of publication; the first of January where only the year is known, as the service counts it.
    private static func day(of paper: PaperRecord) -> Int? {
        if let date = paper.submitted { return Int((Double(date.secondsSince1970) / 86400).rounded(.down)) }
        guard let year = paper.year, let date = Timestamp(year: year, month: 1, day: 1) else { return nil }
        return Int((Double(date.secondsSince1970) / 86400).rounded(.down))
    }

    private static func text(_ window: SemanticScholarLinkState.Window) -> String {
        func text(_ day: Int?) -> String {
            day.map { Timestamp(secondsSince1970: Int64($0) * 86400).day } ?? ""
        }
        return text(window.from) + ":" + text(window.until)
    }
}
