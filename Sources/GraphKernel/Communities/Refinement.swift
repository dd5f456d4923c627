#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The second phase of Leiden: within each community, nodes merge into parts that hang together well.
struct Refinement {
    private let graph: WeightedGraph
    private let labels: [Int32]
    private let null: NullModel
    private let randomness: Double
    private var groups: [Int32]
    private var totals: [Double]
    private var inTotals: [Double]
    /// The weight between each part and the rest of its community.
    private var cuts: [Double]
    private var isAlone: [Bool]
    private let communityTotals: [Double]
    private let communityInTotals: [Double]

    /// Parts of the communities: for each node its part, numbered without gaps.
    ///
    /// - Parameter labels: the community of each node, in `0..<communities`.
    static func refine(
        _ graph: WeightedGraph,
        labels: [Int32],
        communities: Int,
        null: NullModel,
        randomness: Double,
        numbers: inout SplitMix
    ) -> (groups: [Int32], count: Int) {
        var refinement = Refinement(graph, labels, communities, null, randomness)
        var order = (0..<Int32(graph.nodeCount)).map { $0 }
        numbers.shuffle(&order)
        refinement.run(order, numbers: &numbers)
        return refinement.compacted()
    }

    private init(
        _ graph: WeightedGraph,
        _ labels: [Int32],
        _ communities: Int,
        _ null: NullModel,
        _ randomness: Double
    ) {
        (self.graph, self.labels, self.null, self.randomness) = (graph, labels, null, randomness)
        let count = graph.nodeCount
        groups = (0..<Int32(count)).map { $0 }
        (totals, inTotals) = (graph.strengths, graph.inStrengths)
        isAlone = [Bool](repeating: true, count: count)
        cuts = [Double](repeating: 0, count: count)
        var sums = [Double](repeating: 0, count: communities)
        var inSums = [Double](repeating: 0, count: graph.isDirected ? communities : 0)
        for node in 0..<count {
            let label = labels[node]
            sums[Int(label)] += graph.strengths[node]
            if graph.isDirected { inSums[Int(label)] += graph.inStrengths[node] }
            for index in Int(graph.offsets[node])..<Int(graph.offsets[node + 1])
            where labels[Int(graph.targets[index])] == label {
                cuts[node] += graph.weights.isEmpty ? 1 : Double(graph.weights[index])
            }
        }
        (communityTotals, communityInTotals) = (sums, inSums)
    }

    private mutating func run(_ order: [Int32], numbers: inout SplitMix) {
        let links = ZeroedBuffer<Double>(count: graph.nodeCount)
        var touched: [Int32] = []
        var gains: [Double] = []
        for node in order where isAlone[Int(node)] && isWellConnected(node) {
            let label = labels[Int(node)]
            touched.removeAll(keepingCapacity: true)
            for index in Int(graph.offsets[Int(node)])..<Int(graph.offsets[Int(node) + 1]) {
                let other = graph.targets[index]
                guard labels[Int(other)] == label else { continue }
                let group = groups[Int(other)]
                let old = links[group]
                if old == 0 { touched.append(group) }
                links[group] = old + (graph.weights.isEmpty ? 1 : Double(graph.weights[index]))
            }
            if let group = choose(node, touched, links, &gains, &numbers) { merge(node, into: group, links[group]) }
            for group in touched { links[group] = 0 }
        }
    }

    /// The part that `node` joins, chosen among those that are well connected and by which it gains.
    private func choose(
        _ node: Int32,
        _ touched: [Int32],
        _ links: ZeroedBuffer<Double>,
        _ gains: inout [Double],
        _ numbers: inout SplitMix
    ) -> Int32? {
        gains.removeAll(keepingCapacity: true)
        var greatest = 0.0
        for group in touched {
            var gain = 0.0
            if isWellConnected(group) { gain = links[group] - expected(node, group) }
            gains.append(gain)
            greatest = Swift.max(greatest, gain)
        }
        guard greatest > 0 else { return nil }
        // Chosen with a probability that grows with the gain of modularity; what is far below the best is not looked at.
        let factor = 1 / Swift.max(randomness, 1e-9)
        var total = 0.0
        for index in gains.indices {
            let gain = gains[index]
            let exponent = (gain - greatest) * factor
            gains[index] = gain >= 0 && exponent > -40 && isPositive(gain, links[touched[index]]) ? exp(exponent) : 0
            total += gains[index]
        }
        var rest = numbers.unit() * total
        for index in gains.indices where gains[index] > 0 {
            rest -= gains[index]
            if rest <= 0 { return touched[index] }
        }
        return gains.lastIndex { $0 > 0 }.map { touched[$0] }
    }

    private func isPositive(_ gain: Double, _ links: Double) -> Bool { gain > 0 && links > 0 }

    /// Whether a part is connected with the rest of its community at least as much as chance would have it.
    private func isWellConnected(_ group: Int32) -> Bool {
        let label = Int(labels[Int(group)])
        let (own, all) = (totals[Int(group)], communityTotals[label])
        guard null.isDirected else { return cuts[Int(group)] >= null.scale * own * (all - own) }
        let (inOwn, inAll) = (inTotals[Int(group)], communityInTotals[label])
        return cuts[Int(group)] >= null.scale * (own * (inAll - inOwn) + inOwn * (all - own))
    }

    private func expected(_ node: Int32, _ group: Int32) -> Double {
        let strength = graph.strengths[Int(node)]
        guard null.isDirected else { return null.scale * strength * totals[Int(group)] }
        return null.scale
            * (strength * inTotals[Int(group)] + graph.inStrengths[Int(node)] * totals[Int(group)])
    }

    private mutating func merge(_ node: Int32, into group: Int32, _ links: Double) {
        groups[Int(node)] = group
        totals[Int(group)] += graph.strengths[Int(node)]
        if null.isDirected { inTotals[Int(group)] += graph.inStrengths[Int(node)] }
        // What was cut between the node and the part is now inside.
        cuts[Int(group)] += cuts[Int(node)] - 2 * links
        isAlone[Int(group)] = false
        isAlone[Int(node)] = false
    }

    private func compacted() -> (groups: [Int32], count: Int) {
        var numbers = [Int32](repeating: -1, count: groups.count)
        var count: Int32 = 0
        var result = groups
        for node in groups.indices {
            let group = Int(groups[node])
            if numbers[group] < 0 {
                numbers[group] = count
                count += 1
            }
            result[node] = numbers[group]
        }
        return (result, Int(count))
    }
}
