import GraphKernel
import Literature
public import Ports

/// Finds the phrases that were suddenly written about more than usual.
public struct FindBursts: Sendable {
    /// What is asked.
    public struct Request: Sendable {
        /// How many phrases to give.
        public var limit = 20
        /// How many papers must have a phrase in their title.
        public var minimumCount = 10
        /// How time is divided.
        public var period = TimePeriod.year
        /// Only phrases whose burst lasts to the end.
        public var isCurrent = false
        /// The moment asked about; nil for now.
        public var date: SnapshotDate?

        /// The strongest bursts of all times.
        public init() {}
    }

    /// A phrase that burst.
    public struct Phrase: Sendable {
        /// The phrase, in the form used most often.
        public var text: String
        /// How many papers have it in their title.
        public var papers: Int
        /// Its papers by time.
        public var series: TimeSeries
        /// The strongest of its bursts.
        public var burst: TimeSeries.Burst
    }

    /// The phrases.
    public struct Answer: Sendable {
        /// Those whose burst is strongest first.
        public var phrases: [Phrase]
        /// Parts of the index that the library has outgrown.
        public var behind: [IndexPart]
    }

    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// Bursts in a library.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// The phrases of two and three words whose bursts are strongest.
    ///
    /// - Throws: ``GraphQueryError``; ``IndexError``; the stores' errors.
    /// - Complexity: O(papers): every title is read.
    public func callAsFunction(_ request: Request) throws -> Answer {
        let view = try CitationView(papers: papers, indexes: indexes, asOf: request.date)
        var counts: [[Int: Int]] = []
        var totals: [Int: Int] = [:]
        var titles = TitlePhrases()
        var selection = PaperSelection()
        selection.includesStubs = false
        try papers.forEachPaper(in: selection) { paper, _ in
            guard let title = paper.title, let submitted = paper.submitted,
                request.date.map({ submitted <= $0.last }) ?? true
            else { return }
            let number = request.period.number(of: submitted)
            totals[number, default: 0] += 1
            for phrase in titles.phrases(of: title, shortest: 2) {
                while counts.count <= Int(phrase) { counts.append([:]) }
                counts[Int(phrase)][number, default: 0] += 1
            }
        }
        return Answer(phrases: Self.strongest(counts, totals, titles, request), behind: view.behind)
    }

    private static func strongest(
        _ counts: [[Int: Int]],
        _ totals: [Int: Int],
        _ titles: TitlePhrases,
        _ request: Request
    ) -> [Phrase] {
        let last = totals.keys.max().map(request.period.name)
        var found: [Phrase] = []
        for (number, series) in counts.enumerated() {
            let papers = series.values.reduce(0, +)
            guard papers >= request.minimumCount else { continue }
            let series = TimeSeries(series, totals: totals, by: request.period)
            let bursts = request.isCurrent ? series.bursts.filter { $0.last == last } : series.bursts
            guard let burst = bursts.max(by: { $0.weight < $1.weight }) else { continue }
            found.append(Phrase(text: titles.text(of: Int32(number)), papers: papers, series: series, burst: burst))
        }
        found.sort { left, right in
            left.burst.weight != right.burst.weight
                ? left.burst.weight > right.burst.weight : left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
        }
        let best = Array(found.prefix(request.limit * 3))
        return TitlePhrases.withoutParts(best.map { ($0.text, $0.papers) }, limit: request.limit).map { best[$0] }
    }
}
