/// Keeps the best hits seen: a heap with the worst of them on top.
struct TopHits {
    private let parts: LexicalParts
    private let order: LexicalPlan.TieOrder
    private let limit: Int
    private var heap: [LexicalResult.Hit] = []

    init(limit: Int, order: LexicalPlan.TieOrder, _ parts: LexicalParts) {
        self.limit = min(max(0, limit), parts.capacity)
        self.order = order
        self.parts = parts
    }

    /// A document with a lower score cannot be among the hits; one with an equal score may.
    var threshold: Float { limit == 0 ? .infinity : heap.count < limit ? -.infinity : heap[0].score }

    /// Takes a hit if it is among the best.
    @inline(__always)
    mutating func offer(_ document: Int, _ score: Float) {
        guard score >= threshold else { return }
        insert(LexicalResult.Hit(document: document, score: score))
    }

    private mutating func insert(_ hit: LexicalResult.Hit) {
        if heap.count < limit {
            heap.append(hit)
            siftUp(heap.count - 1)
        } else if isBetter(hit, heap[0]) {
            heap[0] = hit
            siftDown(0)
        }
    }

    /// The hits kept, best first.
    func sorted() -> [LexicalResult.Hit] { heap.sorted(by: isBetter) }

    private func isBetter(_ left: LexicalResult.Hit, _ right: LexicalResult.Hit) -> Bool {
        if left.score != right.score { return left.score > right.score }
        guard let leftPlace = parts.place(of: left.document), let rightPlace = parts.place(of: right.document) else {
            return left.document < right.document
        }
        let (leftSegment, rightSegment) = (leftPlace.part.segment, rightPlace.part.segment)
        if order == .newest {
            let leftYear = UInt16(littleEndian: leftSegment.years[leftPlace.document])
            let rightYear = UInt16(littleEndian: rightSegment.years[rightPlace.document])
            if leftYear != rightYear { return leftYear > rightYear }
        }
        let order = KeyOrder.compare(
            leftSegment.key(of: leftPlace.document),
            rightSegment.key(of: rightPlace.document)
        )
        return order != 0 ? order < 0 : left.document < right.document
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard isBetter(heap[parent], heap[child]) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBetter(heap[worst], heap[child])
            {
                worst = child
            }
            guard worst != parent else { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
