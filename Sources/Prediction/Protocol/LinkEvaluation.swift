/// Measures methods on a split: every hidden reference is ranked among every paper of the snapshot.
public struct LinkEvaluation: Sendable {
    /// A way to score every paper of a snapshot for a query.
    public struct Method: Sendable {
        /// What it is called in the table.
        public var name: String
        /// Whether it looks at the features of candidates, which cost more than signals.
        var usesFeatures = false
        /// Fills `scores`, one for each paper of the snapshot.
        var score: @Sendable (FeatureExtractor, LinkQuery, UnsafeMutableBufferPointer<Float>) -> Void
    }

    /// What was asked.
    public let split: LinkSplit
    /// The outcome of each method on each source.
    let outcomes: [[SourceOutcome]]
    let names: [String]
    private let bootstrap: SourceBootstrap

    /// Asks every method for every source; both processors work.
    ///
    /// - Parameter predictor: what queries are answered from; its snapshot must be of the split's day.
    /// - Throws: ``LinkLeak`` when the snapshot could see what is asked for.
    /// - Complexity: for each source, the signals and features of a query and O(papers · hidden references) per method.
    public init(split: LinkSplit, predictor: LinkPredictor, methods: [Method]) throws(LinkLeak) {
        let snapshot = predictor.snapshot
        if let leak = LinkLeak.find(in: split, snapshot: snapshot).first { throw leak }
        self.split = split
        names = methods.map(\.name)
        let sampler = NegativeSampler(snapshot: snapshot)
        let size = 64
        let parts = (split.sources.count + size - 1) / size
        let blocks = FixedSlots<[[SourceOutcome]]>(count: parts)
        Threads.each(parts) { part in
            let sources = split.sources[(part * size)..<min(split.sources.count, (part + 1) * size)]
            blocks[part] = Self.outcomes(of: sources, split, predictor, methods, sampler)
        }
        outcomes = methods.indices.map { row in (0..<parts).flatMap { blocks[$0]?[row] ?? [] } }
        bootstrap = SourceBootstrap(sources: split.sources.count, seed: split.seed)
    }

    private static func outcomes(
        of sources: ArraySlice<LinkSplit.Source>,
        _ split: LinkSplit,
        _ predictor: LinkPredictor,
        _ methods: [Method],
        _ sampler: NegativeSampler
    ) -> [[SourceOutcome]] {
        let extractor = predictor.makeExtractor()
        let snapshot = predictor.snapshot
        let scores = UnsafeMutableBufferPointer<Float>.allocate(capacity: snapshot.count)
        defer { scores.deallocate() }
        let usesFeatures = methods.contains { $0.usesFeatures }
        var result = methods.map { _ in [SourceOutcome]() }
        for source in sources {
            let query = LinkQuery(corpus: snapshot.corpus, paper: source.paper, seeds: source.visible)
            if usesFeatures { extractor.evaluate(query) } else { extractor.workspace.evaluate(query) }
            let near = extractor.workspace[split.mode == .warm ? .commonNeighbours : .bm25]
            let negatives = sampler.draw(for: source, hard: near.papers.map { Int($0) }.sorted(), seed: split.seed)
            let ranking = SourceRanking(source: source, known: snapshot.count, negatives: negatives)
            for (row, method) in methods.enumerated() {
                method.score(extractor, query, scores)
                result[row].append(ranking.outcome(UnsafeBufferPointer(scores)))
            }
        }
        return result
    }

    /// A row of the table for each method.
    public func summaries() -> [MethodSummary] {
        zip(names, outcomes).map { bootstrap.summary(of: $0, $1) }
    }

    /// What one method has above another, source by source; nil when one of them is none of the methods.
    public func difference(_ method: String, minus baseline: String) -> MethodDifference? {
        guard let first = names.firstIndex(of: method), let second = names.firstIndex(of: baseline) else { return nil }
        return bootstrap.difference(method, outcomes[first], minus: baseline, outcomes[second])
    }
}
