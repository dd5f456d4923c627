/// Hashes of entries that have left, oldest forgotten first: how a policy sees that it let something go too early.
struct GhostQueue: Sendable {
    /// What is remembered of an entry.
    private struct Ghost {
        var hash: UInt64
        var number: UInt64
        var weight: Int
    }

    /// How much weight it remembers at most.
    var limit: Int { didSet { trim() } }

    /// The sum of the weights that are remembered.
    private(set) var weight = 0

    private var queue: ContiguousArray<Ghost> = []
    private var first = 0
    private var places: [UInt64: (number: UInt64, weight: Int)] = [:]
    private var next: UInt64 = 0

    /// An empty queue.
    init(limit: Int) { self.limit = limit }

    /// How many are remembered.
    var count: Int { places.count }

    /// Remembers an entry as the newest.
    mutating func push(_ hash: UInt64, weight entryWeight: Int) {
        if let old = places.updateValue((next, entryWeight), forKey: hash) { weight -= old.weight }
        queue.append(Ghost(hash: hash, number: next, weight: entryWeight))
        next += 1
        weight += entryWeight
        trim()
        compact()
    }

    /// Forgets an entry.
    ///
    /// - Returns: whether it was remembered.
    mutating func remove(_ hash: UInt64) -> Bool {
        guard let place = places.removeValue(forKey: hash) else { return false }
        weight -= place.weight
        return true
    }

    /// Forgets the oldest.
    mutating func forgetOldest() {
        while first < queue.count {
            let ghost = queue[first]
            first += 1
            // What was forgotten or remembered again meanwhile has left a ghost with another number.
            guard let place = places[ghost.hash], place.number == ghost.number else { continue }
            places[ghost.hash] = nil
            weight -= ghost.weight
            return
        }
    }

    private mutating func trim() {
        while weight > limit, !places.isEmpty { forgetOldest() }
    }

    private mutating func compact() {
        guard queue.count > 64, queue.count > 2 * places.count + first / 2, first > 0 || queue.count > 4 * places.count
        else {
            return
        }
        queue = ContiguousArray(queue[first...].filter { places[$0.hash]?.number == $0.number })
        first = 0
    }
}
