/// The links and weights of entries by slot, shared by all queues of a policy: an entry is in one queue at a time.
struct SlotLinks: Sendable {
    /// What a policy keeps of an entry.
    struct Node: Sendable {
        var next: Int32 = -1
        var previous: Int32 = -1
        /// The policy's own marks: which queue, how often used.
        var queue: UInt8 = 0
        var uses: UInt8 = 0
        var weight = 0
        var hash: UInt64 = 0
    }

    private var nodes: ContiguousArray<Node> = []

    /// The node of a slot that has been prepared.
    subscript(slot: Int32) -> Node {
        @inline(__always) get { nodes[Int(slot)] }
        @inline(__always) _modify { yield &nodes[Int(slot)] }
    }

    /// Sets a slot's node to that of a new entry.
    mutating func prepare(_ slot: Int32, hash: UInt64, weight: Int) {
        while nodes.count <= Int(slot) { nodes.append(Node()) }
        nodes[Int(slot)] = Node(weight: weight, hash: hash)
    }

    /// Makes room for that many slots at once.
    mutating func reserve(_ count: Int) { nodes.reserveCapacity(count) }
}

/// A queue of slots, newest first, whose links lie in a ``SlotLinks``. All operations take constant time.
struct SlotQueue: Sendable {
    /// The newest; -1 when empty.
    private(set) var head: Int32 = -1
    /// The oldest; -1 when empty.
    private(set) var tail: Int32 = -1
    /// The sum of the weights.
    private(set) var weight = 0
    /// The number of entries.
    private(set) var count = 0

    /// Whether there is none.
    var isEmpty: Bool { tail < 0 }

    /// Adds an entry as the newest.
    mutating func push(_ slot: Int32, _ links: inout SlotLinks) {
        links[slot].next = head
        links[slot].previous = -1
        if head >= 0 { links[head].previous = slot } else { tail = slot }
        head = slot
        weight += links[slot].weight
        count += 1
    }

    /// Takes an entry out.
    mutating func remove(_ slot: Int32, _ links: inout SlotLinks) {
        let node = links[slot]
        if node.previous >= 0 { links[node.previous].next = node.next } else { head = node.next }
        if node.next >= 0 { links[node.next].previous = node.previous } else { tail = node.previous }
        weight -= node.weight
        count -= 1
    }

    /// Makes an entry the newest.
    mutating func touch(_ slot: Int32, _ links: inout SlotLinks) {
        guard head != slot else { return }
        remove(slot, &links)
        push(slot, &links)
    }

    /// Takes the oldest out; nil when there is none.
    mutating func pop(_ links: inout SlotLinks) -> Int32? {
        guard tail >= 0 else { return nil }
        let slot = tail
        remove(slot, &links)
        return slot
    }
}
