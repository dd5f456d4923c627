/// A citation: the work `source` cites the work `target`.
@frozen public struct CitationEdge: Hashable, Sendable, BitwiseCopyable {
    /// The number of the citing work.
    public var source: Int32
    /// The number of the cited work.
    public var target: Int32

    /// The citation of `target` by `source`.
    @inlinable public init(_ source: Int32, _ target: Int32) {
        self.source = source
        self.target = target
    }
}
