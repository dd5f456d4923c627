/// Compressed sparse rows: the neighbours of node `v` stand at `offsets[v]..<offsets[v + 1]` of `values`, ascending.
@usableFromInline struct Adjacency {
    @usableFromInline let offsets: UnsafeBufferPointer<Int32>
    @usableFromInline let values: UnsafeBufferPointer<Int32>

    init(offsets: UnsafeBufferPointer<Int32>, values: UnsafeBufferPointer<Int32>) {
        self.offsets = offsets
        self.values = values
    }

    /// The neighbours of `node`; offsets that a damaged file has wrong are brought into range.
    @inlinable func row(_ node: Int, nodeCount: Int) -> NeighbourList {
        precondition(node >= 0 && node < nodeCount, "the node is one of the graph")
        let start = Swift.min(Swift.max(Int(offsets[node]), 0), values.count)
        let end = Swift.min(Swift.max(Int(offsets[node + 1]), start), values.count)
        // An empty list still needs an address: that of the offsets, which are never empty.
        let base = values.baseAddress ?? offsets.baseAddress!
        return NeighbourList(base: base + start, count: end - start, last: UInt32(nodeCount - 1))
    }
}

/// Both directions of a graph, built in memory.
struct AdjacencyPair {
    var outOffsets: HeapBuffer<Int32>
    var outValues: HeapBuffer<Int32>
    var inOffsets: HeapBuffer<Int32>
    var inValues: HeapBuffer<Int32>
    var duplicateCount: Int

    /// Sorts `edges` into rows by three counting sorts, the second of which leaves every row ascending.
    ///
    /// - Parameter edges: both ends in `0..<nodeCount`.
    /// - Complexity: O(nodes + edges).
    init(nodeCount: Int, edges: [CitationEdge]) {
        let byTarget = Self.scatter(nodeCount: nodeCount, edges: edges)
        var (offsets, values) = Self.transposed(nodeCount: nodeCount, byTarget.offsets, byTarget.values)
        let before = values.count
        (offsets, values) = Self.withoutRepetitions(nodeCount: nodeCount, offsets, values)
        duplicateCount = before - values.count
        (outOffsets, outValues) = (offsets, values)
        (inOffsets, inValues) = Self.transposed(nodeCount: nodeCount, offsets, values)
    }

    private typealias Rows = (offsets: HeapBuffer<Int32>, values: HeapBuffer<Int32>)

    /// Rows of sources by target, in no order.
    private static func scatter(nodeCount: Int, edges: [CitationEdge]) -> Rows {
        let offsets = HeapBuffer<Int32>(count: nodeCount + 1, repeating: 0)
        for edge in edges { offsets.pointer[Int(edge.target) + 1] += 1 }
        for node in 0..<nodeCount { offsets.pointer[node + 1] += offsets.pointer[node] }
        let places = HeapBuffer<Int32>(Array(offsets.buffer))
        let values = HeapBuffer<Int32>(uninitializedCount: edges.count)
        for edge in edges {
            let place = places.pointer + Int(edge.target)
            values.pointer[Int(place.pointee)] = edge.source
            place.pointee += 1
        }
        return (offsets, values)
    }

    /// The rows of the other direction; each is ascending, because the rows are read in order.
    private static func transposed(
        nodeCount: Int,
        _ offsets: HeapBuffer<Int32>,
        _ values: HeapBuffer<Int32>
    ) -> Rows {
        let newOffsets = HeapBuffer<Int32>(count: nodeCount + 1, repeating: 0)
        for value in values.buffer { newOffsets.pointer[Int(value) + 1] += 1 }
        for node in 0..<nodeCount { newOffsets.pointer[node + 1] += newOffsets.pointer[node] }
        let places = HeapBuffer<Int32>(Array(newOffsets.buffer))
        let newValues = HeapBuffer<Int32>(uninitializedCount: values.count)
        for node in 0..<nodeCount {
            for index in Int(offsets.pointer[node])..<Int(offsets.pointer[node + 1]) {
                let place = places.pointer + Int(values.pointer[index])
                newValues.pointer[Int(place.pointee)] = Int32(node)
                place.pointee += 1
            }
        }
        return (newOffsets, newValues)
    }

    private static func withoutRepetitions(
        nodeCount: Int,
        _ offsets: HeapBuffer<Int32>,
        _ values: HeapBuffer<Int32>
    ) -> Rows {
        var kept = 0
        let newOffsets = HeapBuffer<Int32>(count: nodeCount + 1, repeating: 0)
        for node in 0..<nodeCount {
            var previous: Int32 = -1
            for index in Int(offsets.pointer[node])..<Int(offsets.pointer[node + 1]) {
                let value = values.pointer[index]
                guard value != previous else { continue }
                values.pointer[kept] = value
                kept += 1
                previous = value
            }
            newOffsets.pointer[node + 1] = Int32(kept)
        }
        guard kept < values.count else { return (newOffsets, values) }
        let newValues = HeapBuffer<Int32>(uninitializedCount: kept)
        newValues.pointer.initialize(from: values.pointer, count: kept)
        return (newOffsets, newValues)
    }
}
