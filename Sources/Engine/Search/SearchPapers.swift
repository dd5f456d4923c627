public import Literature
public import Ports
public import TextAnalysis

/// A search as a face passes it on.
public struct SearchRequest: Hashable, Sendable, Codable {
    /// What the user typed.
    public var text: String
    /// How many results at most.
    public var limit = 10
    /// How many results to leave out from the start.
    public var offset = 0
    /// Categories of which a paper must have one, besides those in the text.
    public var categories: [String] = []
    /// Authors that a paper must have, besides those in the text.
    public var authors: [String] = []
    /// The first year.
    public var since: Int?
    /// The last year.
    public var until: Int?

    /// A search for `text`.
    public init(text: String) {
        self.text = text
    }
}

/// The answer to a search.
public struct SearchAnswer: Sendable, Codable {
    /// How the answer was found.
    public enum Mode: String, Sendable, Codable {
        /// By an identifier.
        case identifier
        /// By words.
        case lexical
    }

    /// One paper.
    public struct Result: Sendable, Codable {
        /// The place in the ranking, from 1.
        public var rank: Int
        /// The paper.
        public var paper: Paper
        /// How many works of the library cite it.
        public var citationCount: Int
        /// The relevance.
        public var score: Double
        /// The place in the ranking by words.
        public var lexicalRank: Int?
        /// A piece of the abstract with the words of the query.
        public var snippet: Snippet
    }

    /// How the answer was found.
    public var mode: Mode
    /// How many papers match.
    public var total: Int
    /// Whether no paper has all the words, so that papers with some of them are given.
    public var isRelaxed: Bool
    /// Whether the library has changed since the index that answered was built.
    public var isBehind = false
    /// The best of them.
    public var results: [Result]
    /// How long the search took.
    public var duration: Duration
}

/// Searches the library.
public struct SearchPapers: Sendable {
    private let papers: any PaperStore
    private let lexical: any LexicalStore

    /// A search over these stores.
    public init(papers: any PaperStore, lexical: any LexicalStore) {
        self.papers = papers
        self.lexical = lexical
    }

    /// Finds the best papers.
    ///
    /// - Throws: ``QueryError`` for a filter that cannot be understood; the stores' errors.
    public func callAsFunction(_ request: SearchRequest) throws -> SearchAnswer {
        let clock = ContinuousClock()
        let start = clock.now
        var answer: SearchAnswer
        switch try QueryParser.parse(request.text) {
        case .identifier(let identifier):
            answer = try direct(identifier)
        case .lexical(var query):
            try addFilters(of: request, to: &query)
            answer = try ranked(query, request)
        }
        answer.duration = clock.now - start
        return answer
    }

    private func addFilters(of request: SearchRequest, to query: inout LexicalQuery) throws(QueryError) {
        query.categories += request.categories
        for author in request.authors {
            query.clauses.append(.init(field: .authors, text: author, isPhrase: false))
        }
        guard request.since != nil || request.until != nil else { return }
        let lower = max(query.years?.lowerBound ?? 0, request.since ?? 0)
        let upper = min(query.years?.upperBound ?? 9999, request.until ?? 9999)
        guard lower <= upper else {
            throw QueryError(part: "\(lower)..\(upper)", reason: "the years asked for exclude each other")
        }
        query.years = lower...upper
    }

    private func direct(_ identifier: PaperIdentifier) throws -> SearchAnswer {
        var results: [SearchAnswer.Result] = []
        if let paper = try papers.paper(identifier) {
            let count = try papers.citationCounts([identifier])[0]
            var analyzer = TextAnalyzer()
            let snippet = Self.snippet(of: paper, matching: [], using: &analyzer)
            results.append(
                .init(rank: 1, paper: paper, citationCount: count, score: 1, lexicalRank: nil, snippet: snippet)
            )
        }
        return SearchAnswer(
            mode: .identifier,
            total: results.count,
            isRelaxed: false,
            results: results,
            duration: .zero
        )
    }

    private func ranked(_ query: LexicalQuery, _ request: SearchRequest) throws -> SearchAnswer {
        let found = try lexical.search(query, offset: request.offset, limit: request.limit)
        var analyzer = TextAnalyzer()
        let terms = Self.terms(of: query, using: &analyzer)
        let hasWords = query.clauses.contains { !$0.isExcluded }
        let results = found.hits.enumerated().map { index, hit in
            let rank = request.offset + index + 1
            return SearchAnswer.Result(
                rank: rank,
                paper: hit.paper,
                citationCount: hit.citationCount,
                score: hit.score,
                lexicalRank: hasWords ? rank : nil,
                snippet: Self.snippet(of: hit.paper, matching: terms, using: &analyzer)
            )
        }
        return SearchAnswer(
            mode: .lexical,
            total: found.total,
            isRelaxed: found.isRelaxed,
            isBehind: found.isBehind,
            results: results,
            duration: .zero
        )
    }

    /// About how many characters of an abstract a result shows.
    private static let snippetLength = 240

    private static func snippet(
        of paper: Paper,
        matching terms: Set<String>,
        using analyzer: inout TextAnalyzer
    ) -> Snippet {
        Snippet.make(
            of: paper.abstract ?? "",
            matching: terms,
            length: snippetLength,
            stemming: true,
            using: &analyzer
        )
    }

    private static func terms(of query: LexicalQuery, using analyzer: inout TextAnalyzer) -> Set<String> {
        var terms: Set<String> = []
        for clause in query.clauses where !clause.isExcluded && clause.field != .authors {
            terms.formUnion(analyzer.terms(of: clause.text, stemming: true))
        }
        return terms
    }
}
