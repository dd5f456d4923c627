/// The first phase of Leiden: nodes move to the best neighbouring community until none gains by moving.
struct LocalMoving {
    private let graph: WeightedGraph
    private let null: NullModel
    private(set) var labels: [Int32]
    private var totals: [Double]
    private var inTotals: [Double]
    private var sizes: [Int32]
    private var empty: [Int32] = []

    /// - Parameter labels: in `0..<graph.nodeCount`.
    init(graph: WeightedGraph, labels: [Int32], null: NullModel) {
        self.graph = graph
        self.labels = labels
        self.null = null
        let count = graph.nodeCount
        totals = [Double](repeating: 0, count: count)
        inTotals = [Double](repeating: 0, count: graph.isDirected ? count : 0)
        sizes = [Int32](repeating: 0, count: count)
        for node in 0..<count {
            let label = Int(labels[node])
            totals[label] += graph.strengths[node]
            if graph.isDirected { inTotals[label] += graph.inStrengths[node] }
            sizes[label] += 1
        }
        for label in stride(from: Int32(count) - 1, through: 0, by: -1) where sizes[Int(label)] == 0 {
            empty.append(label)
        }
    }

    /// Moves nodes from a queue, in random order at first; the neighbours of a node that moved come again.
    mutating func run(numbers: inout SplitMix) {
        let count = graph.nodeCount
        var queue = (0..<Int32(count)).map { $0 }
        numbers.shuffle(&queue)
        let isQueued = HeapBuffer<Bool>(count: count, repeating: true)
        let links = ZeroedBuffer<Double>(count: count)
        var touched: [Int32] = []
        var (head, waiting) = (0, count)
        while waiting > 0 {
            let node = queue[head]
            head = head + 1 == count ? 0 : head + 1
            waiting -= 1
            isQueued.pointer[Int(node)] = false
            guard let label = move(node, links, &touched) else { continue }
            for index in Int(graph.offsets[Int(node)])..<Int(graph.offsets[Int(node) + 1]) {
                let other = graph.targets[index]
                guard !isQueued.pointer[Int(other)], labels[Int(other)] != label else { continue }
                isQueued.pointer[Int(other)] = true
                let tail = head + waiting
                queue[tail >= count ? tail - count : tail] = other
                waiting += 1
            }
        }
    }

    /// Moves `node` to its best community; the label when that is another one.
    @inline(__always)
    private mutating func move(_ node: Int32, _ links: ZeroedBuffer<Double>, _ touched: inout [Int32]) -> Int32? {
        let own = labels[Int(node)]
        touched.removeAll(keepingCapacity: true)
        gather(node, links, &touched)
        let strength = graph.strengths[Int(node)]
        let inStrength = null.isDirected ? graph.inStrengths[Int(node)] : 0
        // Without the node itself in its community.
        totals[Int(own)] -= strength
        if null.isDirected { inTotals[Int(own)] -= inStrength }
        var best = own
        var bestGain = links[own] - expected(strength, inStrength, own)
        for label in touched where label != own {
            let gain = links[label] - expected(strength, inStrength, label)
            if gain > bestGain || (gain == bestGain && best != own && label < best) { (best, bestGain) = (label, gain) }
        }
        if bestGain < 0, sizes[Int(own)] > 1, let free = empty.last { best = free }
        for label in touched { links[label] = 0 }
        totals[Int(best)] += strength
        if null.isDirected { inTotals[Int(best)] += inStrength }
        guard best != own else { return nil }
        change(node, from: own, to: best)
        return best
    }

    @inline(__always)
    private func gather(_ node: Int32, _ links: ZeroedBuffer<Double>, _ touched: inout [Int32]) {
        let range = Int(graph.offsets[Int(node)])..<Int(graph.offsets[Int(node) + 1])
        let isUnit = graph.weights.isEmpty
        for index in range {
            let label = labels[Int(graph.targets[index])]
            let old = links[label]
            if old == 0 { touched.append(label) }
            links[label] = old + (isUnit ? 1 : Double(graph.weights[index]))
        }
    }

    @inline(__always)
    private func expected(_ strength: Double, _ inStrength: Double, _ label: Int32) -> Double {
        null.isDirected
            ? null.scale * (strength * inTotals[Int(label)] + inStrength * totals[Int(label)])
            : null.scale * strength * totals[Int(label)]
    }

    private mutating func change(_ node: Int32, from own: Int32, to best: Int32) {
        labels[Int(node)] = best
        if sizes[Int(best)] == 0 { empty.removeLast() }
        sizes[Int(own)] -= 1
        sizes[Int(best)] += 1
        if sizes[Int(own)] == 0 { empty.append(own) }
    }

    /// Numbers the communities that are left without gaps, in the order of their old numbers.
    ///
    /// - Returns: how many there are.
    func compact(_ labels: inout [Int32]) -> Int {
        var numbers = [Int32](repeating: 0, count: sizes.count)
        var count: Int32 = 0
        for label in sizes.indices where sizes[label] > 0 {
            numbers[label] = count
            count += 1
        }
        for node in labels.indices { labels[node] = numbers[Int(labels[node])] }
        return Int(count)
    }
}
