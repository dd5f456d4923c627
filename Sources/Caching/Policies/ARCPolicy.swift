/// ARC: what was asked for once, and what was asked for again, in two queues whose sizes follow from which of them would have
/// kept what is asked for now.
///
/// Source: N. Megiddo, D. S. Modha, "ARC: A Self-Tuning, Low Overhead Replacement Cache", FAST 2003, figure 4; weights in place of
/// counts.
struct ARCPolicy: EvictionPolicy {
    private enum Queue { static let once: UInt8 = 0, again: UInt8 = 1 }

    private let capacity: Int
    private var links = SlotLinks()
    private var once = SlotQueue()
    private var again = SlotQueue()
    private var onceGhosts: GhostQueue
    private var againGhosts: GhostQueue
    /// The weight that `once` shall have.
    private var target = 0

    init(capacity: Int) {
        self.capacity = capacity
        onceGhosts = GhostQueue(limit: capacity)
        againGhosts = GhostQueue(limit: 2 * capacity)
    }

    mutating func hit(_ slot: Int32) {
        if links[slot].queue == Queue.once {
            once.remove(slot, &links)
            links[slot].queue = Queue.again
            again.push(slot, &links)
        } else {
            again.touch(slot, &links)
        }
    }

    mutating func insert(_ slot: Int32, hash: UInt64, weight: Int, victims: inout [Int32]) {
        let ratio = Double(max(1, againGhosts.weight)) / Double(max(1, onceGhosts.weight))
        if onceGhosts.remove(hash) {
            target = min(capacity, target + Int(Double(weight) * max(1, ratio)))
            replace(for: weight, isAgainGhost: false, victims: &victims)
            add(slot, hash, weight, Queue.again)
        } else if againGhosts.remove(hash) {
            target = max(0, target - Int(Double(weight) * max(1, 1 / ratio)))
            replace(for: weight, isAgainGhost: true, victims: &victims)
            add(slot, hash, weight, Queue.again)
        } else {
            insertUnknown(slot, hash, weight, &victims)
        }
    }

    mutating func remove(_ slot: Int32) {
        if links[slot].queue == Queue.once { once.remove(slot, &links) } else { again.remove(slot, &links) }
    }

    private mutating func insertUnknown(_ slot: Int32, _ hash: UInt64, _ weight: Int, _ victims: inout [Int32]) {
        while once.weight + onceGhosts.weight + weight > capacity {
            if onceGhosts.count > 0 {
                onceGhosts.forgetOldest()
            } else if let victim = once.pop(&links) {
                victims.append(victim)
            } else {
                break
            }
        }
        replace(for: weight, isAgainGhost: false, victims: &victims)
        let rest = 2 * capacity - once.weight - onceGhosts.weight - again.weight - weight
        while againGhosts.weight > max(0, rest), againGhosts.count > 0 { againGhosts.forgetOldest() }
        add(slot, hash, weight, Queue.once)
    }

    private mutating func add(_ slot: Int32, _ hash: UInt64, _ weight: Int, _ queue: UInt8) {
        links.prepare(slot, hash: hash, weight: weight)
        links[slot].queue = queue
        if queue == Queue.once { once.push(slot, &links) } else { again.push(slot, &links) }
    }

    private mutating func replace(for weight: Int, isAgainGhost: Bool, victims: inout [Int32]) {
        while once.weight + again.weight + weight > capacity, !(once.isEmpty && again.isEmpty) {
            let takesOnce =
                again.isEmpty || !once.isEmpty && (once.weight > target || isAgainGhost && once.weight == target)
            if takesOnce, let victim = once.pop(&links) {
                onceGhosts.push(links[victim].hash, weight: links[victim].weight)
                victims.append(victim)
            } else if let victim = again.pop(&links) {
                againGhosts.push(links[victim].hash, weight: links[victim].weight)
                victims.append(victim)
            }
        }
    }
}
