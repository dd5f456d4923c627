/// A division of the works `0..<labels.count` into parts.
public struct NodePartition: Hashable, Sendable {
    /// The number of each work's part. Parts are numbered by size, the largest 0, then by their first work.
    public var labels: [Int32]
    /// The number of works of each part.
    public var sizes: [Int]

    /// A division by labels of any kind, which are replaced by numbers.
    ///
    /// - Parameter raw: a label in `0..<raw.count` for each work.
    public init(raw: [Int32]) {
        var counts = [Int](repeating: 0, count: raw.count)
        var firsts = [Int](repeating: 0, count: raw.count)
        for (node, label) in raw.enumerated() {
            if counts[Int(label)] == 0 { firsts[Int(label)] = node }
            counts[Int(label)] += 1
        }
        let order = counts.indices.filter { counts[$0] > 0 }.sorted { left, right in
            counts[left] != counts[right] ? counts[left] > counts[right] : firsts[left] < firsts[right]
        }
        var numbers = [Int32](repeating: 0, count: raw.count)
        for (number, label) in order.enumerated() { numbers[label] = Int32(number) }
        labels = raw.map { numbers[Int($0)] }
        sizes = order.map { counts[$0] }
    }

    /// The number of parts.
    public var count: Int { sizes.count }

    /// The works of each part, ascending.
    public func members() -> [[Int32]] {
        var members = sizes.map { size -> [Int32] in
            var list: [Int32] = []
            list.reserveCapacity(size)
            return list
        }
        for (node, label) in labels.enumerated() { members[Int(label)].append(Int32(node)) }
        return members
    }
}
