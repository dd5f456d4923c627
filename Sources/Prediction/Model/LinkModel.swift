/// What link prediction learns: vectors of words, GraphSAGE, and scorers of candidates with and without known references.
public struct LinkModel: Sendable {
    /// How a model is trained.
    public struct Options: Sendable, Equatable {
        /// Steps of GraphSAGE; 0 leaves it out.
        public var epochs = 100
        /// Components of GraphSAGE's hidden vectors.
        public var hidden = 256
        /// Components of its vectors of papers.
        public var output = 128
        /// Graphs with more papers are sampled to this many for each step of GraphSAGE.
        public var nodeLimit = 60_000
        /// How many fifths of the references of a paper are hidden in turn to train the scorer.
        public var folds = 3
        /// Seed of everything that is drawn.
        public var seed: UInt64 = 42
        /// How the networks of the scorers are fitted.
        var network = ListwiseNetwork.Options()

        /// The shipped choice.
        public init() {}
    }

    let words: WordVectors
    let sage: SageParameters<Float>?
    let warm: CandidateScorer
    let cold: CandidateScorer
    /// The day on which the graph of training was frozen: the first of the papers that were learnt from.
    public let day: Int32
    /// The first day after them.
    public let end: Int32
}

/// How training goes on.
public enum LinkTrainingProgress: Sendable, Equatable {
    /// A step of GraphSAGE was made; the validation's mean reciprocal rank comes every tenth time.
    case epoch(Int, of: Int, loss: Float, validation: Double?)
    /// Candidates of past papers were collected.
    case collected(rows: Int, queries: Int)
    /// The scorers are fitted.
    case fitted
}

extension LinkModel {
    /// Trains the scorers on the papers of a period, with the graph frozen on its first day, and GraphSAGE on the graph as it is
    /// at its end.
    ///
    /// - Parameters:
    ///   - day: the first day of the period.
    ///   - end: the first day after it.
    ///   - saved: what ``SageCheckpoint`` kept of a training that was stopped, with the same options and papers.
    ///   - progress: told what happens; may stop the training by throwing, after keeping the checkpoint it is given.
    /// - Complexity: about a minute and a half for 25,000 papers and 2,300 sources on two cores.
    public static func train(
        corpus: PredictionCorpus,
        day: Int32,
        end: Int32,
        options: Options,
        resuming saved: SageCheckpoint? = nil,
        progress: (LinkTrainingProgress, SageCheckpoint?) throws -> Void
    ) rethrows -> LinkModel {
        let (words, sage) = try trainGraphSAGE(corpus, end, options, saved, progress)
        let past = LinkPredictor(corpus: corpus, day: day)
        let warm = try fit(.warm, past, end, folds: options.folds, options, progress)
        let cold = try fit(.cold, past, end, folds: 1, options, progress)
        try progress(.fitted, nil)
        return LinkModel(words: words, sage: sage, warm: warm, cold: cold, day: day, end: end)
    }

    /// Vectors of words and GraphSAGE from everything before a day.
    private static func trainGraphSAGE(
        _ corpus: PredictionCorpus,
        _ day: Int32,
        _ options: Options,
        _ saved: SageCheckpoint?,
        _ progress: (LinkTrainingProgress, SageCheckpoint?) throws -> Void
    ) rethrows -> (WordVectors, SageParameters<Float>?) {
        let snapshot = CitationSnapshot(corpus: corpus, day: day)
        let vectors = SnapshotEmbeddings.learntWords(snapshot)
        let words = WordVectors(snapshot: snapshot, vectors: vectors)
        guard options.epochs > 0 else { return (words, nil) }
        let text = SnapshotEmbeddings.text(of: snapshot, words: WordTable(vectors))
        var training = SageTraining(snapshot: snapshot, text: text, options: SageTraining.Options(options))
        saved?.restore(into: &training)
        while training.epoch < options.epochs {
            let loss = training.advance()
            let isTenth = training.epoch % 10 == 0 || training.epoch == options.epochs
            let rank = isTenth ? training.validationReciprocalRank() : nil
            try progress(
                .epoch(training.epoch, of: options.epochs, loss: loss, validation: rank),
                isTenth ? SageCheckpoint(training) : nil
            )
        }
        return (words, training.parameters)
    }

    private static func fit(
        _ mode: LinkSplit.Mode,
        _ predictor: LinkPredictor,
        _ end: Int32,
        folds: Int,
        _ options: Options,
        _ progress: (LinkTrainingProgress, SageCheckpoint?) throws -> Void
    ) rethrows -> CandidateScorer {
        let snapshot = predictor.snapshot
        var rows = RankingRows(width: FeatureColumns.count)
        for fold in 0..<folds {
            let split = LinkSplit(
                corpus: snapshot.corpus,
                day: snapshot.day,
                end: end,
                mode: mode,
                seed: options.seed,
                fold: fold
            )
            rows.append(TrainingRows.collect(split: split, predictor: predictor, sample: TrainingRows.Sample()))
            try progress(.collected(rows: rows.count, queries: rows.queryCount), nil)
        }
        return CandidateScorer(rows: rows, options: options.network, seeds: [options.seed, options.seed &+ 1])
    }
}
