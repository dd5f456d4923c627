/// SIEVE: one queue in order of arrival, through which a hand goes from old to new and takes the first that was not asked for
/// since it last came by.
///
/// Source: Y. Zhang, J. Yang, Y. Yue, Y. Vigfusson, K. V. Rashmi, "SIEVE is Simpler than LRU", NSDI 2024, algorithm 1.
struct SievePolicy: EvictionPolicy {
    private let capacity: Int
    private var links = SlotLinks()
    private var queue = SlotQueue()
    private var hand: Int32 = -1

    init(capacity: Int) { self.capacity = capacity }

    mutating func hit(_ slot: Int32) { links[slot].uses = 1 }

    mutating func insert(_ slot: Int32, hash: UInt64, weight: Int, victims: inout [Int32]) {
        while queue.weight + weight > capacity, !queue.isEmpty { victims.append(evict()) }
        links.prepare(slot, hash: hash, weight: weight)
        queue.push(slot, &links)
    }

    mutating func remove(_ slot: Int32) {
        if hand == slot { hand = links[slot].previous }
        queue.remove(slot, &links)
    }

    private mutating func evict() -> Int32 {
        var slot = hand >= 0 ? hand : queue.tail
        while links[slot].uses > 0 {
            links[slot].uses = 0
            slot = links[slot].previous >= 0 ? links[slot].previous : queue.tail
        }
        hand = links[slot].previous
        queue.remove(slot, &links)
        return slot
    }
}
