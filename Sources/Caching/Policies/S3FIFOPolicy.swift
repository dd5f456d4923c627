/// S3-FIFO: newcomers go through a small queue, and only what is asked for again there goes into the main one; what leaves the
/// small queue is remembered, and goes straight into the main one when it comes back.
///
/// Source: J. Yang, Y. Zhang, Z. Qiu, Y. Yue, K. V. Rashmi, "FIFO Queues are All You Need for Cache Eviction", SOSP 2023,
/// algorithm 1, with its sizes: a tenth for the small queue, and as much memory of the past as the main queue holds.
struct S3FIFOPolicy: EvictionPolicy {
    private let capacity: Int
    private let smallTarget: Int
    private var links = SlotLinks()
    private var small = SlotQueue()
    private var main = SlotQueue()
    private var ghosts: GhostQueue

    init(capacity: Int) {
        self.capacity = capacity
        smallTarget = max(1, capacity / 10)
        ghosts = GhostQueue(limit: capacity - smallTarget)
    }

    mutating func hit(_ slot: Int32) {
        if links[slot].uses < 3 { links[slot].uses += 1 }
    }

    mutating func insert(_ slot: Int32, hash: UInt64, weight: Int, victims: inout [Int32]) {
        let isKnown = ghosts.remove(hash)
        while small.weight + main.weight + weight > capacity, !(small.isEmpty && main.isEmpty) {
            if small.weight >= smallTarget || main.isEmpty { evictSmall(&victims) } else { evictMain(&victims) }
        }
        links.prepare(slot, hash: hash, weight: weight)
        links[slot].queue = isKnown ? 1 : 0
        if isKnown { main.push(slot, &links) } else { small.push(slot, &links) }
    }

    mutating func remove(_ slot: Int32) {
        if links[slot].queue == 0 { small.remove(slot, &links) } else { main.remove(slot, &links) }
    }

    private mutating func evictSmall(_ victims: inout [Int32]) {
        guard let slot = small.pop(&links) else { return }
        if links[slot].uses > 1 {
            links[slot].queue = 1
            links[slot].uses = 0
            main.push(slot, &links)
        } else {
            ghosts.push(links[slot].hash, weight: links[slot].weight)
            victims.append(slot)
        }
    }

    private mutating func evictMain(_ victims: inout [Int32]) {
        while let slot = main.pop(&links) {
            if links[slot].uses > 0 {
                links[slot].uses -= 1
                main.push(slot, &links)
            } else {
                victims.append(slot)
                return
            }
        }
    }
}
