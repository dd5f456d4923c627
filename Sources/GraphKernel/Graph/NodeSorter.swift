/// Sorts sets of nodes: large ones by marking them, which takes no comparisons.
struct NodeSorter {
    private let words: ZeroedBuffer<UInt64>

    init(nodeCount: Int) { words = ZeroedBuffer(count: nodeCount / 64 + 1) }

    /// Brings `count` different nodes into the order of their numbers.
    ///
    /// - Complexity: O(count + nodes / 64) for large sets, O(count × log count) for small ones.
    func sort(_ nodes: UnsafeMutablePointer<Int32>, count: Int) {
        guard count > words.count / 8 else {
            var buffer = UnsafeMutableBufferPointer(start: nodes, count: count)
            return buffer.sort()
        }
        for index in 0..<count {
            let node = Int(nodes[index])
            words.pointer[node >> 6] |= 1 << UInt64(node & 63)
        }
        var place = 0
        for word in 0..<words.count {
            var bits = words.pointer[word]
            guard bits != 0 else { continue }
            words.pointer[word] = 0
            while bits != 0 {
                nodes[place] = Int32(truncatingIfNeeded: word << 6 | bits.trailingZeroBitCount)
                place += 1
                bits &= bits - 1
            }
        }
    }
}
