/// How many citations each work is away from given works.
///
/// When the frontier is large, works not yet reached look for a neighbour in it, instead of the frontier looking for works
/// not yet reached (Beamer, Asanović and Patterson, "Direction-Optimizing Breadth-First Search", 2012).
public struct BreadthFirstSearch: Sendable {
    /// The distance of a work that is not reached.
    public static let unreached: Int32 = -1

    /// Along which citations the search goes.
    public var direction: GraphDirection
    /// Threads for the steps that search backwards; the result is the same with any number.
    public var threads = 1
    /// The greatest distance to search to.
    public var maximumDistance = Int32.max

    /// A search along a direction.
    public init(_ direction: GraphDirection = .both) {
        self.direction = direction
    }

    /// The distance of each work from the nearest of `sources`; ``unreached`` where there is no way.
    ///
    /// - Complexity: O(nodes + citations).
    public func distances(from sources: [Int32], in snapshot: GraphSnapshot) -> [Int32] {
        let count = snapshot.nodeCount
        return [Int32](unsafeUninitializedCapacity: count) { buffer, filled in
            buffer.initialize(repeating: Self.unreached)
            filled = count
            guard let start = buffer.baseAddress else { return }
            var state = BreadthFirstState(snapshot: snapshot, direction: direction, distances: SharedPointer(start))
            for source in sources where snapshot.contains(source) { state.start(at: source) }
            while !state.frontier.isEmpty, state.depth < maximumDistance { state.advance(threads: threads) }
        }
    }
}

/// A search under way.
private struct BreadthFirstState {
    let snapshot: GraphSnapshot
    let direction: GraphDirection
    let distances: SharedPointer<Int32>
    var frontier: [Int32] = []
    var depth: Int32 = 0
    private var unreachedCount: Int
    /// Below this many works of the frontier it searches forwards.
    private let threshold: Int

    init(snapshot: GraphSnapshot, direction: GraphDirection, distances: SharedPointer<Int32>) {
        self.snapshot = snapshot
        self.direction = direction
        self.distances = distances
        unreachedCount = snapshot.nodeCount
        threshold = max(64, snapshot.nodeCount / 24)
    }

    mutating func start(at source: Int32) {
        guard distances[Int(source)] < 0 else { return }
        distances[Int(source)] = 0
        frontier.append(source)
        unreachedCount -= 1
    }

    mutating func advance(threads: Int) {
        let isBackwards = frontier.count > threshold && frontier.count * 2 > unreachedCount / 8
        frontier = isBackwards ? searchedBackwards(threads: threads) : searchedForwards()
        unreachedCount -= frontier.count
        depth += 1
    }

    private func searchedForwards() -> [Int32] {
        var next: [Int32] = []
        for node in frontier {
            snapshot.forEachArc(of: node, direction) { other in
                guard distances[Int(other)] < 0 else { return }
                distances[Int(other)] = depth + 1
                next.append(other)
            }
        }
        return next
    }

    private func searchedBackwards(threads: Int) -> [Int32] {
        let parts = threads <= 1 ? 1 : threads * 8
        let found = ResultSlots<[Int32]>(count: parts, initial: [])
        let (count, depth, distances, snapshot, back) = (
            snapshot.nodeCount, depth, distances, snapshot, direction.reversed
        )
        forEachPart(parts, threads: threads) { part in
            var next: [Int32] = []
            for index in partRange(part, of: parts, count: count) where distances[index] < 0 {
                if Self.hasNeighbour(of: Int32(index), at: depth, distances, snapshot, back) {
                    next.append(Int32(index))
                }
            }
            found[part] = next
        }
        let next = found.values.flatMap { $0 }
        for node in next { distances[Int(node)] = depth + 1 }
        return next
    }

    /// Whether a neighbour of `node` has the distance `depth`.
    @inline(__always)
    private static func hasNeighbour(
        of node: Int32,
        at depth: Int32,
        _ distances: SharedPointer<Int32>,
        _ snapshot: GraphSnapshot,
        _ direction: GraphDirection
    ) -> Bool {
        if direction != .citations {
            for other in snapshot.references(of: node) where distances[Int(other)] == depth { return true }
        }
        if direction != .references {
            for other in snapshot.citations(of: node) where distances[Int(other)] == depth { return true }
        }
        return false
    }
}
