import Embedding
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

    private let choice: Choice
    private let opened = Mutex<(any TextEmbedder)?>(nil)

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

    /// Whether there is a model to use.
    var hasModel: Bool {
        switch choice {
        case .encoder: true
        case .latent, .none: false
        }
    }

    /// Whether it embeds thousands of papers in a second.
    var isFast: Bool { choice == .latent }

    /// The model; nil when there is none yet.
    func embedder() throws -> (any TextEmbedder)? {
        if let embedder = opened.withLock(\.self) { return embedder }
        guard case .encoder(let folder) = choice else { return nil }
        let encoder = try SentenceEncoder(path: folder)
        opened.withLock { $0 = encoder }
        return encoder
    }

    /// The model, trained on the library where it has to be.
    func embedder(making library: DerivedLibrary) throws -> (any TextEmbedder)? {
        try embedder()
    }
}

extension VectorIdentity {
    init(_ identity: EmbeddingIdentity) {
        self.init(model: identity.model, version: identity.version, dimension: identity.dimension)
    }
}
