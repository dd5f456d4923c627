/// A citation graph as of some moment: its first ``nodeCount`` nodes and the citations between them.
///
/// Making one costs nothing; rows are cut when they are asked for. All algorithms of this room take snapshots, so each of
/// them answers about any moment.
@frozen public struct GraphSnapshot: Sendable {
    /// The whole graph.
    public let graph: CitationGraph
    /// The number of works; they are `0..<nodeCount`.
    public let nodeCount: Int

    /// The first `nodeCount` works of `graph`.
    ///
    /// - Parameter nodeCount: brought into the range of the graph.
    public init(_ graph: CitationGraph, nodeCount: Int) {
        self.graph = graph
        self.nodeCount = min(max(nodeCount, 0), graph.nodeCount)
    }

    /// Whether the work `node` is part of it.
    @inlinable public func contains(_ node: Int32) -> Bool { node >= 0 && Int(node) < nodeCount }

    /// The works of the snapshot that `node` cites, ascending.
    ///
    /// `node` itself may be later than the snapshot: what it cites of it is what is known of a new paper.
    ///
    /// - Precondition: `node` is one of the graph.
    @inlinable public func references(of node: Int32) -> NeighbourList {
        let list = graph.references(of: node)
        return nodeCount == graph.nodeCount ? list : list.prefix(below: nodeCount)
    }

    /// The works of the snapshot that cite `node`, ascending.
    ///
    /// - Precondition: `node` is one of the graph.
    @inlinable public func citations(of node: Int32) -> NeighbourList {
        let list = graph.citations(of: node)
        return nodeCount == graph.nodeCount ? list : list.prefix(below: nodeCount)
    }

    /// How many works of the snapshot `node` cites.
    @inlinable public func referenceCount(of node: Int32) -> Int { references(of: node).count }

    /// How many works of the snapshot cite `node`.
    @inlinable public func citationCount(of node: Int32) -> Int { citations(of: node).count }

    /// How many works of the snapshot that are dated `date` or later cite `node`.
    ///
    /// - Complexity: O(log nodes).
    public func citationCount(of node: Int32, since date: Int64) -> Int {
        let list = citations(of: node)
        let first = graph.prefix(before: date).nodeCount
        return list.count - list.firstIndex(notBelow: Int32(first))
    }

    /// Calls `body` with each work that cites `node` or is cited by it, ascending, each once.
    ///
    /// - Complexity: O(degree).
    @inlinable public func forEachNeighbour(of node: Int32, _ body: (Int32) -> Void) {
        let (left, right) = (references(of: node), citations(of: node))
        var (one, two) = (0, 0)
        while one < left.count, two < right.count {
            let (first, second) = (left[one], right[two])
            body(Swift.min(first, second))
            if first <= second { one += 1 }
            if second <= first { two += 1 }
        }
        while one < left.count {
            body(left[one])
            one += 1
        }
        while two < right.count {
            body(right[two])
            two += 1
        }
    }

    /// The number of citations in it.
    ///
    /// - Complexity: O(nodes).
    public var edgeCount: Int {
        guard nodeCount < graph.nodeCount else { return graph.edgeCount }
        return (0..<Int32(nodeCount)).reduce(0) { $0 + referenceCount(of: $1) }
    }
}
