/// Least recently used first.
struct LRUPolicy: EvictionPolicy {
    private let capacity: Int
    private var links = SlotLinks()
    private var queue = SlotQueue()

    init(capacity: Int) { self.capacity = capacity }

    mutating func hit(_ slot: Int32) { queue.touch(slot, &links) }

    mutating func insert(_ slot: Int32, hash: UInt64, weight: Int, victims: inout [Int32]) {
        while queue.weight + weight > capacity, let victim = queue.pop(&links) { victims.append(victim) }
        links.prepare(slot, hash: hash, weight: weight)
        queue.push(slot, &links)
    }

    mutating func remove(_ slot: Int32) { queue.remove(slot, &links) }
}
