/// The parts of a graph that hang together.
public enum Components {
    /// Parts that hang together when citations are walked both ways.
    ///
    /// Union and find, where the first citations of each work usually join most of the graph; of what is joined then nothing
    /// more needs to be looked at (Sutton, Ben-Nun and Barak, "Optimizing Parallel Graph Connectivity Computation via Subgraph
    /// Sampling", 2018).
    ///
    /// - Complexity: O((nodes + citations) · α(nodes)).
    public static func weak(of snapshot: GraphSnapshot) -> NodePartition {
        let nodes = 0..<Int32(snapshot.nodeCount)
        let forest = UnionForest(count: snapshot.nodeCount)
        for node in nodes {
            for other in snapshot.references(of: node).prefix(2) { forest.join(node, other) }
        }
        forest.flatten()
        let largest = forest.frequentRoot()
        // A citation between a work of the largest part and another is met at the other.
        for node in nodes where forest.parents.pointer[Int(node)] != largest {
            snapshot.forEachArc(of: node, .both) { forest.join(node, $0) }
        }
        forest.flatten()
        return NodePartition(raw: Array(forest.parents.buffer))
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

/// Sets that are joined: each node points towards the least of its set.
private struct UnionForest {
    let parents: HeapBuffer<Int32>

    init(count: Int) { parents = HeapBuffer((0..<Int32(count)).map { $0 }) }

    @inline(__always)
    func root(_ node: Int32) -> Int32 {
        var node = node
        while true {
            let parent = parents.pointer[Int(node)]
            guard parent != node else { return node }
            let next = parents.pointer[Int(parent)]
            parents.pointer[Int(node)] = next
            node = next
        }
    }

    @inline(__always)
    func join(_ left: Int32, _ right: Int32) {
        let (one, other) = (root(left), root(right))
        if one != other { parents.pointer[Int(max(one, other))] = min(one, other) }
    }

    /// Makes every node point to its root.
    func flatten() {
        for node in 0..<parents.count {
            // Parents are less than their children, so theirs are flat already.
            parents.pointer[node] = parents.pointer[Int(parents.pointer[node])]
        }
    }

    /// The root that is met most often at nodes at even distances.
    func frequentRoot() -> Int32 {
        var counts: [Int32: Int] = [:]
        for node in stride(from: 0, to: parents.count, by: max(1, parents.count / 1024)) {
            counts[parents.pointer[node], default: 0] += 1
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
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
