/// A row that a search found.
public struct VectorHit: Hashable, Sendable {
    /// The row.
    public var row: Int
    /// Its inner product with the query: the cosine, as vectors have length 1.
    public var score: Float

    /// A hit.
    public init(row: Int, score: Float) {
        self.row = row
        self.score = score
    }

    /// Whether it ranks before `other`: by score, then by row.
    @inline(__always)
    static func precedes(_ first: VectorHit, _ second: VectorHit) -> Bool {
        first.score > second.score || (first.score == second.score && first.row < second.row)
    }
}
