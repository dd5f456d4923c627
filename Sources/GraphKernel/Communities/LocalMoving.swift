/// The first phase of Leiden: nodes move to the best neighbouring community until none gains by moving.
struct LocalMoving {
    private let graph: WeightedGraph
    private let null: NullModel
    /// The community of each node.
    let labels: HeapBuffer<Int32>
    private let totals: HeapBuffer<Double>
    private let inTotals: HeapBuffer<Double>
    private let sizes: HeapBuffer<Int32>
    private var empty: [Int32] = []
    private let links: ZeroedBuffer<Double>
    private var touched: TouchedList

    /// - Parameter labels: in `0..<graph.nodeCount`; changed in place.
    init(graph: WeightedGraph, labels: HeapBuffer<Int32>, null: NullModel) {
        (self.graph, self.labels, self.null) = (graph, labels, null)
        let count = graph.nodeCount
        totals = HeapBuffer(count: count, repeating: 0)
        inTotals = HeapBuffer(count: graph.isDirected ? count : 0, repeating: 0)
        sizes = HeapBuffer(count: count, repeating: 0)
        links = ZeroedBuffer(count: count)
        touched = TouchedList(capacity: count)
        for node in 0..<count {
            let label = Int(labels.pointer[node])
            totals.pointer[label] += graph.strengths.pointer[node]
            if let incoming = graph.inStrengths { inTotals.pointer[label] += incoming.pointer[node] }
            sizes.pointer[label] += 1
        }
        for label in stride(from: Int32(count) - 1, through: 0, by: -1) where sizes.pointer[Int(label)] == 0 {
            empty.append(label)
        }
    }

    /// Moves nodes from a queue, in random order at first; the neighbours of a node that moved come again.
    mutating func run(numbers: inout SplitMix) {
        let count = graph.nodeCount
        var order = (0..<Int32(count)).map { $0 }
        numbers.shuffle(&order)
        let queue = HeapBuffer(order)
        let isQueued = HeapBuffer<Bool>(count: count, repeating: true)
        var (head, waiting) = (0, count)
        while waiting > 0 {
            let node = Int(queue.pointer[head])
            head = head + 1 == count ? 0 : head + 1
            waiting -= 1
            isQueued.pointer[node] = false
            guard let label = move(node) else { continue }
            for index in graph.arcs(of: node) {
                let other = graph.targets.pointer[index]
                guard !isQueued.pointer[Int(other)], labels.pointer[Int(other)] != label else { continue }
                isQueued.pointer[Int(other)] = true
                let tail = head + waiting
                queue.pointer[tail >= count ? tail - count : tail] = other
                waiting += 1
            }
        }
    }

    /// Moves `node` to its best community; the label when that is another one.
    @inline(__always)
    private mutating func move(_ node: Int) -> Int32? {
        let own = labels.pointer[node]
        graph.gather(node, labels.pointer, links.pointer, &touched)
        let strength = graph.strengths.pointer[node]
        let inStrength = graph.inStrengths?.pointer[node] ?? 0
        // Without the node itself in its community.
        add(-strength, -inStrength, to: own)
        var best = own
        var bestGain = links[own] - expected(strength, inStrength, own)
        for label in touched.buffer {
            let gain = links[label] - expected(strength, inStrength, label)
            links[label] = 0
            if gain > bestGain { (best, bestGain) = (label, gain) }
        }
        touched.removeAll()
        if bestGain < 0, sizes.pointer[Int(own)] > 1, let free = empty.last { best = free }
        add(strength, inStrength, to: best)
        guard best != own else { return nil }
        change(node, from: own, to: best)
        return best
    }

    @inline(__always)
    private func add(_ strength: Double, _ inStrength: Double, to label: Int32) {
        totals.pointer[Int(label)] += strength
        if null.isDirected { inTotals.pointer[Int(label)] += inStrength }
    }

    @inline(__always)
    private func expected(_ strength: Double, _ inStrength: Double, _ label: Int32) -> Double {
        let total = totals.pointer[Int(label)]
        guard null.isDirected else { return null.scale * strength * total }
        return null.scale * (strength * inTotals.pointer[Int(label)] + inStrength * total)
    }

    private mutating func change(_ node: Int, from own: Int32, to best: Int32) {
        labels.pointer[node] = best
        if sizes.pointer[Int(best)] == 0 { empty.removeLast() }
        sizes.pointer[Int(own)] -= 1
        sizes.pointer[Int(best)] += 1
        if sizes.pointer[Int(own)] == 0 { empty.append(own) }
    }

    /// Numbers the communities that are left without gaps, in the order of their old numbers.
    ///
    /// - Returns: how many there are.
    func compact() -> Int {
        var numbers = [Int32](repeating: 0, count: sizes.count)
        var count: Int32 = 0
        for label in 0..<sizes.count where sizes.pointer[label] > 0 {
            numbers[label] = count
            count += 1
        }
        for node in 0..<labels.count { labels.pointer[node] = numbers[Int(labels.pointer[node])] }
        return Int(count)
    }
}
