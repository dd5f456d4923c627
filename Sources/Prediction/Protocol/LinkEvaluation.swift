/// Measures methods on a split: every hidden reference is ranked among every paper of the snapshot.
public struct LinkEvaluation: Sendable {
    /// A way to score every paper of a snapshot for a query.
    public struct Method: Sendable {
        /// What it is called in the table.
        public var name: String
        /// Fills `scores`, one for each paper of the snapshot, from the signals of the query.
        var score: @Sendable (SignalWorkspace, LinkQuery, UnsafeMutableBufferPointer<Float>) -> Void
    }

    /// What was asked.
    public let split: LinkSplit
    /// The outcome of each method on each source.
    let outcomes: [[SourceOutcome]]
    let names: [String]
    private let bootstrap: SourceBootstrap

    /// Asks every method for every source; both processors work.
    ///
    /// - Complexity: for each source, the signals of a query and O(papers · hidden references) per method.
    public init(split: LinkSplit, snapshot: CitationSnapshot, methods: [Method]) {
        self.split = split
        names = methods.map(\.name)
        let sampler = NegativeSampler(snapshot: snapshot)
        let empty = SourceOutcome(
            reciprocalRanks: 0, within10: 0, within20: 0, within50: 0, hidden: 0, areas: []
        )
        let results = OutcomeTable(empty, rows: methods.count, columns: split.sources.count)
        Threads.ranges(of: split.sources.count, size: 64) { range in
            let workspace = SignalWorkspace(snapshot: snapshot)
            let scores = UnsafeMutableBufferPointer<Float>.allocate(capacity: snapshot.count)
            defer { scores.deallocate() }
            for index in range {
                let source = split.sources[index]
                let query = LinkQuery(corpus: snapshot.corpus, paper: source.paper, seeds: source.visible)
                workspace.evaluate(query)
                let near = split.mode == .warm ? workspace[.commonNeighbours] : workspace[.bm25]
                let negatives = sampler.draw(for: source, hard: near.papers.map { Int($0) }.sorted(), seed: split.seed)
                let ranking = SourceRanking(source: source, known: snapshot.count, negatives: negatives)
                for (row, method) in methods.enumerated() {
                    method.score(workspace, query, scores)
                    results.set(ranking.outcome(UnsafeBufferPointer(scores)), row: row, column: index)
                }
            }
        }
        outcomes = results.rows
        bootstrap = SourceBootstrap(sources: split.sources.count, seed: split.seed)
    }

    /// A row of the table for each method.
    public func summaries() -> [MethodSummary] {
        zip(names, outcomes).map { bootstrap.summary(of: $0, $1) }
    }

    /// What one method has above another, source by source.
    public func difference(_ method: String, minus baseline: String) -> MethodDifference? {
        guard let first = names.firstIndex(of: method), let second = names.firstIndex(of: baseline) else { return nil }
        return bootstrap.difference(method, outcomes[first], minus: baseline, outcomes[second])
    }
}

/// Outcomes that threads write, each at places of its own.
private final class OutcomeTable: @unchecked Sendable {
    private let base: UnsafeMutablePointer<SourceOutcome>
    private let rowCount: Int
    private let columns: Int

    init(_ empty: SourceOutcome, rows: Int, columns: Int) {
        rowCount = rows
        self.columns = columns
        base = .allocate(capacity: max(rows * columns, 1))
        base.initialize(repeating: empty, count: rows * columns)
    }

    deinit {
        base.deinitialize(count: rowCount * columns)
        base.deallocate()
    }

    func set(_ outcome: SourceOutcome, row: Int, column: Int) {
        base[row * columns + column] = outcome
    }

    var rows: [[SourceOutcome]] {
        (0..<rowCount).map { Array(UnsafeBufferPointer(start: base + $0 * columns, count: columns)) }
    }
}
