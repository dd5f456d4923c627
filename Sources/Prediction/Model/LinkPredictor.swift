/// Answers what a paper should cite, from what was known on a day.
public struct LinkPredictor: Sendable {
    /// A citation that is likely missing.
    public struct Prediction: Sendable, Equatable {
        /// The paper to cite.
        public var paper: Int
        /// The score among the query's candidates; it means nothing beyond them.
        public var score: Float
        /// How likely the citation is, as far as the year of training tells.
        public var probability: Float
    }

    /// What is known.
    public let snapshot: CitationSnapshot
    let embeddings: SnapshotEmbeddings
    let model: LinkModel?

    /// Prepares a day for queries.
    ///
    /// - Parameter model: what was trained; without one only signals can be asked for.
    /// - Complexity: some seconds for 25,000 papers.
    public init(corpus: PredictionCorpus, day: Int32, model: LinkModel? = nil) {
        self.init(snapshot: CitationSnapshot(corpus: corpus, day: day), model: model)
    }

    init(snapshot: CitationSnapshot, model: LinkModel?) {
        self.snapshot = snapshot
        self.model = model
        embeddings = SnapshotEmbeddings(
            snapshot: snapshot,
            words: model?.words.table(for: snapshot.corpus.wordNumbers)
        )
    }

    /// The vectors of GraphSAGE, when the model has one; made anew each time, as predictions go without them.
    ///
    /// - Complexity: O((papers + citations) · width); memory for some 500 numbers per paper.
    public var graphSAGE: SageVectors? {
        model?.sage.map { parameters in
            SageVectors(
                snapshot: snapshot,
                text: embeddings.text,
                references: snapshot.references,
                parameters: parameters
            )
        }
    }

    func makeExtractor() -> FeatureExtractor {
        FeatureExtractor(workspace: SignalWorkspace(snapshot: snapshot), embeddings: embeddings)
    }

    /// Makes room for queries; keep one per thread.
    public func makeSession() -> LinkSession { LinkSession(self) }
}

extension LinkSession {
    /// Papers near a paper by words, shared references and common citers, the nearest first.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - isWanted: which papers may be named.
    public func related(to paper: Int, limit: Int, where isWanted: (Int) -> Bool) -> [Int] {
        let corpus = predictor.snapshot.corpus
        let seeds = corpus.references(of: paper).filter { $0 < predictor.snapshot.count }
        let workspace = extractor.workspace
        workspace.evaluate(LinkQuery(corpus: corpus, paper: paper, seeds: seeds))
        var sums: [Int32: Float] = [:]
        for signal in [LinkSignal.bm25, .citesSeedsRare, .coCitation, .sameAuthors] {
            let best = workspace[signal].top(400).filter { isWanted(Int($0.paper)) }
            guard let most = best.first?.score else { continue }
            for (candidate, score) in best { sums[candidate, default: 0] += score / most }
        }
        return TopSelection.best(limit, of: sums.map { ($0.key, $0.value) }).map { Int($0.paper) }
    }
}

/// Room for one query at a time on a predictor.
public final class LinkSession {
    /// What is known.
    public let predictor: LinkPredictor
    let extractor: FeatureExtractor

    init(_ predictor: LinkPredictor) {
        self.predictor = predictor
        extractor = predictor.makeExtractor()
    }

    /// The papers that a query most likely cites besides its seeds, the likeliest first; equal ones in the order of their
    /// numbers.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - isCandidate: which papers may be named.
    /// - Returns: nothing when the predictor has no model.
    /// - Complexity: some milliseconds for 30,000 papers.
    public func predict(
        _ query: LinkQuery,
        limit: Int,
        where isCandidate: (Int) -> Bool = { _ in true }
    ) -> [LinkPredictor.Prediction] {
        guard let model = predictor.model else { return [] }
        extractor.evaluate(query)
        let candidates = extractor.candidates
        let scorer = query.seeds.isEmpty ? model.cold : model.warm
        let scores = extractor.rows.withUnsafeBufferPointer { rows in
            rows.baseAddress.map { scorer.scores($0, count: candidates.count) } ?? []
        }
        let shares = CandidateScorer.logShares(scores, weights: repeatElement(1, count: scores.count))
        let indices = candidates.indices.filter { isCandidate(Int(candidates[$0])) }
        return TopSelection.best(limit, of: indices.lazy.map { (Int32($0), scores[$0]) })
            .map { index, score in
                LinkPredictor.Prediction(
                    paper: Int(candidates[Int(index)]),
                    score: score,
                    probability: scorer.calibration.probability(shares[Int(index)])
                )
            }
    }
}
