/// What makes embeddings comparable: vectors of different identities never meet in one index.
public struct EmbeddingIdentity: Hashable, Sendable, Codable {
    /// The model, e.g. `all-MiniLM-L6-v2` or `lse`.
    public var model: String
    /// What distinguishes versions of the model: a checksum of its weights.
    public var version: String
    /// Components of a vector.
    public var dimension: Int

    /// An identity.
    public init(model: String, version: String, dimension: Int) {
        self.model = model
        self.version = version
        self.dimension = dimension
    }
}

/// Turns texts into vectors whose inner product says how near they are in meaning.
///
/// The vectors have length 1, or are all zero where a text has nothing that the model knows. Equal texts give equal bits,
/// whatever else is embedded with them.
public protocol TextEmbedder: Sendable {
    /// Which model this is.
    var identity: EmbeddingIdentity { get }

    /// Embeds `texts`.
    ///
    /// - Returns: `texts.count` rows of ``EmbeddingIdentity/dimension`` values, one after the other.
    func embed(_ texts: [String]) throws -> [Float]
}
