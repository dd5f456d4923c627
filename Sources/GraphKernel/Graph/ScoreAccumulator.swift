/// Sums by node, of which only those are stored in a list that were touched: for queries that reach a small part of a graph.
///
/// One may be kept for many queries; ``reset()`` costs as much as the query touched. Not for several threads at once.
public final class ScoreAccumulator {
    private let values: ZeroedBuffer<Double>
    /// The nodes with a sum, in the order in which they were reached.
    public private(set) var touched: [Int32] = []

    /// Sums for the nodes `0..<nodeCount`, all zero.
    ///
    /// - Complexity: O(1): memory is taken as it is touched.
    public init(nodeCount: Int) {
        values = ZeroedBuffer(count: nodeCount)
    }

    /// The sum of `node`.
    public subscript(node: Int32) -> Double { values[node] }

    /// Adds to the sum of `node`.
    ///
    /// - Precondition: `amount` is positive.
    @inline(__always)
    public func add(_ amount: Double, to node: Int32) {
        let old = values[node]
        if old == 0 { touched.append(node) }
        values[node] = old + amount
    }

    /// The nodes with their sums.
    public var scores: [ScoredNode] { touched.map { ScoredNode(node: $0, score: values[$0]) } }

    /// Makes all sums zero.
    public func reset() {
        for node in touched { values[node] = 0 }
        touched.removeAll(keepingCapacity: true)
    }
}
