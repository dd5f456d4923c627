/// The best hits seen so far, at most a given number: a heap with the worst of them on top.
///
/// Ties are broken by row, so that what is kept does not depend on the order in which rows are offered.
struct TopRows {
    private var heap: [VectorHit] = []
    private let limit: Int

    /// Keeps at most `limit` hits.
    init(limit: Int) {
        self.limit = limit
        heap.reserveCapacity(limit)
    }

    /// Hits must score at least this to enter; minus infinity until the heap is full.
    var threshold: Float {
        heap.count < limit ? -.infinity : (heap.first?.score ?? .infinity)
    }

    var isFull: Bool { heap.count >= limit }

    /// Takes a hit in if it is among the best; NaN never is.
    mutating func offer(_ row: Int, _ score: Float) {
        let hit = VectorHit(row: row, score: score)
        if heap.count < limit {
            guard !score.isNaN else { return }
            heap.append(hit)
            siftUp()
        } else if let worst = heap.first, VectorHit.precedes(hit, worst) {
            heap[0] = hit
            siftDown()
        }
    }

    /// The hits, best first.
    func sorted() -> [VectorHit] { heap.sorted(by: VectorHit.precedes) }

    private mutating func siftUp() {
        heap.withUnsafeMutableBufferPointer { heap in
            var child = heap.count - 1
            while child > 0 {
                let parent = (child - 1) / 2
                guard VectorHit.precedes(heap[parent], heap[child]) else { return }
                heap.swapAt(parent, child)
                child = parent
            }
        }
    }

    private mutating func siftDown() {
        heap.withUnsafeMutableBufferPointer { heap in
            var parent = 0
            while true {
                var child = 2 * parent + 1
                guard child < heap.count else { return }
                if child + 1 < heap.count, VectorHit.precedes(heap[child], heap[child + 1]) { child += 1 }
                guard VectorHit.precedes(heap[parent], heap[child]) else { return }
                heap.swapAt(parent, child)
                parent = child
            }
        }
    }
}
