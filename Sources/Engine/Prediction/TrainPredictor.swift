import Foundation
import MappedFiles
public import Prediction

/// Trains link prediction on the newest papers of a library and keeps the model among the derived files.
public struct TrainPredictor: Sendable {
    /// What is trained.
    public struct Request: Sendable {
        /// How.
        public var options = LinkModel.Options()
        /// The first day of the papers to learn from; a year before `end` by default.
        public var day: Int32?
        /// The first day after them; the day after the library's last paper by default.
        public var end: Int32?
        /// Where a stopped training is kept; nil to keep none.
        public var checkpointFolder: String?

        /// The last year, with the shipped options.
        public init() {}
    }

    /// What was trained.
    public struct Outcome: Sendable, Equatable {
        /// The file of the model.
        public var path: String
        /// The first day of the papers that were learnt from.
        public var day: Int32
        /// The first day after them.
        public var end: Int32
        /// How many papers that were.
        public var sources: Int
        /// Steps of GraphSAGE that a checkpoint saved.
        public var resumedFrom: Int
        /// How long it took.
        public var duration: Duration
    }

    /// The name of the model among the derived files.
    static let file = "links"
    /// Papers to learn from, at least.
    private static let leastSources = 20

    private let derived: DerivedLibrary

    /// Training on this library.
    public init(_ derived: DerivedLibrary) {
        self.derived = derived
    }

    /// Trains; stops between two steps when the task is cancelled, keeping what was done.
    ///
    /// - Throws: ``PredictionError`` `tooFewPapers`; `CancellationError`.
    public func callAsFunction(
        _ request: Request,
        progress: (LinkTrainingProgress) -> Void
    ) throws -> Outcome {
        let start = ContinuousClock.now
        let library = try LibraryCorpus(feed: derived.feed)
        let last = library.corpus.days.last ?? 0
        let end = request.end ?? last + 1
        let day = request.day ?? end - 365
        let split = LinkSplit(corpus: library.corpus, day: day, end: end, mode: .warm, seed: request.options.seed)
        guard split.sources.count >= Self.leastSources else {
            throw PredictionError(
                code: .tooFewPapers,
                description: """
                    only \(split.sources.count) papers from \(PredictionDay.text(day)) to \(PredictionDay.text(end - 1)) cite \
                    five or more older papers of the library; \(Self.leastSources) are needed: import more papers and citations, \
                    or choose other days
                    """
            )
        }
        let checkpoint = request.checkpointFolder.map { $0 + "/graphsage.bin" }
        // One that is missing, cut short or of another version has nothing to go on from: the training starts anew.
        let saved = checkpoint.flatMap { try? SageCheckpoint(path: $0) }
        var lastKept = ContinuousClock.now
        let model = try LinkModel.train(
            corpus: library.corpus,
            day: day,
            end: end,
            options: request.options,
            resuming: saved
        ) { event, state in
            if let state, let checkpoint, Task.isCancelled || .now - lastKept > .seconds(5) {
                try FileManager.default.createDirectory(
                    atPath: request.checkpointFolder ?? "",
                    withIntermediateDirectories: true
                )
                try state.write(to: checkpoint)
                lastKept = .now
            }
            progress(event)
            try Task.checkCancellation()
        }
        let path = try publish(model, source: library.source)
        if let checkpoint { unlink(checkpoint) }
        return Outcome(
            path: path,
            day: day,
            end: end,
            sources: split.sources.count,
            resumedFrom: saved?.epoch ?? 0,
            duration: .now - start
        )
    }

    private func publish(_ model: LinkModel, source: Int64) throws -> String {
        let lock = try BuilderLock(folder: derived.path + "/derived", patience: .seconds(60))
        return try withExtendedLifetime(lock) {
            try derived.claim()
            let path = try derived.folder.newPath(Self.file)
            try model.write(to: path, source: source)
            try derived.folder.publish(Self.file, [path])
            return path
        }
    }
}
