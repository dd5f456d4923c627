/// A test collection that a library brings along: the title of a paper is the query, its references are relevant.
///
/// Documents are the papers before a day, queries the titles of papers of a later span, so that nothing about the queried papers,
/// their citations included, is known to the search. Weights are tuned on other spans than those that are reported.
public struct CitationTask: Sendable {
    /// A paper.
    public struct Paper: Sendable {
        /// Its identifier.
        public var id: String
        /// Its title.
        public var title: String
        /// Its abstract.
        public var abstract: String
        /// Its date as year, month and day: `2001-12-31`; dates are compared as texts.
        public var date: String

        /// A paper.
        public init(id: String, title: String, abstract: String, date: String) {
            self.id = id
            self.title = title
            self.abstract = abstract
            self.date = date
        }
    }

    /// The collection.
    public let task: RetrievalTask
    /// The citations among its documents.
    public let citations: CollectionCitations

    /// Makes the task.
    ///
    /// - Parameters:
    ///   - citations: pairs of positions in `papers`: who cites, who is cited.
    ///   - cut: papers before this day are documents.
    ///   - span: papers of these days are queries, where at least one of their references is a document.
    ///   - limit: how many queries at most, chosen by a generator with a fixed seed.
    public init(
        papers: [Paper],
        citations: [(Int, Int)],
        documentsBefore cut: String,
        queries span: Range<String>,
        limit: Int
    ) {
        let corpus = papers.indices.filter { papers[$0].date < cut }
        var places = [Int?](repeating: nil, count: papers.count)
        for (place, paper) in corpus.enumerated() { places[paper] = place }
        var references: [Int: [String: Int]] = [:]
        var known: [(Int, Int)] = []
        for (source, target) in citations where source != target {
            guard let cited = places[target] else { continue }
            if let citing = places[source] { known.append((citing, cited)) }
            if span.contains(papers[source].date) { references[source, default: [:]][papers[target].id] = 1 }
        }
        var generator = SplitMix64(state: 2_002)
        let chosen = references.keys.sorted().shuffled(using: &generator).prefix(limit).sorted()
        task = RetrievalTask(
            documents: corpus.map { .init(id: papers[$0].id, title: papers[$0].title, text: papers[$0].abstract) },
            queries: chosen.map {
                .init(id: papers[$0].id, text: papers[$0].title, judgements: references[$0] ?? [:])
            }
        )
        self.citations = CollectionCitations(
            keys: corpus.map { papers[$0].id },
            years: corpus.map { Int(papers[$0].date.prefix(4)) ?? 0 },
            citations: known
        )
    }
}
