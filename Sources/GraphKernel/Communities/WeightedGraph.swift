/// A weighted undirected graph on which communities are found: first the graph itself, then its condensed forms.
struct WeightedGraph {
    /// Where each node's arcs start.
    var offsets: [Int32]
    var targets: [Int32]
    /// The arcs' weights; empty when all are 1.
    var weights: [Float]
    /// The sum of the weights at each node, loops counted twice; of directed graphs the outgoing part.
    var strengths: [Double]
    /// Of directed graphs the sum of incoming weights at each node; empty for undirected ones.
    var inStrengths: [Double]

    var nodeCount: Int { offsets.count - 1 }
    var isDirected: Bool { !inStrengths.isEmpty }
}

extension WeightedGraph {
    /// The undirected graph, every edge of weight 1.
    init(_ graph: UndirectedGraph) {
        offsets = Array(graph.offsets.buffer)
        targets = Array(graph.targets.buffer)
        weights = []
        strengths = (0..<Int32(graph.nodeCount)).map { Double(graph.degree(of: $0)) }
        inStrengths = []
    }

    /// The graph for directed modularity: a pair weighs as many citations as there are between them.
    init(directed snapshot: GraphSnapshot) {
        let graph = UndirectedGraph(snapshot)
        self.init(graph)
        weights = [Float](repeating: 1, count: targets.count)
        for node in 0..<Int32(snapshot.nodeCount) {
            let start = Int(offsets[Int(node)])
            let row = graph.neighbours(of: node)
            snapshot.references(of: node).forEachShared(with: snapshot.citations(of: node)) { other in
                weights[start + row.firstIndex(notBelow: other)] = 2
            }
        }
        strengths = (0..<Int32(snapshot.nodeCount)).map { Double(snapshot.referenceCount(of: $0)) }
        inStrengths = (0..<Int32(snapshot.nodeCount)).map { Double(snapshot.citationCount(of: $0)) }
    }

    /// The graph whose nodes are the groups of this one's; edges within a group live on in its strength only, since they do
    /// not tell where the group should go.
    ///
    /// - Parameters:
    ///   - groups: of each node, in `0..<count`.
    func condensed(by groups: [Int32], count: Int) -> WeightedGraph {
        var result = WeightedGraph(
            offsets: [0],
            targets: [],
            weights: [],
            strengths: [Double](repeating: 0, count: count),
            inStrengths: [Double](repeating: 0, count: isDirected ? count : 0)
        )
        for node in 0..<nodeCount {
            result.strengths[Int(groups[node])] += strengths[node]
            if isDirected { result.inStrengths[Int(groups[node])] += inStrengths[node] }
        }
        let (starts, members) = Self.grouped(groups, count: count)
        var sums = [Double](repeating: 0, count: count)
        var touched: [Int32] = []
        result.offsets.reserveCapacity(count + 1)
        for group in 0..<count {
            for place in Int(starts[group])..<Int(starts[group + 1]) {
                let node = Int(members[place])
                for index in Int(offsets[node])..<Int(offsets[node + 1]) {
                    let other = groups[Int(targets[index])]
                    guard Int(other) != group else { continue }
                    if sums[Int(other)] == 0 { touched.append(other) }
                    sums[Int(other)] += weights.isEmpty ? 1 : Double(weights[index])
                }
            }
            touched.sort()
            for other in touched {
                result.targets.append(other)
                result.weights.append(Float(sums[Int(other)]))
                sums[Int(other)] = 0
            }
            touched.removeAll(keepingCapacity: true)
            result.offsets.append(Int32(result.targets.count))
        }
        return result
    }

    /// The nodes by group, each group's ascending, and where each group starts.
    static func grouped(_ groups: [Int32], count: Int) -> (starts: [Int32], members: [Int32]) {
        var starts = [Int32](repeating: 0, count: count + 1)
        for group in groups { starts[Int(group) + 1] += 1 }
        for group in 0..<count { starts[group + 1] += starts[group] }
        var places = starts
        var members = [Int32](repeating: 0, count: groups.count)
        for (node, group) in groups.enumerated() {
            members[Int(places[Int(group)])] = Int32(node)
            places[Int(group)] += 1
        }
        return (starts, members)
    }
}
