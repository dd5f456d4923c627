/// A work that a paper cites, with the sources that say so.
public struct PaperReference: Hashable, Sendable {
    /// The work that is cited.
    public var identifier: PaperIdentifier
    /// Where the fact came from, in the order of their raw values.
    public var sources: [RecordSource]

    /// A reference.
    public init(identifier: PaperIdentifier, sources: [RecordSource]) {
        self.identifier = identifier
        self.sources = sources
    }
}
