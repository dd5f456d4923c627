import HTTPTypes
import NIOCore
import Synchronization

/// Answers as they were sent, kept for as long as the library does not change, and for some seconds at most.
///
/// A question that many ask at once is answered from here without being looked at again: it costs one look into a table.
/// Bounded in bytes; when there is no room, answers that were not asked for since the last round go first (the CLOCK algorithm).
final class HotAnswers: Sendable {
    /// An answer as it was sent.
    struct Entry: Sendable {
        /// The headers of the body.
        var headers: HTTPFields
        var body: ByteBuffer
        /// The body in gzip, when it is worth it.
        var packed: ByteBuffer?
        /// The tag of the body, with quotation marks.
        var tag: String
        /// The state of the library that it is the answer of.
        var mark: String
        /// The pattern of the path, for metrics.
        var route: String
        /// When it is too old, by ``now``.
        var end: ContinuousClock.Instant
    }

    fileprivate struct Slot {
        var key: String
        var entry: Entry
        var wasUsed = false
    }

    fileprivate struct State {
        var places: [String: Int] = [:]
        var slots: [Slot?] = []
        var free: [Int] = []
        var hand = 0
        var bytes = 0
    }

    /// Greater answers are not kept.
    static let greatestEntry = 512 << 10
    /// How long an answer is kept at most: other programs can end answers of the cache that this table does not hear of.
    static let life = Duration.seconds(10)

    private let capacity: Int
    private let state = Mutex(State())

    /// A table.
    ///
    /// - Parameter capacity: bytes; 0 keeps nothing.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The answer to a question asked of a state of the library.
    func entry(_ key: String, mark: String, at now: ContinuousClock.Instant) -> Entry? {
        state.withLock { state in
            guard let place = state.places[key], let slot = state.slots[place] else { return nil }
            guard slot.entry.mark == mark, now < slot.entry.end else {
                state.remove(place)
                return nil
            }
            if !slot.wasUsed { state.slots[place]?.wasUsed = true }
            return slot.entry
        }
    }

    /// Keeps an answer.
    func keep(_ entry: Entry, for key: String) {
        let size = State.size(key, entry)
        guard size <= min(Self.greatestEntry, capacity) else { return }
        state.withLock { state in
            if let place = state.places[key] { state.remove(place) }
            while state.bytes + size > capacity { state.evict() }
            state.insert(Slot(key: key, entry: entry), size)
        }
    }

    /// Forgets everything.
    func clear() { state.withLock { $0 = State() } }
}

extension HotAnswers.State {
    fileprivate static func size(_ key: String, _ entry: HotAnswers.Entry) -> Int {
        key.utf8.count + entry.body.readableBytes + (entry.packed?.readableBytes ?? 0) + 512
    }

    fileprivate mutating func insert(_ slot: HotAnswers.Slot, _ size: Int) {
        let place = free.popLast() ?? slots.count
        if place == slots.count { slots.append(slot) } else { slots[place] = slot }
        places[slot.key] = place
        bytes += size
    }

    fileprivate mutating func remove(_ place: Int) {
        guard let slot = slots[place] else { return }
        slots[place] = nil
        places[slot.key] = nil
        free.append(place)
        bytes -= Self.size(slot.key, slot.entry)
    }

    fileprivate mutating func evict() {
        guard !places.isEmpty else { return }
        while true {
            hand = hand + 1 < slots.count ? hand + 1 : 0
            guard let slot = slots[hand] else { continue }
            if slot.wasUsed { slots[hand]?.wasUsed = false } else { return remove(hand) }
        }
    }
}
