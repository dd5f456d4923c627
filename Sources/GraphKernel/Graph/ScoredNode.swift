/// A work with a score.
public struct ScoredNode: Hashable, Sendable {
    /// The work.
    public var node: Int32
    /// Its score; greater is better.
    public var score: Double

    /// A work with a score.
    @inlinable public init(node: Int32, score: Double) {
        self.node = node
        self.score = score
    }

    /// Whether this one stands before `other`: by score, then by number.
    @inlinable public func precedes(_ other: ScoredNode) -> Bool {
        score != other.score ? score > other.score : node < other.node
    }
}

extension [ScoredNode] {
    /// The best `count`, best first; ties by number.
    ///
    /// - Complexity: O(n + n log count) by a heap of the best so far.
    public func best(_ count: Int) -> [ScoredNode] {
        guard count < self.count else { return sorted { $0.precedes($1) } }
        guard count > 0 else { return [] }
        var heap = BestHeap(capacity: count)
        for item in self { heap.offer(item) }
        return heap.items.sorted { $0.precedes($1) }
    }
}

/// The best items so far, the worst of them on top.
struct BestHeap {
    private(set) var items: [ScoredNode] = []
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        items.reserveCapacity(capacity)
    }

    mutating func offer(_ item: ScoredNode) {
        if items.count < capacity {
            items.append(item)
            rise(from: items.count - 1)
        } else if item.precedes(items[0]) {
            items[0] = item
            sink()
        }
    }

    private mutating func rise(from start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard items[parent].precedes(items[index]) else { return }
            items.swapAt(parent, index)
            index = parent
        }
    }

    private mutating func sink() {
        var index = 0
        while true {
            var worst = index
            for child in [2 * index + 1, 2 * index + 2] where child < items.count && items[worst].precedes(items[child])
            {
                worst = child
            }
            guard worst != index else { return }
            items.swapAt(worst, index)
            index = worst
        }
    }
}
