/// Room for the signals of one query at a time; keep one per thread.
///
/// - Memory: 4 to 8 bytes per paper and signal.
public final class SignalWorkspace {
    /// The snapshot that queries are answered from.
    public let snapshot: CitationSnapshot
    private let signals: [SparseScores]
    let scratch: SparseScores
    let overlap: SparseScores
    let frontier: SparseScores
    let nextFrontier: SparseScores
    /// What was known of the last query's authors' and nearest papers.
    var context = QueryContext()

    /// Room for queries on `snapshot`.
    public init(snapshot: CitationSnapshot) {
        self.snapshot = snapshot
        signals = LinkSignal.allCases.map { _ in SparseScores(capacity: snapshot.count) }
        scratch = SparseScores(capacity: snapshot.count)
        overlap = SparseScores(capacity: snapshot.count)
        frontier = SparseScores(capacity: snapshot.count)
        nextFrontier = SparseScores(capacity: snapshot.count)
    }

    /// The scores of a signal for the last query.
    subscript(signal: LinkSignal) -> SparseScores { signals[signal.rawValue] }

    /// The score of each paper by one signal for the last query.
    public func scores(_ signal: LinkSignal) -> [Float] {
        (0..<snapshot.count).map { self[signal][$0] }
    }

    /// Computes all signals of a query.
    ///
    /// - Complexity: O(citations within three steps of the seeds + postings of the query's words); some milliseconds for
    ///   30,000 papers.
    public func evaluate(_ query: LinkQuery) {
        for signal in signals { signal.clear() }
        let seeds = query.seeds.filter { $0 < snapshot.count }
        evaluateAdjacency(seeds: seeds, leavingOut: query.paper)
        evaluateCoCitation(seeds: seeds, leavingOut: query.paper)
        evaluateListNeighbours(seeds: seeds, leavingOut: query.paper)
        evaluateCoupling(seeds: seeds, leavingOut: query.paper)
        evaluateWalks(seeds: seeds, leavingOut: query.paper)
        evaluateText(query)
        evaluateAuthors(query)
        evaluateContext(query)
    }
}

/// Papers near a query by text or authors, which later signals start from.
struct QueryContext {
    /// The nearest papers by text, the best first.
    var textNeighbours: [(paper: Int32, score: Float)] = []
    /// Papers with an author of the query, ascending.
    var authorPapers: [Int] = []
}
