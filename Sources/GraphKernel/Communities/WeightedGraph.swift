/// A weighted undirected graph on which communities are found: first the graph itself, then its condensed forms.
struct WeightedGraph {
    /// Where each node's arcs start.
    let offsets: HeapBuffer<Int32>
    let targets: HeapBuffer<Int32>
    /// The arcs' weights; nil when all are 1.
    let weights: HeapBuffer<Float>?
    /// The sum of the weights at each node, loops counted twice; of directed graphs the outgoing part.
    let strengths: HeapBuffer<Double>
    /// Of directed graphs the sum of incoming weights at each node; nil for undirected ones.
    let inStrengths: HeapBuffer<Double>?

    var nodeCount: Int { offsets.count - 1 }
    var isDirected: Bool { inStrengths != nil }

    /// Where the arcs of `node` stand.
    @inline(__always)
    func arcs(of node: Int) -> Range<Int> {
        Int(offsets.pointer[node])..<Int(offsets.pointer[node + 1])
    }

    /// Adds the weights between `node` and each group of its neighbours to `links`, whose nonzero places are listed.
    @inline(__always)
    func gather(
        _ node: Int,
        _ groups: UnsafePointer<Int32>,
        _ links: UnsafeMutablePointer<Double>,
        _ touched: inout TouchedList
    ) {
        let targets = targets.pointer
        let weights = weights?.pointer
        for index in arcs(of: node) {
            let group = groups[Int(targets[index])]
            let old = links[Int(group)]
            touched.add(group, unless: old != 0)
            links[Int(group)] = old + (weights.map { Double($0[index]) } ?? 1)
        }
    }
}

/// A list that is filled and emptied often; items are written before it is known whether they are wanted.
struct TouchedList {
    private let items: HeapBuffer<Int32>
    private(set) var count = 0

    /// - Parameter capacity: the greatest number of items.
    init(capacity: Int) { items = HeapBuffer(uninitializedCount: capacity + 1) }

    @inline(__always)
    mutating func add(_ item: Int32, unless isThere: Bool) {
        items.pointer[count] = item
        count += isThere ? 0 : 1
    }

    mutating func removeAll() { count = 0 }

    var buffer: UnsafeBufferPointer<Int32> { UnsafeBufferPointer(start: items.pointer, count: count) }

    func sort() {
        var items = UnsafeMutableBufferPointer(start: items.pointer, count: count)
        items.sort()
    }
}

extension WeightedGraph {
    /// The undirected graph, every edge of weight 1.
    init(_ graph: UndirectedGraph) {
        let strengths = (0..<Int32(graph.nodeCount)).map { Double(graph.degree(of: $0)) }
        self.init(
            offsets: graph.offsets,
            targets: graph.targets,
            weights: nil,
            strengths: HeapBuffer(strengths),
            inStrengths: nil
        )
    }

    /// The graph for directed modularity: a pair weighs as many citations as there are between them.
    init(directed snapshot: GraphSnapshot) {
        let graph = UndirectedGraph(snapshot)
        let nodes = 0..<Int32(snapshot.nodeCount)
        let weights = HeapBuffer<Float>(count: graph.targets.count, repeating: 1)
        for node in nodes {
            let start = Int(graph.offsets.pointer[Int(node)])
            let row = graph.neighbours(of: node)
            snapshot.references(of: node).forEachShared(with: snapshot.citations(of: node)) { other in
                let place = row.firstIndex(notBelow: other)
                if place < row.count { weights.pointer[start + place] = 2 }
            }
        }
        self.init(
            offsets: graph.offsets,
            targets: graph.targets,
            weights: weights,
            strengths: HeapBuffer(nodes.map { Double(snapshot.referenceCount(of: $0)) }),
            inStrengths: HeapBuffer(nodes.map { Double(snapshot.citationCount(of: $0)) })
        )
    }

    /// The graph whose nodes are the groups of this one's; edges within a group live on in its strength only, since they do
    /// not tell where the group should go.
    ///
    /// - Parameters:
    ///   - groups: of each node, in `0..<count`.
    func condensed(by groups: HeapBuffer<Int32>, count: Int) -> WeightedGraph {
        let grouped = Self.grouped(Array(groups.buffer), count: count)
        let links = ZeroedBuffer<Double>(count: count)
        var touched = TouchedList(capacity: count)
        var offsets: [Int32] = [0]
        var (targets, weights): ([Int32], [Float]) = ([], [])
        offsets.reserveCapacity(count + 1)
        for group in 0..<count {
            for place in Int(grouped.starts[group])..<Int(grouped.starts[group + 1]) {
                gather(Int(grouped.members[place]), groups.pointer, links.pointer, &touched)
            }
            touched.sort()
            for other in touched.buffer {
                if Int(other) != group {
                    targets.append(other)
                    weights.append(Float(links[other]))
                }
                links[other] = 0
            }
            touched.removeAll()
            offsets.append(Int32(targets.count))
        }
        return WeightedGraph(
            offsets: HeapBuffer(offsets),
            targets: HeapBuffer(targets),
            weights: HeapBuffer(weights),
            strengths: Self.sums(strengths, groups, count: count),
            inStrengths: inStrengths.map { Self.sums($0, groups, count: count) }
        )
    }

    private static func sums(
        _ values: HeapBuffer<Double>,
        _ groups: HeapBuffer<Int32>,
        count: Int
    ) -> HeapBuffer<Double> {
        let sums = HeapBuffer<Double>(count: count, repeating: 0)
        for node in 0..<values.count { sums.pointer[Int(groups.pointer[node])] += values.pointer[node] }
        return sums
    }

    /// What is inside the groups, less what chance would have there; for comparisons on one graph.
    ///
    /// - Parameter groups: of each node, in `0..<nodeCount`.
    func quality(of groups: [Int32], resolution: Double) -> Double {
        let labels = HeapBuffer(groups)
        let totals = Self.sums(strengths, labels, count: nodeCount)
        let inTotals = inStrengths.map { Self.sums($0, labels, count: nodeCount) } ?? totals
        let scale = NullModel(self, resolution: resolution).scale
        var quality = 0.0
        for node in 0..<nodeCount {
            for index in arcs(of: node) where groups[Int(targets.pointer[index])] == groups[node] {
                quality += weights.map { Double($0.pointer[index]) } ?? 1
            }
            let chance = totals.pointer[node] * inTotals.pointer[node]
            // An arc stands in both rows, so chance counts twice where it tells directions apart.
            quality -= scale * (isDirected ? 2 : 1) * chance
        }
        return quality
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
