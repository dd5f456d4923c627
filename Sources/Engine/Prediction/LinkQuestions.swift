public import Literature
import Ports

/// Asks the link model about papers and drafts, for processes that answer many questions; answers go through the cache.
public struct LinkQuestions: Sendable {
    private let queries: CachedQueries

    /// Questions to a library.
    public init(_ queries: CachedQueries) {
        self.queries = queries
    }

    /// What a paper should cite besides what it cites, and what may cite it; nil when the library does not have it.
    ///
    /// - Parameters:
    ///   - identifier: any identifier of the paper.
    ///   - hidesReferences: whether to go by text and authors only.
    ///   - limit: how many of either at most.
    /// - Throws: ``PredictionError`` `noModel`, or `unknownPaper` for a paper without a date; the stores' errors.
    public func answer(
        _ identifier: PaperIdentifier,
        hidesReferences: Bool = false,
        limit: Int
    ) async throws -> PredictLinks.Answer? {
        guard let paper = try queries.stores.papers.paper(identifier) else { return nil }
        let subject = PredictQuery.Subject.paper(paper.identifier.description)
        return try await queries.answer(
            try PredictQuery(subject, limit: limit, hidesReferences: hidesReferences, in: queries.stores)
        )
    }

    /// What a draft should cite.
    ///
    /// - Throws: ``PredictionError`` `noModel`; the stores' errors.
    public func answer(_ draft: LinkDraft, limit: Int) async throws -> PredictLinks.Answer {
        try await queries.answer(try PredictQuery(.draft(draft), limit: limit, in: queries.stores))
    }

    /// The papers that an answer names, by identifier, in one consistent state.
    public func papers(of answer: PredictLinks.Answer) throws -> [String: Paper] {
        let names = (answer.cites + answer.citedBy).map(\.identifier)
        let found = try queries.stores.papers.papers(names.compactMap { PaperIdentifier($0) }).compactMap(\.self)
        return Dictionary(found.map { ($0.identifier.description, $0) }) { first, _ in first }
    }
}
