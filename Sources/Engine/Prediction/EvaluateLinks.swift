import Crypto
import Foundation
public import Prediction

/// Measures link prediction on a library: trains on one period, asks about the next.
public struct EvaluateLinks: Sendable {
    /// What is measured.
    public struct Request: Sendable {
        /// The first day of the papers to learn from; the graph of training is frozen on it.
        public var trainFrom: Int32
        /// The first day of the papers that are asked about; the graph is frozen on it.
        public var testFrom: Int32
        /// The last day of the papers that are asked about.
        public var testUntil: Int32
        /// What is visible of a paper.
        public var mode = LinkSplit.Mode.warm
        /// Steps of GraphSAGE; 0 leaves it out of the table.
        public var epochs = LinkModel.Options().epochs
        /// Whether the untrained methods are measured too.
        public var hasBaselines = true

        /// Measures the papers of `testFrom ... testUntil`.
        public init(trainFrom: Int32, testFrom: Int32, testUntil: Int32) {
            (self.trainFrom, self.testFrom, self.testUntil) = (trainFrom, testFrom, testUntil)
        }
    }

    /// What was measured.
    public struct Outcome: Sendable {
        /// Papers that were asked about.
        public var sources: Int
        /// References that were hidden.
        public var hidden: Int
        /// Papers among which each was ranked.
        public var candidates: Int
        /// The questions as a file.
        public var listing: String
        /// Its SHA-256 in hexadecimal.
        public var digest: String
        /// A row per method.
        public var rows: [MethodSummary]
        /// What the shipped scorer has above others.
        public var differences: [MethodDifference]
        /// How far its probabilities can be believed.
        public var reliability: Reliability
        /// How long training took.
        public var training: Duration
        /// How long asking took.
        public var asking: Duration
    }

    /// What the shipped scorer is called in the table.
    public static let shipped = "shipped scorer"

    private let derived: DerivedLibrary

    /// Measures on this library.
    public init(_ derived: DerivedLibrary) {
        self.derived = derived
    }

    /// Trains and measures.
    ///
    /// - Throws: ``PredictionError``: `tooFewPapers`, `leak`.
    /// - Complexity: some minutes for 30,000 papers on two cores.
    public func callAsFunction(
        _ request: Request,
        progress: (LinkTrainingProgress) -> Void
    ) throws -> Outcome {
        let clock = ContinuousClock()
        let corpus = try LibraryCorpus(feed: derived.feed).corpus
        let split = LinkSplit(corpus: corpus, day: request.testFrom, end: request.testUntil + 1, mode: request.mode)
        let past = LinkSplit(corpus: corpus, day: request.trainFrom, end: request.testFrom, mode: request.mode)
        guard !split.sources.isEmpty, past.sources.count >= 20 else {
            throw PredictionError(
                code: .tooFewPapers,
                description: """
                    \(past.sources.count) papers to learn from and \(split.sources.count) to ask about cite five or more older \
                    papers of the library; 20 and 1 are needed
                    """
            )
        }
        var (options, start) = (LinkModel.Options(), clock.now)
        options.epochs = request.epochs
        let model = LinkModel.train(
            corpus: corpus,
            day: request.trainFrom,
            end: request.testFrom,
            options: options
        ) { event, _ in progress(event) }
        let training = clock.now - start
        let classic = ClassicModels(
            split: past,
            predictor: LinkPredictor(corpus: corpus, day: request.trainFrom)
        )
        start = clock.now
        let predictor = LinkPredictor(corpus: corpus, day: request.testFrom, model: model)
        let methods = methods(request, model, classic, predictor)
        let evaluation: LinkEvaluation
        do {
            evaluation = try LinkEvaluation(split: split, predictor: predictor, methods: methods)
        } catch {
            throw PredictionError(code: .leak, description: error.description)
        }
        let listing = split.listing(of: corpus)
        return Outcome(
            sources: split.sources.count,
            hidden: split.hiddenCount,
            candidates: predictor.snapshot.count,
            listing: listing,
            digest: SHA256.hash(data: Data(listing.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
            rows: evaluation.summaries(),
            differences: methods.map(\.name).filter { $0 != Self.shipped }.suffix(4)
                .compactMap { evaluation.difference(Self.shipped, minus: $0) },
            reliability: Reliability.measure(split: split, predictor: predictor),
            training: training,
            asking: clock.now - start
        )
    }

    private func methods(
        _ request: Request,
        _ model: LinkModel,
        _ classic: ClassicModels,
        _ predictor: LinkPredictor
    ) -> [LinkEvaluation.Method] {
        var methods = request.hasBaselines ? LinkEvaluation.Method.baselines : []
        if let vectors = predictor.graphSAGE { methods.append(.graphSAGE(vectors)) }
        methods += classic.methods
        methods.append(.shipped(Self.shipped, model, mode: request.mode))
        return methods
    }
}
