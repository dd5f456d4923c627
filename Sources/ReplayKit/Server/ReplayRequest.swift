import Foundation

/// A request as services see it.
struct ReplayRequest: Sendable {
    var method: String
    /// The path, percent-decoded.
    var path: String
    /// Names and values of the query, decoded, in order.
    var query: [(name: String, value: String)]
    /// Header fields, names in lower case.
    var headers: [String: String]
    var body: [UInt8]

    init(method: String, target: String, headers: [String: String], body: [UInt8]) {
        self.method = method
        self.headers = headers
        self.body = body
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var path = String(parts[0])
        // Through a proxy the whole address comes.
        if let url = URLComponents(string: target), url.host != nil { path = url.percentEncodedPath }
        self.path = path.removingPercentEncoding ?? path
        query = parts.count < 2 ? [] : Self.pairs(String(parts[1]))
        if method == "POST", headers["content-type"]?.hasPrefix("application/x-www-form-urlencoded") ?? false {
            query += Self.pairs(String(decoding: body, as: UTF8.self))
        }
    }

    static func pairs(_ text: String) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            func decoded(_ text: Substring) -> String {
                let spaced = text.replacingOccurrences(of: "+", with: " ")
                return spaced.removingPercentEncoding ?? spaced
            }
            return (decoded(sides[0]), sides.count > 1 ? decoded(sides[1]) : "")
        }
    }

    /// The first value of a parameter.
    subscript(name: String) -> String? { query.first { $0.name == name }?.value }
}

/// What kind of request it is, as statistics, faults and rules name it.
enum RequestKind: String, Sendable, CaseIterable {
    case query, oai, feed, pdf, source, batch, citations, references, search, bulk, match, recommendations, paper
    case openalex, other

    init(path: String) {
        if path.hasPrefix("/api/query") {
            self = .query
        } else if path.hasPrefix("/oai") {
            self = .oai
        } else if path.hasPrefix("/rss/") || path.hasPrefix("/atom/") {
            self = .feed
        } else if path.hasPrefix("/pdf/") {
            self = .pdf
        } else if path.hasPrefix("/e-print/") || path.hasPrefix("/src/") {
            self = .source
        } else if path.hasPrefix("/works") {
            self = .openalex
        } else if path.hasPrefix("/recommendations/") {
            self = .recommendations
        } else if path.hasPrefix("/graph/v1/paper") {
            self = Self.graph(path)
        } else {
            self = .other
        }
    }

    private static func graph(_ path: String) -> RequestKind {
        if path.hasSuffix("/paper/batch") { return .batch }
        if path.hasSuffix("/search/bulk") { return .bulk }
        if path.hasSuffix("/search/match") { return .match }
        if path.hasSuffix("/paper/search") { return .search }
        if path.hasSuffix("/citations") { return .citations }
        return path.hasSuffix("/references") ? .references : .paper
    }

    /// Which requests share one rule of pace.
    var group: String {
        switch self {
        case .query, .oai, .feed: "arxiv-api"
        case .pdf, .source: "arxiv-files"
        case .batch, .citations, .references, .search, .bulk, .match, .recommendations, .paper: "semantic-scholar"
        case .openalex: "openalex"
        case .other: "other"
        }
    }
}

/// An answer to send.
struct ReplayAnswer: Sendable {
    var status = 200
    var headers: [(String, String)] = []
    var body: [UInt8] = []
    /// Identifiers of the papers in it, for the statistics.
    var ids: [String] = []

    static func text(_ body: String, type: String, status: Int = 200, ids: [String] = []) -> ReplayAnswer {
        ReplayAnswer(status: status, headers: [("Content-Type", type)], body: Array(body.utf8), ids: ids)
    }

    static func xml(_ body: String, status: Int = 200, ids: [String] = []) -> ReplayAnswer {
        text(body, type: "application/xml; charset=utf-8", status: status, ids: ids)
    }

    static func json(_ body: String, status: Int = 200, ids: [String] = []) -> ReplayAnswer {
        text(body, type: "application/json", status: status, ids: ids)
    }

    static func error(_ status: Int, _ message: String) -> ReplayAnswer {
        json("{\"error\":\(JSONText.quoted(message))}", status: status)
    }
}
