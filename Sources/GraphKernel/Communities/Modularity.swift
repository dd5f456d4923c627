extension NodePartition {
    /// How much more its parts hold together than chance would have it: Newman and Girvan's modularity of the undirected
    /// simple graph, at most 1.
    ///
    /// - Parameter resolution: the weight of chance.
    /// - Complexity: O(nodes + edges).
    public func modularity(in graph: UndirectedGraph, resolution: Double = 1) -> Double {
        guard graph.edgeCount > 0 else { return 0 }
        var strengths = [Double](repeating: 0, count: count)
        var inside = 0
        for node in 0..<Int32(graph.nodeCount) {
            let label = labels[Int(node)]
            strengths[Int(label)] += Double(graph.degree(of: node))
            for other in graph.neighbours(of: node) where labels[Int(other)] == label { inside += 1 }
        }
        let arcs = Double(graph.edgeCount) * 2
        return strengths.reduce(Double(inside) / arcs) { $0 - resolution * ($1 / arcs) * ($1 / arcs) }
    }

    /// Modularity of directed graphs (Leicht and Newman 2008).
    ///
    /// - Complexity: O(nodes + citations).
    public func directedModularity(in snapshot: GraphSnapshot, resolution: Double = 1) -> Double {
        var (outgoing, incoming) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
        var (inside, all) = (0, 0)
        for node in 0..<Int32(snapshot.nodeCount) {
            let label = labels[Int(node)]
            for target in snapshot.references(of: node) {
                all += 1
                outgoing[Int(label)] += 1
                incoming[Int(labels[Int(target)])] += 1
                if labels[Int(target)] == label { inside += 1 }
            }
        }
        guard all > 0 else { return 0 }
        let total = Double(all)
        let chance = zip(outgoing, incoming).reduce(0) { $0 + $1.0 / total * ($1.1 / total) }
        return Double(inside) / total - resolution * chance
    }
}
