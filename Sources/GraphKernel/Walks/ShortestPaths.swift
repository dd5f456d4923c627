/// The shortest ways between two works, by searching from both ends.
public struct ShortestPaths: Sendable {
    /// The ways that were found.
    public struct Result: Hashable, Sendable {
        /// How many citations each way has.
        public var length: Int
        /// How many shortest ways there are in all; stays at the greatest number when there are more.
        public var count: UInt64
        /// The ways, from one end to the other, in the order of their nodes' numbers; as many as were asked for.
        public var paths: [[Int32]]
    }

    /// Along which citations a way may go.
    public var direction: GraphDirection
    /// How many ways to give.
    public var limit: Int

    /// Ways along a direction.
    public init(_ direction: GraphDirection = .both, limit: Int = 1) {
        self.direction = direction
        self.limit = limit
    }

    /// The shortest ways from `start` to `end`; nil when there is none.
    ///
    /// - Complexity: O(nodes + citations) at worst, usually a small part of it: the smaller frontier is enlarged.
    public func between(_ start: Int32, _ end: Int32, in snapshot: GraphSnapshot) -> Result? {
        guard snapshot.contains(start), snapshot.contains(end) else { return nil }
        guard start != end else { return Result(length: 0, count: 1, paths: limit > 0 ? [[start]] : []) }
        var forward = PathFrontier(start, snapshot, direction)
        var backward = PathFrontier(end, snapshot, direction.reversed)
        while true {
            if forward.cost <= backward.cost { forward.advance() } else { backward.advance() }
            if forward.nodes.isEmpty || backward.nodes.isEmpty { return nil }
            let isForward = forward.nodes.count <= backward.nodes.count
            let (small, other) = isForward ? (forward, backward) : (backward, forward)
            let meeting = small.nodes.filter { other.distances[$0] == other.depth + 1 }
            guard meeting.isEmpty else { return paths(forward, meeting: meeting, backward, start: start, end: end) }
        }
    }

    /// Every shortest way has exactly one node in `meeting`.
    private func paths(
        _ forward: PathFrontier,
        meeting: [Int32],
        _ backward: PathFrontier,
        start: Int32,
        end: Int32
    ) -> Result {
        var ways = WaysToEnd(limit: limit)
        let layers = backward.layers(from: meeting)
        ways.fill(layers, towards: backward)
        ways.fill(forward.layers(from: meeting), awayFrom: forward)
        return Result(
            length: Int(forward.depth + backward.depth),
            count: ways.counts[start] ?? 0,
            paths: ways.listed(from: start, to: end)
        )
    }
}

/// One end's search.
private struct PathFrontier {
    let snapshot: GraphSnapshot
    let direction: GraphDirection
    /// 1 + the distance from this end, 0 when not reached.
    let distances: ZeroedBuffer<Int32>
    var nodes: [Int32]
    var depth: Int32 = 0
    /// How many arcs the next step looks at.
    var cost: Int

    init(_ start: Int32, _ snapshot: GraphSnapshot, _ direction: GraphDirection) {
        self.snapshot = snapshot
        self.direction = direction
        distances = ZeroedBuffer(count: snapshot.nodeCount)
        distances[start] = 1
        nodes = [start]
        cost = snapshot.arcCount(of: start, direction)
    }

    mutating func advance() {
        var next: [Int32] = []
        cost = 0
        for node in nodes {
            snapshot.forEachArc(of: node, direction) { other in
                guard distances[other] == 0 else { return }
                distances[other] = depth + 2
                next.append(other)
                cost += snapshot.arcCount(of: other, direction)
            }
        }
        depth += 1
        nodes = next
    }

    /// The nodes on shortest ways between this end and `meeting`, by steps from `meeting` to this end, with their neighbours
    /// one step nearer to it, ascending.
    func layers(from meeting: [Int32]) -> [[(node: Int32, nearer: [Int32])]] {
        var layers: [[(node: Int32, nearer: [Int32])]] = []
        var current = meeting.sorted()
        for distance in stride(from: depth, through: 1, by: -1) {
            var layer: [(node: Int32, nearer: [Int32])] = []
            for node in current {
                var nearer: [Int32] = []
                snapshot.forEachArc(of: node, direction.reversed) { other in
                    if distances[other] == distance { nearer.append(other) }
                }
                layer.append((node, Set(nearer).sorted()))
            }
            layers.append(layer)
            current = Set(layer.flatMap(\.nearer)).sorted()
        }
        return layers
    }
}

/// The arcs of all shortest ways, and how many ways lead from each node to the end.
private struct WaysToEnd {
    let limit: Int
    var next: [Int32: [Int32]] = [:]
    var counts: [Int32: UInt64] = [:]

    init(limit: Int) { self.limit = limit }

    /// The half from the meeting nodes to the end.
    mutating func fill(_ layers: [[(node: Int32, nearer: [Int32])]], towards end: PathFrontier) {
        for node in layers.last?.flatMap(\.nearer) ?? [] { counts[node] = 1 }
        if layers.isEmpty { end.nodes.forEach { counts[$0] = 1 } }
        for layer in layers.reversed() {
            for (node, nearer) in layer {
                next[node] = nearer
                counts[node] = Self.sum(nearer.map { counts[$0] ?? 0 })
            }
        }
    }

    /// The half from the start to the meeting nodes, whose arcs point the other way.
    mutating func fill(_ layers: [[(node: Int32, nearer: [Int32])]], awayFrom start: PathFrontier) {
        for layer in layers {
            var reached: Set<Int32> = []
            for (node, nearer) in layer {
                for earlier in nearer {
                    next[earlier, default: []].append(node)
                    reached.insert(earlier)
                }
            }
            for earlier in reached { counts[earlier] = Self.sum((next[earlier] ?? []).map { counts[$0] ?? 0 }) }
        }
    }

    private static func sum(_ values: [UInt64]) -> UInt64 {
        values.reduce(0) { sum, value in
            let (total, isTooMuch) = sum.addingReportingOverflow(value)
            return isTooMuch ? .max : total
        }
    }

    /// The first ways in the order of numbers.
    func listed(from start: Int32, to end: Int32) -> [[Int32]] {
        var paths: [[Int32]] = []
        var path = [start]
        func walk(_ node: Int32) {
            guard paths.count < limit else { return }
            guard node != end else { return paths.append(path) }
            for other in next[node] ?? [] {
                path.append(other)
                walk(other)
                path.removeLast()
            }
        }
        walk(start)
        return paths
    }
}
