/// Which model made the vectors of an index: vectors of different identities are never compared.
public struct VectorIdentity: Hashable, Sendable {
    /// The model, e.g. `all-MiniLM-L6-v2`.
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
