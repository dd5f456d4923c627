/// S3-FIFO with two changes: the small queue finds its own size, and is in order of use.
///
/// Both queues leave a memory of what they let go (half and seven tenths of the capacity). When something comes back that the small queue had let go,
/// that queue was too small, and grows; when it is something of the main queue, the small one shrinks; by steps that are the
/// greater the less the other memory holds, as in ARC. So a workload of recent things gets a large small queue, which is then nearly
/// LRU, and one of loops and frequent things a small one.
///
/// Sources: J. Yang and others, S3-FIFO, SOSP 2023 (the queues); N. Megiddo, D. S. Modha, ARC, FAST 2003 (the adaptation).
struct AdaptiveS3FIFOPolicy: EvictionPolicy {
    private enum Queue { static let small: UInt8 = 0, main: UInt8 = 1 }

    /// How many times its weight an entry that comes back moves the border.
    private static let pace = 2.0

    private let capacity: Int
    private var links = SlotLinks()
    private var small = SlotQueue()
    private var main = SlotQueue()
    private var smallGhosts: GhostQueue
    private var mainGhosts: GhostQueue
    /// The weight that the small queue shall have.
    private var smallTarget: Double

    init(capacity: Int) {
        self.capacity = capacity
        smallTarget = max(1, Double(capacity) / 10)
        smallGhosts = GhostQueue(limit: (capacity + 1) / 2)
        mainGhosts = GhostQueue(limit: capacity - capacity * 3 / 10)
    }

    mutating func hit(_ slot: Int32) {
        if links[slot].uses < 3 { links[slot].uses += 1 }
        if links[slot].queue == Queue.small { small.touch(slot, &links) }
    }

    mutating func insert(_ slot: Int32, hash: UInt64, weight: Int, victims: inout [Int32]) {
        let isKnown = recall(hash, weight: weight)
        while small.weight + main.weight + weight > capacity, !(small.isEmpty && main.isEmpty) {
            if Double(small.weight) >= smallTarget && !small.isEmpty || main.isEmpty {
                evictSmall(&victims)
            } else {
                evictMain(&victims)
            }
        }
        links.prepare(slot, hash: hash, weight: weight)
        links[slot].queue = isKnown ? Queue.main : Queue.small
        if isKnown { main.push(slot, &links) } else { small.push(slot, &links) }
    }

    mutating func remove(_ slot: Int32) {
        if links[slot].queue == Queue.small { small.remove(slot, &links) } else { main.remove(slot, &links) }
    }

    /// Moves the border when the entry was let go too early.
    ///
    /// - Returns: whether it was remembered.
    private mutating func recall(_ hash: UInt64, weight: Int) -> Bool {
        let ratio = Double(max(1, mainGhosts.weight)) / Double(max(1, smallGhosts.weight))
        let step = Self.pace * Double(weight)
        if smallGhosts.remove(hash) {
            smallTarget = min(0.9 * Double(capacity), smallTarget + step * max(1, ratio))
            return true
        }
        if mainGhosts.remove(hash) {
            smallTarget = max(max(1, 0.01 * Double(capacity)), smallTarget - step * max(1, 1 / ratio))
            return true
        }
        return false
    }

    /// Lets the oldest of the small queue go, or into the main one when it was asked for at least twice.
    private mutating func evictSmall(_ victims: inout [Int32]) {
        guard let slot = small.pop(&links) else { return }
        if links[slot].uses > 1 {
            links[slot].queue = Queue.main
            links[slot].uses = 0
            main.push(slot, &links)
            if Double(main.weight) > Double(capacity) - smallTarget { evictMain(&victims) }
        } else {
            smallGhosts.push(links[slot].hash, weight: links[slot].weight)
            victims.append(slot)
        }
    }

    /// Lets the oldest of the main queue go that was not asked for since it last was the oldest.
    private mutating func evictMain(_ victims: inout [Int32]) {
        while let slot = main.pop(&links) {
            if links[slot].uses > 0 {
                links[slot].uses -= 1
                main.push(slot, &links)
            } else {
                mainGhosts.push(links[slot].hash, weight: links[slot].weight)
                victims.append(slot)
                return
            }
        }
    }
}
