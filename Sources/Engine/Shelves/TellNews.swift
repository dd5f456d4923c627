import GraphKernel
import Literature
public import Ports
import Retrieval

/// Finds what is new for watches: papers that match and that entered the library or changed since the watch was last marked.
///
/// The change feed tells which works changed, and what of them; only those are matched against the queries. A paper that only
/// gets cited, or of which a source counts something else, is no news.
public struct TellNews: Sendable {
    private let shelves: Shelves
    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// Tells the news of a library.
    public init(shelves: Shelves, papers: any PaperStore, indexes: LibraryIndexes) {
        self.shelves = shelves
        self.papers = papers
        self.indexes = indexes
    }

    /// Finds the news.
    ///
    /// - Parameters:
    ///   - names: the watches; all when empty.
    ///   - limit: how many papers are given for each; all are counted.
    ///   - marks: whether what is told is marked as seen. What is beyond the limit is too.
    /// - Throws: ``ShelfError``; ``IndexError`` when nothing can be searched; the stores' errors.
    public func callAsFunction(_ names: [String] = [], limit: Int = 50, marks: Bool = false) async throws -> Digest {
        let watches = try names.isEmpty ? shelves.watches() : names.map { try shelves.watch($0) }
        if watches.isEmpty { return Digest(sections: [], isMarked: marks) }
        let questions = watches.map { Question($0) }
        let opened = try indexes.open(questions.reduce([.lexical]) { $0.union($1.neededParts) })
        var changes = ChangedDocuments(store: shelves.store, index: opened.lexical)
        let sections = try questions.map { try section($0, opened, &changes, limit: limit) }
        if marks { try await mark(sections) }
        return Digest(sections: sections, isMarked: marks)
    }

    /// Marks what was told as seen, and nothing that came since.
    ///
    /// - Throws: ``ShelfError``: `busy`; `unknown` when a watch was deleted meanwhile.
    public func mark(_ sections: [Digest.Section]) async throws {
        let told = sections.filter { $0.failure == nil && $0.mark != $0.watch.mark }
        if told.isEmpty { return }
        try await shelves.edit { editor in
            for section in told { try editor.markWatch(section.watch.name, at: section.mark) }
        }
    }

    // MARK: One watch

    private func section(
        _ question: Question,
        _ opened: LibraryIndexes.Opened,
        _ changes: inout ChangedDocuments,
        limit: Int
    ) throws -> Digest.Section {
        let watch = question.watch
        var section = Digest.Section(
            watch: watch,
            newCount: 0,
            updatedCount: 0,
            items: [],
            mark: watch.mark,
            behind: []
        )
        do {
            let query = try question.query.get()
            section.behind = opened.behind.filter(question.parts.contains)
            let state = try changes.since(watch.mark, upTo: Self.source(of: question.parts, opened))
            let found = try documents(query, question.request, state, opened)
            try fill(&section, found, state, opened, limit: limit)
            section.mark = state.mark
        } catch let error as QueryError {
            section.failure = "the query cannot be understood: \(error)"
        } catch let error as IndexError {
            section.failure = error.description
        }
        return section
    }

    /// The state of the library that all of some parts know.
    private static func source(of parts: Set<IndexPart>, _ opened: LibraryIndexes.Opened) -> Int64 {
        var source = opened.lexical.source ?? 0
        if parts.contains(.graph), let graph = opened.graph { source = min(source, graph.source) }
        if parts.contains(.vectors), let meaning = opened.meaning { source = min(source, meaning.vectors.source) }
        return source
    }

    private func fill(
        _ section: inout Digest.Section,
        _ found: [Int],
        _ state: ChangedDocuments.State,
        _ opened: LibraryIndexes.Opened,
        limit: Int
    ) throws {
        let fresh = found.filter { state.isNew($0) }
        section.newCount = fresh.count
        section.updatedCount = found.count - fresh.count
        let shown = (fresh + found.filter { !state.isNew($0) }).prefix(max(0, limit)).compactMap { document in
            opened.lexical.key(of: document).flatMap { PaperIdentifier($0) }.map { (document, $0) }
        }
        let works = try papers.papers(shown.map(\.1))
        let counts = try papers.citationCounts(shown.map(\.1))
        for (place, (document, _)) in shown.enumerated() {
            guard let paper = works[place] else { continue }
            section.items.append(
                Digest.Item(
                    paper: paper,
                    citationCount: counts[place],
                    isNew: state.isNew(document),
                    changes: state.isNew(document) ? [] : state.kinds(of: document).names
                )
            )
        }
    }

    /// The changed documents that a watch takes, the newest first.
    private func documents(
        _ query: Query,
        _ request: SearchRequest,
        _ state: ChangedDocuments.State,
        _ opened: LibraryIndexes.Opened
    ) throws -> [Int] {
        var wanted = state.documents
        guard wanted.population > 0 else { return [] }
        if request.mode != .lexical || !query.likes.isEmpty {
            let best = try SearchRun(query, request, opened: opened, papers: papers).ranking()
            return best.entries.compactMap { opened.lexical.document(forKey: $0.key) }.filter { wanted[$0] }
        }
        var named: [Int] = []
        for paper in try papers.papers(query.identifiers) {
            guard let key = paper?.identifier.description, let document = opened.lexical.document(forKey: key),
                wanted[document]
            else { continue }
            named.append(document)
            wanted[document] = false
        }
        guard query.expression != nil else { return named }
        return try named + SearchRun(query, request, opened: opened, papers: papers).matches(among: wanted)
    }
}

/// What a watch asks, and of which parts of the index.
private struct Question {
    let watch: Watch
    let request: SearchRequest
    /// The query, or why it cannot be understood.
    let query: Result<Query, QueryError>
    /// The parts that decide which papers match.
    let parts: Set<IndexPart>

    init(_ watch: Watch) {
        self.watch = watch
        var request = SearchRequest(text: watch.query)
        request.mode = SearchMode(watch.mode)
        request.limit = watch.depth
        self.request = request
        var parts: Set<IndexPart> = [.lexical]
        do throws(QueryError) {
            let query = try SearchPapers.query(request)
            if request.mode != .lexical || !query.likes.isEmpty { parts.insert(.vectors) }
            if query.conditions.contains(where: \.asksForCitations) { parts.insert(.graph) }
            self.query = .success(query)
        } catch {
            self.query = .failure(error)
        }
        self.parts = parts
    }

    /// The parts that have a say in the ranking, too.
    var neededParts: Set<IndexPart> { parts.contains(.vectors) ? Set(IndexPart.allCases) : parts }
}

extension SearchMode {
    /// How a watch searches.
    fileprivate init(_ mode: Watch.Mode) {
        switch mode {
        case .lexical: self = .lexical
        case .semantic: self = .semantic
        case .hybrid: self = .hybrid
        }
    }
}

extension QueryExpression {
    /// Whether the citation graph is needed to tell what it takes.
    fileprivate var asksForCitations: Bool {
        switch self {
        case .text, .filter(.categories), .filter(.years): false
        case .filter(.has(let property)): property == .citations || property == .references
        case .filter(.cites), .filter(.citedBy): true
        case .all(let parts), .any(let parts): parts.contains(where: \.asksForCitations)
        case .not(let inner): inner.asksForCitations
        }
    }
}
