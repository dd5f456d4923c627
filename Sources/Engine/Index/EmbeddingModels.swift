import Embedding
import MappedFiles
import Ports
import Retrieval
import Synchronization

/// The model that embeds the texts of a library.
public final class EmbeddingModels: Sendable {
    /// Which model to use.
    public enum Choice: Hashable, Sendable {
        /// An encoder in a folder.
        case encoder(String)
        /// The one that is trained on the library itself.
        case latent
        /// None: nothing is ranked by meaning.
        case none
    }

    private struct Opened: Sendable {
        var path: String
        var embedder: any TextEmbedder
    }

    /// A model of fewer texts would know next to nothing.
    private static let leastTexts = 8
    /// When this part of the library has changed since the model was trained, it is trained anew: one in so many.
    private static let retrainAfter = 3
    /// In a library of more papers than this, training and embedding is not done while somebody waits for an answer.
    private static let paperLimit = 60_000

    private let choice: Choice
    private let opened = Mutex<Opened?>(nil)

    /// A model, which is loaded when it is first needed.
    public init(_ choice: Choice) {
        self.choice = choice
    }

    /// Which model it is, as a part of the keys of answers that depend on it.
    public var recipe: String {
        switch choice {
        case .encoder(let folder): "encoder:\(folder)"
        case .latent: "latent"
        case .none: "none"
        }
    }

    /// Whether there is a model to use, or one can be made.
    var hasModel: Bool { choice != .none }

    /// Whether all papers of a library are embedded while somebody waits.
    func isQuick(_ library: DerivedLibrary) throws -> Bool {
        try choice == .latent && library.feed.workCount(changedAfter: nil) <= Self.paperLimit
    }

    /// The model; nil when there is none yet.
    func embedder(of library: DerivedLibrary) throws -> (any TextEmbedder)? {
        switch choice {
        case .none: return nil
        case .encoder(let folder): return try open(folder) { try SentenceEncoder(path: $0) }
        case .latent:
            guard let path = try library.live(IndexFile.model).first else { return nil }
            do {
                return try open(path) { try LatentEmbedder(path: $0) }
            } catch is MappedFileError {
                return nil
            }
        }
    }

    private func open(_ path: String, _ make: (String) throws -> any TextEmbedder) throws -> any TextEmbedder {
        if let known = opened.withLock({ $0?.path == path ? $0 : nil }) { return known.embedder }
        let embedder = try make(path)
        opened.withLock { $0 = Opened(path: path, embedder: embedder) }
        return embedder
    }

    /// The model, trained on the library where it has to be; the builder's lock must be held.
    ///
    /// - Returns: nil when there is none, or too little to train it on.
    func embedder(making library: DerivedLibrary, isAnew: Bool) throws -> (any TextEmbedder)? {
        guard choice == .latent else { return try embedder(of: library) }
        if !isAnew, let known = try embedder(of: library) as? LatentEmbedder, try !isOutgrown(known, library) {
            return known
        }
        let counter = try library.feed.changeCounter()
        let texts = try Self.sample(library)
        guard texts.count >= Self.leastTexts else { return nil }
        let path = try library.folder.newPath(IndexFile.model)
        try LatentModel(texts: texts).write(to: path, source: counter)
        try library.folder.publish(IndexFile.model, [path])
        return try embedder(of: library)
    }

    private func isOutgrown(_ model: LatentEmbedder, _ library: DerivedLibrary) throws -> Bool {
        let counter = try library.feed.changeCounter()
        guard model.source <= counter else { return true }
        let changed = try library.feed.workCount(changedAfter: model.source)
        return changed * Self.retrainAfter > (try library.feed.workCount(changedAfter: nil))
    }

    /// Texts of papers spread evenly over the library, as many as a model takes.
    private static func sample(_ library: DerivedLibrary) throws -> [String] {
        let total = try library.feed.workCount(changedAfter: nil)
        let step = max(1, (total + LatentModel.textLimit - 1) / LatentModel.textLimit)
        var (texts, place): ([String], Int) = ([], 0)
        _ = try library.feed.forEachWork(changedAfter: nil) { _, paper in
            if place % step == 0, let paper { texts.append(paper.embeddedText) }
            place += 1
        }
        return texts
    }
}

extension VectorIdentity {
    init(_ identity: EmbeddingIdentity) {
        self.init(model: identity.model, version: identity.version, dimension: identity.dimension)
    }
}
