/// The undirected simple graph of a snapshot, in memory: each pair of works of which one cites the other is one edge.
///
/// For algorithms that go over all neighbours many times; rows are ascending.
public final class UndirectedGraph: Sendable {
    /// The number of works.
    public let nodeCount: Int
    let offsets: HeapBuffer<Int32>
    let targets: HeapBuffer<Int32>

    /// Merges both directions of `snapshot`.
    ///
    /// - Precondition: fewer than 2³¹ arcs, twice the number of edges.
    /// - Complexity: O(nodes + citations).
    public init(_ snapshot: GraphSnapshot, threads: Int = 1) {
        let count = snapshot.nodeCount
        nodeCount = count
        let offsets = HeapBuffer<Int32>(count: count + 1, repeating: 0)
        let parts = threads <= 1 ? 1 : threads * 4
        let sums = SharedPointer(offsets.pointer)
        forEachPart(parts, threads: threads) { part in
            for node in partRange(part, of: parts, count: count) {
                sums[node + 1] = Int32(snapshot.degree(of: Int32(node)))
            }
        }
        for node in 0..<count { offsets.pointer[node + 1] += offsets.pointer[node] }
        let targets = HeapBuffer<Int32>(uninitializedCount: Int(offsets.pointer[count]))
        let places = SharedPointer(targets.pointer)
        forEachPart(parts, threads: threads) { part in
            for node in partRange(part, of: parts, count: count) {
                var place = Int(sums[node])
                // A damaged file may answer differently the second time only by lying about order, never about number.
                let end = Int(sums[node + 1])
                snapshot.forEachNeighbour(of: Int32(node)) { other in
                    guard place < end else { return }
                    places[place] = other
                    place += 1
                }
                while place < end {
                    places[place] = Int32(node)
                    place += 1
                }
            }
        }
        (self.offsets, self.targets) = (offsets, targets)
    }

    private init(offsets: [Int32], targets: [Int32]) {
        nodeCount = offsets.count - 1
        self.offsets = HeapBuffer(offsets)
        self.targets = HeapBuffer(targets)
    }

    /// The number of edges.
    public var edgeCount: Int { targets.count / 2 }

    /// The number of neighbours of `node`.
    public func degree(of node: Int32) -> Int {
        precondition(node >= 0 && Int(node) < nodeCount, "the node is one of the graph")
        return Int(offsets.pointer[Int(node) + 1] - offsets.pointer[Int(node)])
    }

    /// The neighbours of `node`, ascending.
    public func neighbours(of node: Int32) -> NeighbourList {
        let count = degree(of: node)
        return NeighbourList(
            base: targets.pointer + Int(offsets.pointer[Int(node)]),
            count: count,
            last: UInt32(nodeCount - 1)
        )
    }

    /// The graph of some nodes, numbered in the order of `nodes`, and the edges between them.
    ///
    /// - Parameter nodes: each once.
    public func induced(by nodes: [Int32]) -> UndirectedGraph {
        let numbers = ZeroedBuffer<Int32>(count: nodeCount)
        for (number, node) in nodes.enumerated() { numbers[node] = Int32(number + 1) }
        var offsets: [Int32] = [0]
        var targets: [Int32] = []
        offsets.reserveCapacity(nodes.count + 1)
        for node in nodes {
            let start = targets.count
            for other in neighbours(of: node) where numbers[other] > 0 { targets.append(numbers[other] - 1) }
            targets[start...].sort()
            offsets.append(Int32(targets.count))
        }
        return UndirectedGraph(offsets: offsets, targets: targets)
    }
}
