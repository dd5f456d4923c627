import Caching
public import Literature
import Ports

/// Predicts citations for a process that answers many questions.
///
/// The papers and the model are read once and kept until the library or the model changes; questions that come meanwhile wait for
/// that one reading. Answers go through the cache.
public actor LinkPredictions {
    /// What was read, and from which state.
    private struct Opened {
        var state: State
        var links: PredictLinks
    }

    private struct State: Hashable {
        var model: String?
        var counter: Int64
    }

    /// The parameters of an answer: equal ones have equal answers until the library changes.
    private struct Parameters: Encodable {
        var model: String?
        var paper: String?
        var hidesReferences = false
        var draft: LinkDraft?
        var limit: Int
    }

    private static let kind = QueryKind("predict", schema: 1)

    private nonisolated let queries: CachedQueries
    private var opened: Opened?

    /// Predictions for a library; nothing is read yet.
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
    public nonisolated func answer(
        _ identifier: PaperIdentifier,
        hidesReferences: Bool = false,
        limit: Int
    ) async throws -> PredictLinks.Answer? {
        guard let paper = try queries.stores.papers.paper(identifier) else { return nil }
        let name = paper.identifier.description
        let parameters = Parameters(model: try model(), paper: name, hidesReferences: hidesReferences, limit: limit)
        return try await queries.cached(Self.kind, parameters, tags: [.library]) {
            let links = try await self.current()
            return LoadedAnswer(try await Self.predict(links, name, hidesReferences: hidesReferences, limit: limit))
        }
    }

    /// What a draft should cite.
    ///
    /// - Throws: ``PredictionError`` `noModel`; the stores' errors.
    public nonisolated func answer(_ draft: LinkDraft, limit: Int) async throws -> PredictLinks.Answer {
        let parameters = Parameters(model: try model(), draft: draft, limit: limit)
        return try await queries.cached(Self.kind, parameters, tags: [.library]) {
            LoadedAnswer(await Self.predict(try await self.current(), draft, limit: limit))
        }
    }

    /// The papers that an answer names, by identifier, in one consistent state.
    public nonisolated func papers(of answer: PredictLinks.Answer) throws -> [String: Paper] {
        let names = (answer.cites + answer.citedBy).map(\.identifier)
        let found = try queries.stores.papers.papers(names.compactMap { PaperIdentifier($0) }).compactMap(\.self)
        return Dictionary(found.map { ($0.identifier.description, $0) }) { first, _ in first }
    }

    // Predicting takes long enough to be done beside others, not one after the other.

    @concurrent
    private static func predict(
        _ links: PredictLinks,
        _ paper: String,
        hidesReferences: Bool,
        limit: Int
    ) async throws -> PredictLinks.Answer {
        try links(paper, hidesReferences: hidesReferences, limit: limit)
    }

    @concurrent
    private static func predict(_ links: PredictLinks, _ draft: LinkDraft, limit: Int) async -> PredictLinks.Answer {
        links(draft, limit: limit)
    }

    /// What predicts in the library's present state. Reading it holds the actor, so that it is read once.
    private func current() throws -> PredictLinks {
        let state = State(model: try model(), counter: try queries.stores.papers.changeCounter())
        if let opened, opened.state == state { return opened.links }
        let links = try PredictLinks(queries.stores.indexes.library)
        opened = Opened(state: state, links: links)
        return links
    }

    /// The file of the live model; another training has another one.
    private nonisolated func model() throws -> String? {
        try queries.stores.indexes.library.live(TrainPredictor.file).first
    }
}
