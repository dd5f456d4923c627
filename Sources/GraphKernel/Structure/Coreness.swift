extension UndirectedGraph {
    /// The coreness of each work: the greatest k such that it belongs to a part in which everyone has k neighbours.
    ///
    /// Batagelj and Zaveršnik, "An O(m) Algorithm for Cores Decomposition of Networks" (2003).
    ///
    /// - Complexity: O(nodes + edges).
    public func coreness() -> [Int32] {
        var degrees = (0..<Int32(nodeCount)).map { Int32(degree(of: $0)) }
        let greatest = Int(degrees.max() ?? 0)
        // Nodes sorted by degree, where each degree's nodes start, and where each node stands.
        var (starts, order) = WeightedGraph.grouped(degrees, count: greatest + 1)
        var places = [Int32](repeating: 0, count: nodeCount)
        for (place, node) in order.enumerated() { places[Int(node)] = Int32(place) }
        for place in 0..<nodeCount {
            let node = order[place]
            let own = degrees[Int(node)]
            for other in neighbours(of: node) where degrees[Int(other)] > own {
                // `other` changes places with the first node of its degree, and becomes the last of the degree below.
                let degree = Int(degrees[Int(other)])
                let first = Swift.max(starts[degree], Int32(place) + 1)
                let (firstNode, otherPlace) = (order[Int(first)], places[Int(other)])
                order.swapAt(Int(first), Int(otherPlace))
                places[Int(firstNode)] = otherPlace
                places[Int(other)] = first
                starts[degree] = first + 1
                degrees[Int(other)] -= 1
            }
        }
        return degrees
    }
}
