import Literature
public import Ports
public import Retrieval
import TextAnalysis

/// Searches the library.
public struct SearchPapers: Sendable {
    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// A search over the library and its derived files.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// Finds the best papers.
    ///
    /// - Throws: `QueryError` for a part of the query that cannot be understood; ``IndexError``; the stores' errors.
    public func callAsFunction(_ request: SearchRequest) throws -> SearchAnswer {
        let clock = ContinuousClock()
        let start = clock.now
        let query = try Self.query(request)
        var answer =
            if !query.identifiers.isEmpty, query.expression == nil, query.likes.isEmpty {
                try direct(query)
            } else {
                try ranked(query, request)
            }
        answer.duration = clock.now - start
        return answer
    }

    /// The query that a request means, its filters included.
    ///
    /// - Throws: `QueryError` for a part that cannot be understood.
    public static func query(_ request: SearchRequest) throws(QueryError) -> Query {
        var query = try QueryParser.parse(request.text)
        var conditions = query.conditions
        if !request.categories.isEmpty {
            let codes = try QueryParser.parse("cat:" + request.categories.joined(separator: ","))
            conditions += codes.conditions
        }
        for author in request.authors {
            conditions += try QueryParser.parse("author:\"\(author.filter { $0 != "\"" && $0 != "\\" })\"").conditions
        }
        if request.since != nil || request.until != nil {
            let (lower, upper) = (request.since ?? 0, request.until ?? 9999)
            guard lower <= upper else {
                throw QueryError(part: "\(lower)..\(upper)", reason: "the years asked for exclude each other")
            }
            conditions.append(.filter(.years(lower...upper)))
        }
        query.expression = conditions.count > 1 ? .all(conditions) : conditions.first
        for paper in request.likes where !query.likes.contains(paper) { query.likes.append(paper) }
        return query
    }

    // MARK: Papers named outright

    private func direct(_ query: Query) throws -> SearchAnswer {
        var analyzer = TextAnalyzer()
        let results = try named(query.identifiers, matching: [], &analyzer)
        return SearchAnswer(mode: .identifier, canonical: query.canonical, total: results.count, results: results)
    }

    private func named(
        _ identifiers: [PaperIdentifier],
        matching stems: Set<String>,
        _ analyzer: inout TextAnalyzer
    ) throws -> [SearchAnswer.Result] {
        let found = try papers.papers(identifiers).compactMap(\.self)
        let counts = try papers.citationCounts(found.map(\.identifier))
        return zip(found, counts).enumerated().map { place, entry in
            SearchAnswer.Result(
                rank: place + 1,
                paper: entry.0,
                citationCount: entry.1,
                score: 1,
                ranks: SearchAnswer.Ranks(),
                snippet: .abstract(of: entry.0, matching: stems, using: &analyzer)
            )
        }
    }

    // MARK: Papers by what they say

    private func ranked(_ query: Query, _ request: SearchRequest) throws -> SearchAnswer {
        // Words alone need no vectors, and no encoder is loaded for them.
        let isByWords = request.mode == .lexical && query.likes.isEmpty
        let opened = try indexes.open(isByWords ? [.lexical, .graph] : Set(IndexPart.allCases))
        var answer = try run(query, request, opened)
        var corrector = SpellingCorrector(index: opened.lexical, acronyms: opened.acronyms, papers: papers)
        if answer.total == 0 || answer.isRelaxed, let other = try corrector.corrected(query, includesRare: false) {
            let second = try run(other, request, opened)
            if second.total > 0 {
                answer = second
                answer.correction = other.canonical
            }
        } else if let other = try corrector.corrected(query, includesRare: true) {
            answer.suggestion = other.canonical
        }
        answer.behind = opened.behind
        return answer
    }

    private func run(_ query: Query, _ request: SearchRequest, _ opened: LibraryIndexes.Opened) throws -> SearchAnswer {
        let ranking = try SearchRun(query, request, opened: opened, papers: papers).ranking()
        var analyzer = TextAnalyzer()
        var answer = SearchAnswer(
            mode: ranking.mode,
            canonical: query.canonical,
            total: ranking.total,
            results: try results(ranking, &analyzer)
        )
        answer.isRelaxed = ranking.isRelaxed
        if !query.identifiers.isEmpty {
            try put(query.identifiers, before: &answer, ranking.stems, request, &analyzer)
        }
        return answer
    }

    private func results(_ ranking: SearchRanking, _ analyzer: inout TextAnalyzer) throws -> [SearchAnswer.Result] {
        let identifiers = ranking.entries.compactMap { PaperIdentifier($0.key) }
        let found = try papers.papers(identifiers)
        let counts = try papers.citationCounts(identifiers)
        var results: [SearchAnswer.Result] = []
        for (place, entry) in ranking.entries.enumerated() where place < found.count {
            guard let paper = found[place] else { continue }
            results.append(
                SearchAnswer.Result(
                    rank: entry.rank,
                    paper: paper,
                    citationCount: counts[place],
                    score: entry.score,
                    ranks: entry.ranks,
                    snippet: .abstract(of: paper, matching: ranking.stems, using: &analyzer),
                    explanation: entry.explanation
                )
            )
        }
        return results
    }

    /// Papers that a query names besides its words stand before those that it finds.
    private func put(
        _ identifiers: [PaperIdentifier],
        before answer: inout SearchAnswer,
        _ stems: Set<String>,
        _ request: SearchRequest,
        _ analyzer: inout TextAnalyzer
    ) throws {
        guard request.offset == 0 else { return }
        let first = try named(identifiers, matching: stems, &analyzer)
        let names = Set(first.map(\.paper.identifier))
        let rest = answer.results.filter { !names.contains($0.paper.identifier) }
        answer.total += first.count - (answer.results.count - rest.count)
        answer.results = Array((first + rest).prefix(request.limit))
        for place in answer.results.indices { answer.results[place].rank = place + 1 }
    }
}

extension Snippet {
    /// About how many characters of an abstract a result shows.
    private static let length = 240

    /// A piece of a paper's abstract with words of a query.
    static func abstract(
        of paper: Paper,
        matching stems: Set<String>,
        using analyzer: inout TextAnalyzer
    ) -> Snippet {
        make(of: paper.abstract ?? "", matching: stems, length: length, stemming: true, using: &analyzer)
    }
}
