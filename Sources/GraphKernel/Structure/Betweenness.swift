/// Betweenness: how often a work lies on shortest ways between two others.
///
/// Brandes, "A Faster Algorithm for Betweenness Centrality" (2001); sampled by pivots as by Brandes and Pich (2007).
public struct Betweenness: Sendable {
    /// Sources are summed up in this many blocks at most, whatever the number of threads.
    private static let blockCount = 16

    /// Threads; the result is the same with any number.
    public var threads = 1

    /// With one thread.
    public init() {}

    /// For each work the number of pairs of others between which it lies, a pair with several shortest ways counting by its
    /// share of them.
    ///
    /// - Complexity: O(nodes × edges).
    public func exact(in graph: UndirectedGraph) -> [Double] {
        let all = (0..<Int32(graph.nodeCount)).map { $0 }
        // Each pair is met from both of its ends.
        return dependencies(of: all, in: graph).map { $0 / 2 }
    }

    /// An estimate of ``exact(in:)`` from the ways that start at some works.
    ///
    /// - Parameters:
    ///   - pivots: how many works are drawn, each at most once.
    ///   - seed: where the random numbers start.
    /// - Complexity: O(pivots × edges).
    public func sampled(in graph: UndirectedGraph, pivots: Int, seed: UInt64 = 42) -> [Double] {
        var nodes = (0..<Int32(graph.nodeCount)).map { $0 }
        var numbers = SplitMix(seed: seed)
        numbers.shuffle(&nodes)
        let chosen = nodes.prefix(max(0, pivots)).sorted()
        guard !chosen.isEmpty else { return [Double](repeating: 0, count: graph.nodeCount) }
        let factor = Double(graph.nodeCount) / Double(chosen.count) / 2
        return dependencies(of: chosen, in: graph).map { $0 * factor }
    }

    /// For each work the sum over `sources` and all targets of the share of shortest ways on which it lies.
    ///
    /// Sources are taken in blocks whose sums are added in order, so that the result does not depend on the threads.
    ///
    /// - Complexity: O(sources × edges).
    public func dependencies(of sources: [Int32], in graph: UndirectedGraph) -> [Double] {
        let blocks = min(Self.blockCount, max(1, sources.count / 2))
        var sums = [Double](repeating: 0, count: graph.nodeCount)
        let width = max(1, threads)
        for first in stride(from: 0, to: blocks, by: width) {
            let parts = min(width, blocks - first)
            let results = ResultSlots<[Double]>(count: parts, initial: [])
            forEachPart(parts, threads: threads) { part in
                let range = partRange(first + part, of: blocks, count: sources.count)
                results[part] = DependencySearch.sums(from: sources[range], in: graph)
            }
            for values in results.values {
                for node in values.indices { sums[node] += values[node] }
            }
        }
        return sums
    }
}

/// Brandes' two passes over the graph for each source.
private struct DependencySearch {
    /// What is known of a node during one source's search: in one place, since it is read together and in random order.
    struct State {
        /// 1 + the distance from the source; 0 when not reached.
        var depth: Int32
        /// The number of shortest ways from the source; on the way back (1 + dependency) / that number.
        var weight: Double
    }

    static func sums(from sources: ArraySlice<Int32>, in graph: UndirectedGraph) -> [Double] {
        let count = graph.nodeCount
        let states = HeapBuffer<State>(count: count, repeating: State(depth: 0, weight: 0))
        // One place more than nodes: it is written before it is known whether a node is new.
        let order = HeapBuffer<Int32>(uninitializedCount: count + 1)
        let sorter = NodeSorter(nodeCount: count)
        var sums = [Double](repeating: 0, count: count)
        sums.withUnsafeMutableBufferPointer { sums in
            guard let base = sums.baseAddress else { return }
            for source in sources {
                let reached = forward(from: source, graph, states.pointer, order.pointer, sorter)
                backward(reached, source, graph, states.pointer, order.pointer, base)
            }
        }
        return sums
    }

    /// Counts the shortest ways; the nodes reached stand in `order` by distance.
    private static func forward(
        from source: Int32,
        _ graph: UndirectedGraph,
        _ states: UnsafeMutablePointer<State>,
        _ order: UnsafeMutablePointer<Int32>,
        _ sorter: NodeSorter
    ) -> Int {
        let (offsets, targets) = (graph.offsets.pointer, graph.targets.pointer)
        states[Int(source)] = State(depth: 1, weight: 1)
        order[0] = source
        var (head, tail, level) = (0, 1, 1)
        while head < tail {
            if head == level {
                // Nodes of one depth may come in any order; in that of their numbers, memory is read in order.
                sorter.sort(order + head, count: tail - head)
                level = tail
            }
            let node = Int(order[head])
            head += 1
            let (next, weight) = (states[node].depth + 1, states[node].weight)
            // Whether a neighbour is new cannot be foreseen, so nothing here branches on it.
            for index in Int(offsets[node])..<Int(offsets[node + 1]) {
                let other = Int(targets[index])
                let depth = states[other].depth
                let isNew: Int32 = depth == 0 ? 1 : 0
                let reached = depth | (next & (0 &- isNew))
                states[other].depth = reached
                states[other].weight += reached == next ? weight : 0
                order[tail] = Int32(truncatingIfNeeded: other)
                tail += Int(isNew)
            }
        }
        return tail
    }

    /// Hands dependencies back from the farthest node to the source, and clears the states.
    private static func backward(
        _ reached: Int,
        _ source: Int32,
        _ graph: UndirectedGraph,
        _ states: UnsafeMutablePointer<State>,
        _ order: UnsafeMutablePointer<Int32>,
        _ sums: UnsafeMutablePointer<Double>
    ) {
        let (offsets, targets) = (graph.offsets.pointer, graph.targets.pointer)
        for place in stride(from: reached - 1, to: 0, by: -1) {
            let node = Int(order[place])
            let farther = states[node].depth + 1
            var share = 0.0
            for index in Int(offsets[node])..<Int(offsets[node + 1]) {
                let state = states[Int(targets[index])]
                share += state.depth == farther ? state.weight : 0
            }
            let ways = states[node].weight
            let dependency = ways * share
            sums[node] += dependency
            states[node].weight = (1 + dependency) / ways
        }
        for place in 0..<reached { states[Int(order[place])] = State(depth: 0, weight: 0) }
    }
}
