extension UndirectedGraph {
    /// The edges without which a part of the graph would fall in two: each with the lesser number first, in order.
    ///
    /// Tarjan, "A note on finding the bridges of a graph" (1974), without recursion.
    ///
    /// - Complexity: O(nodes + edges).
    public func bridges() -> [CitationEdge] {
        var search = BridgeSearch(self)
        for node in 0..<Int32(nodeCount) { search.visit(node) }
        return search.bridges.sorted { ($0.source, $0.target) < ($1.source, $1.target) }
    }
}

private struct BridgeSearch {
    private let graph: UndirectedGraph
    private(set) var bridges: [CitationEdge] = []
    private var order: [Int32]
    private var lows: [Int32]
    private var calls: [(node: Int32, parent: Int32, position: Int)] = []
    private var time: Int32 = 0

    init(_ graph: UndirectedGraph) {
        self.graph = graph
        order = [Int32](repeating: -1, count: graph.nodeCount)
        lows = order
    }

    mutating func visit(_ start: Int32) {
        guard order[Int(start)] < 0 else { return }
        open(start, parent: -1)
        while let call = calls.last {
            let row = graph.neighbours(of: call.node)
            guard call.position < row.count else {
                close(call.node, parent: call.parent)
                continue
            }
            calls[calls.count - 1].position += 1
            let next = row[call.position]
            if order[Int(next)] < 0 {
                open(next, parent: call.node)
            } else if next != call.parent {
                lows[Int(call.node)] = Swift.min(lows[Int(call.node)], order[Int(next)])
            }
        }
    }

    private mutating func open(_ node: Int32, parent: Int32) {
        order[Int(node)] = time
        lows[Int(node)] = time
        time += 1
        calls.append((node, parent, 0))
    }

    private mutating func close(_ node: Int32, parent: Int32) {
        calls.removeLast()
        guard parent >= 0 else { return }
        lows[Int(parent)] = Swift.min(lows[Int(parent)], lows[Int(node)])
        if lows[Int(node)] > order[Int(parent)] {
            bridges.append(CitationEdge(Swift.min(node, parent), Swift.max(node, parent)))
        }
    }
}
