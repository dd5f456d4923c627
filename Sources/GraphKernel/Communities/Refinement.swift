#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The second phase of Leiden: within each community, nodes merge into parts that hang together well.
struct Refinement {
    private let graph: WeightedGraph
    private let labels: UnsafeMutablePointer<Int32>
    private let null: NullModel
    private let randomness: Double
    private let groups: HeapBuffer<Int32>
    private let totals: HeapBuffer<Double>
    private let inTotals: HeapBuffer<Double>
    /// The weight between each part and the rest of its community.
    private let cuts: HeapBuffer<Double>
    private let isAlone: HeapBuffer<Bool>
    private let communityTotals: HeapBuffer<Double>
    private let communityInTotals: HeapBuffer<Double>
    private let links: ZeroedBuffer<Double>
    private var touched: TouchedList
    private var gains: [Double] = []

    /// Parts of the communities: for each node its part, numbered without gaps.
    ///
    /// - Parameter labels: the community of each node, in `0..<communities`.
    static func refine(
        _ graph: WeightedGraph,
        labels: HeapBuffer<Int32>,
        communities: Int,
        null: NullModel,
        randomness: Double,
        numbers: inout SplitMix
    ) -> (groups: HeapBuffer<Int32>, count: Int) {
        var refinement = Refinement(graph, labels.pointer, communities, null, randomness)
        var order = (0..<Int32(graph.nodeCount)).map { $0 }
        numbers.shuffle(&order)
        refinement.run(order, numbers: &numbers)
        return refinement.compacted()
    }

    private init(
        _ graph: WeightedGraph,
        _ labels: UnsafeMutablePointer<Int32>,
        _ communities: Int,
        _ null: NullModel,
        _ randomness: Double
    ) {
        (self.graph, self.labels, self.null, self.randomness) = (graph, labels, null, randomness)
        let count = graph.nodeCount
        groups = HeapBuffer((0..<Int32(count)).map { $0 })
        totals = HeapBuffer(Array(graph.strengths.buffer))
        inTotals = HeapBuffer(graph.inStrengths.map { Array($0.buffer) } ?? [])
        isAlone = HeapBuffer(count: count, repeating: true)
        cuts = HeapBuffer(count: count, repeating: 0)
        communityTotals = HeapBuffer(count: communities, repeating: 0)
        communityInTotals = HeapBuffer(count: graph.isDirected ? communities : 0, repeating: 0)
        links = ZeroedBuffer(count: count)
        touched = TouchedList(capacity: count)
        for node in 0..<count {
            let label = labels[node]
            communityTotals.pointer[Int(label)] += graph.strengths.pointer[node]
            if let incoming = graph.inStrengths { communityInTotals.pointer[Int(label)] += incoming.pointer[node] }
            var cut = 0.0
            for index in graph.arcs(of: node) {
                let weight = graph.weights.map { Double($0.pointer[index]) } ?? 1
                cut += labels[Int(graph.targets.pointer[index])] == label ? weight : 0
            }
            cuts.pointer[node] = cut
        }
    }

    private mutating func run(_ order: [Int32], numbers: inout SplitMix) {
        for node in order where isAlone.pointer[Int(node)] && isWellConnected(node) {
            gather(Int(node))
            if let group = choose(node, &numbers) { merge(Int(node), into: Int(group), links[group]) }
            for group in touched.buffer { links[group] = 0 }
            touched.removeAll()
        }
    }

    /// The weights between a node and the parts of its community.
    private mutating func gather(_ node: Int) {
        let label = labels[node]
        for index in graph.arcs(of: node) {
            let other = Int(graph.targets.pointer[index])
            guard labels[other] == label else { continue }
            let group = groups.pointer[other]
            touched.add(group, unless: links[group] != 0)
            links[group] += graph.weights.map { Double($0.pointer[index]) } ?? 1
        }
    }

    /// The part that `node` joins, chosen among those that are well connected and by which it gains.
    private mutating func choose(_ node: Int32, _ numbers: inout SplitMix) -> Int32? {
        gains.removeAll(keepingCapacity: true)
        var greatest = 0.0
        for group in touched.buffer {
            let gain = isWellConnected(group) ? links[group] - expected(node, group) : 0
            gains.append(gain)
            greatest = max(greatest, gain)
        }
        guard greatest > 0 else { return nil }
        // Chosen with a probability that grows with the gain; what is far below the best is not looked at.
        let factor = 1 / max(randomness, 1e-9)
        var total = 0.0
        for index in gains.indices {
            let exponent = (gains[index] - greatest) * factor
            gains[index] = gains[index] > 0 && exponent > -40 ? exp(exponent) : 0
            total += gains[index]
        }
        var rest = numbers.unit() * total
        for index in gains.indices where gains[index] > 0 {
            rest -= gains[index]
            if rest <= 0 { return touched.buffer[index] }
        }
        return gains.lastIndex { $0 > 0 }.map { touched.buffer[$0] }
    }

    /// Whether a part is connected with the rest of its community at least as much as chance would have it.
    private func isWellConnected(_ group: Int32) -> Bool {
        let (group, label) = (Int(group), Int(labels[Int(group)]))
        let (own, all) = (totals.pointer[group], communityTotals.pointer[label])
        guard null.isDirected else { return cuts.pointer[group] >= null.scale * own * (all - own) }
        let (inOwn, inAll) = (inTotals.pointer[group], communityInTotals.pointer[label])
        return cuts.pointer[group] >= null.scale * (own * (inAll - inOwn) + inOwn * (all - own))
    }

    private func expected(_ node: Int32, _ group: Int32) -> Double {
        let strength = graph.strengths.pointer[Int(node)]
        let outgoing = totals.pointer[Int(group)]
        guard let incoming = graph.inStrengths else { return null.scale * strength * outgoing }
        return null.scale * (strength * inTotals.pointer[Int(group)] + incoming.pointer[Int(node)] * outgoing)
    }

    private func merge(_ node: Int, into group: Int, _ links: Double) {
        groups.pointer[node] = Int32(group)
        totals.pointer[group] += graph.strengths.pointer[node]
        if let incoming = graph.inStrengths { inTotals.pointer[group] += incoming.pointer[node] }
        // What was cut between the node and the part is now inside.
        cuts.pointer[group] += cuts.pointer[node] - 2 * links
        isAlone.pointer[group] = false
        isAlone.pointer[node] = false
    }

    private func compacted() -> (groups: HeapBuffer<Int32>, count: Int) {
        var numbers = [Int32](repeating: -1, count: groups.count)
        var count: Int32 = 0
        for node in 0..<groups.count {
            let group = Int(groups.pointer[node])
            if numbers[group] < 0 {
                numbers[group] = count
                count += 1
            }
            groups.pointer[node] = numbers[group]
        }
        return (groups, Int(count))
    }
}
