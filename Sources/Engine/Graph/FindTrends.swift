import GraphKernel
public import Literature
public import Ports
import Retrieval
import TextAnalysis

/// Shows how much was written about something over time, and when suddenly more.
public struct FindTrends: Sendable {
    /// What is asked.
    public struct Request: Hashable, Sendable, Codable {
        /// A phrase that papers must have in their title or abstract.
        public var phrase: String?
        /// A category that papers must be in; beside a phrase, all papers of the category are what it is compared with.
        public var category: String?
        /// A work whose community's papers are counted.
        public var communityOf: PaperIdentifier?
        /// How time is divided.
        public var period = TimePeriod.year
        /// The moment asked about; nil for now.
        public var date: SnapshotDate?

        /// All papers.
        public init() {}
    }

    /// The answer: a series, or nil when no paper is concerned.
    public struct Answer: Sendable, Codable {
        /// How many papers are concerned.
        public var papers: Int
        /// The papers by time.
        public var series: TimeSeries
        /// Parts of the index that the library has outgrown.
        public var behind: [IndexPart]
    }

    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// Trends in a library.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// The papers asked about by time; papers without a date are not counted.
    ///
    /// - Throws: ``GraphQueryError`` for an unknown work; ``IndexError``; the stores' errors.
    public func callAsFunction(_ request: Request) throws -> Answer {
        let view = try CitationView(papers: papers, indexes: indexes, asOf: request.date)
        let index = view.opened.lexical
        var base = LexicalFilter()
        if request.phrase != nil, let category = request.category { base.categories = [category.lowercased()] }
        let all = index.documents(where: base)
        var chosen = all
        if let phrase = request.phrase {
            chosen.formIntersection(Self.documents(with: phrase, in: index))
        } else if let category = request.category {
            var filter = LexicalFilter()
            filter.categories = [category.lowercased()]
            chosen = index.documents(where: filter)
        }
        let members = try request.communityOf.map { Set(try view.community(of: $0)) }
        let (counts, totals) = Self.count(view, all: all, chosen: chosen, members: members, by: request.period)
        return Answer(
            papers: counts.values.reduce(0, +),
            series: TimeSeries(counts, totals: totals, by: request.period),
            behind: view.behind
        )
    }

    /// The papers that have a phrase, whatever the endings of its words.
    private static func documents(with phrase: String, in index: LexicalIndex) -> DocumentBitmap {
        var analyzer = TextAnalyzer()
        let stems = analyzer.terms(of: phrase, stemming: true)
        var found = DocumentBitmap(count: index.capacity)
        guard !stems.isEmpty else { return found }
        let clause: LexicalPlan.Clause =
            stems.count == 1 ? .term(stems[0], .text) : .phrase(stems.map { Optional($0) }, .text)
        var plan = LexicalPlan(.unscored(clause))
        plan.countsAll = true
        for hit in index.search(plan, limit: index.capacity).hits { found[hit.document] = true }
        return found
    }

    private static func count(
        _ view: CitationView,
        all: DocumentBitmap,
        chosen: DocumentBitmap,
        members: Set<Int32>?,
        by period: TimePeriod
    ) -> (counts: [Int: Int], totals: [Int: Int]) {
        var (counts, totals): ([Int: Int], [Int: Int]) = ([:], [:])
        all.forEach { document in
            guard let key = view.opened.lexical.key(of: document), let node = view.graph.node(of: key),
                view.snapshot.contains(node), view.graph.date(of: node) != CitationGraphInput.unknownDate
            else { return }
            let number = period.number(of: Timestamp(secondsSince1970: view.graph.date(of: node)))
            totals[number, default: 0] += 1
            if chosen[document], members?.contains(node) ?? true { counts[number, default: 0] += 1 }
        }
        return (counts, totals)
    }
}
