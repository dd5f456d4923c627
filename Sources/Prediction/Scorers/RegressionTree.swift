/// A binary tree over features; a leaf holds what the tree adds to a score.
struct RegressionTree: Sendable, Equatable {
    /// A question or an answer.
    struct Node: Sendable, Equatable {
        /// The feature that is asked for, -1 in a leaf.
        var feature: Int32
        /// Values up to this go left. In a leaf, what the tree adds.
        var value: Float
        /// Where it goes on.
        var left: Int32
        var right: Int32
    }

    var nodes: [Node]

    /// What the tree adds to the score of a row.
    @inline(__always) func value(_ row: UnsafePointer<Float>) -> Float {
        nodes.withUnsafeBufferPointer { nodes in
            var node = 0
            while nodes[node].feature >= 0 {
                node = Int(row[Int(nodes[node].feature)] <= nodes[node].value ? nodes[node].left : nodes[node].right)
            }
            return nodes[node].value
        }
    }
}
