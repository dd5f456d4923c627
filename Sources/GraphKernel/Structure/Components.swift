/// The parts of a graph that hang together.
public enum Components {
    /// Parts that hang together when citations are walked both ways.
    ///
    /// - Complexity: O((nodes + citations) · α(nodes)), by union and find.
    public static func weak(of snapshot: GraphSnapshot) -> NodePartition {
        let count = snapshot.nodeCount
        var parents = (0..<Int32(count)).map { $0 }
        parents.withUnsafeMutableBufferPointer { parents in
            func root(_ node: Int32) -> Int32 {
                var node = node
                while parents[Int(node)] != node {
                    parents[Int(node)] = parents[Int(parents[Int(node)])]
                    node = parents[Int(node)]
                }
                return node
            }
            for node in 0..<Int32(count) {
                var own = root(node)
                for other in snapshot.references(of: node) {
                    let far = root(other)
                    guard far != own else { continue }
                    // The smaller number becomes the root, so that the result does not depend on the order.
                    parents[Int(Swift.max(own, far))] = Swift.min(own, far)
                    own = Swift.min(own, far)
                }
            }
            for node in 0..<Int32(count) { parents[Int(node)] = root(node) }
        }
        return NodePartition(raw: parents)
    }

    /// Parts in which every work is reached from every other along references.
    ///
    /// Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion.
    ///
    /// - Complexity: O(nodes + citations).
    public static func strong(of snapshot: GraphSnapshot) -> NodePartition {
        var search = StrongSearch(snapshot)
        for node in 0..<Int32(snapshot.nodeCount) { search.visit(node) }
        return NodePartition(raw: search.labels)
    }
}

/// Tarjan's search.
private struct StrongSearch {
    private let snapshot: GraphSnapshot
    private(set) var labels: [Int32]
    private var order: [Int32]
    private var lows: [Int32]
    private var stack: [Int32] = []
    private var calls: [(node: Int32, position: Int)] = []
    private var time: Int32 = 0

    init(_ snapshot: GraphSnapshot) {
        self.snapshot = snapshot
        labels = [Int32](repeating: -1, count: snapshot.nodeCount)
        order = labels
        lows = labels
    }

    mutating func visit(_ start: Int32) {
        guard order[Int(start)] < 0 else { return }
        open(start)
        while let call = calls.last {
            let row = snapshot.references(of: call.node)
            if call.position < row.count {
                calls[calls.count - 1].position += 1
                look(at: row[call.position], from: call.node)
            } else {
                calls.removeLast()
                close(call.node)
                if let parent = calls.last { lower(parent.node, to: lows[Int(call.node)]) }
            }
        }
    }

    private mutating func open(_ node: Int32) {
        order[Int(node)] = time
        lows[Int(node)] = time
        time += 1
        stack.append(node)
        calls.append((node, 0))
    }

    private mutating func look(at next: Int32, from node: Int32) {
        if order[Int(next)] < 0 {
            open(next)
        } else if labels[Int(next)] < 0 {
            lower(node, to: order[Int(next)])
        }
    }

    private mutating func lower(_ node: Int32, to low: Int32) {
        lows[Int(node)] = Swift.min(lows[Int(node)], low)
    }

    /// A node that reaches nothing older is the root of a part, which lies above it on the stack.
    private mutating func close(_ node: Int32) {
        guard lows[Int(node)] == order[Int(node)] else { return }
        while let member = stack.popLast() {
            labels[Int(member)] = node
            if member == node { return }
        }
    }
}
