/// The keys of a graph's nodes: bytes by node, and the nodes in the order of their keys.
struct KeyTable {
    let offsets: UnsafeBufferPointer<UInt32>
    let bytes: UnsafeRawBufferPointer
    let sorted: UnsafeBufferPointer<Int32>

    /// The bytes of a node's key; empty where a damaged file has them wrong.
    func key(_ node: Int) -> UnsafeRawBufferPointer {
        guard node >= 0, node + 1 < offsets.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let (start, end) = (Int(offsets[node]), Int(offsets[node + 1]))
        guard start <= end, end <= bytes.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }

    /// The node of a key.
    ///
    /// - Complexity: O(log nodes).
    func node(_ wanted: UnsafeRawBufferPointer) -> Int32? {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            switch Self.compare(key(Int(sorted[middle])), wanted) {
            case 0: return sorted[middle]
            case ..<0: low = middle + 1
            default: high = middle
            }
        }
        return nil
    }

    /// Negative, 0 or positive as `left` stands before, at or after `right` in the order of bytes.
    static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index] ? -1 : 1
        }
        return left.count - right.count
    }
}

/// A key table as arrays, ready to be written or held.
struct KeyArrays {
    var offsets: [UInt32] = [0]
    var bytes: [UInt8] = []
    var sorted: [Int32] = []

    /// The table of `keys` in the order of nodes.
    init(_ keys: [String]) {
        offsets.reserveCapacity(keys.count + 1)
        for key in keys {
            bytes.append(contentsOf: key.utf8)
            offsets.append(UInt32(bytes.count))
        }
        sorted = keys.indices.map { Int32($0) }
        sorted.sort { keys[Int($0)].utf8.lexicographicallyPrecedes(keys[Int($1)].utf8) }
    }
}
