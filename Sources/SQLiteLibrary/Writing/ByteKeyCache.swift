/// A bounded map from byte strings to row numbers: open addressing, keys in one arena, no allocation per entry.
///
/// When it is full it is emptied: what is needed again is soon there again, and memory stays bounded.
struct ByteKeyCache {
    private struct Slot {
        var hash: UInt32 = 0
        var start: UInt32 = 0
        var length: UInt32 = 0
        /// 0 for an empty slot; rows are numbered from 1.
        var value: Int64 = 0
    }

    private var slots: [Slot]
    private var arena: [UInt8] = []
    private var count = 0
    private let limit: Int
    private let arenaLimit: Int

    /// A map of at most `limit` entries with at most `arenaLimit` bytes of keys.
    init(limit: Int, arenaLimit: Int) {
        self.limit = limit
        self.arenaLimit = arenaLimit
        var size = 1024
        while size < limit * 2 { size *= 2 }
        slots = [Slot](repeating: Slot(), count: size)
    }

    /// FNV-1a over eight bytes at a time, folded.
    static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(key.count)
        let raw = UnsafeRawBufferPointer(key)
        var at = 0
        while at + 8 <= raw.count {
            hash = (hash ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x9e37_79b9_7f4a_7c15
            hash ^= hash >> 29
            at += 8
        }
        while at < raw.count {
            hash = (hash ^ UInt64(raw[at])) &* 0x0000_0100_0000_01b3
            at += 1
        }
        hash = (hash ^ hash >> 32) &* 0x9e37_79b9_7f4a_7c15
        return UInt32(truncatingIfNeeded: hash >> 32)
    }

    /// The row of a key.
    func value(_ key: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int64? {
        let mask = slots.count - 1
        var index = Int(hash) & mask
        while slots[index].value != 0 {
            if slots[index].hash == hash, isEqual(slots[index], key) { return slots[index].value }
            index = (index + 1) & mask
        }
        return nil
    }

    /// Adds a key that is not there.
    mutating func insert(_ key: UnsafeBufferPointer<UInt8>, hash: UInt32, value: Int64) {
        guard key.count <= arenaLimit / 4 else { return }
        if count >= limit || arena.count + key.count > arenaLimit { removeAll() }
        let mask = slots.count - 1
        var index = Int(hash) & mask
        while slots[index].value != 0 { index = (index + 1) & mask }
        slots[index] = Slot(hash: hash, start: UInt32(arena.count), length: UInt32(key.count), value: value)
        arena.append(contentsOf: key)
        count += 1
    }

    /// Forgets everything.
    mutating func removeAll() {
        guard count > 0 else { return }
        slots.withUnsafeMutableBufferPointer { $0.update(repeating: Slot()) }
        arena.removeAll(keepingCapacity: true)
        count = 0
    }

    private func isEqual(_ slot: Slot, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        guard Int(slot.length) == key.count else { return false }
        return arena.withUnsafeBufferPointer { arena in
            UnsafeBufferPointer(rebasing: arena[Int(slot.start)..<Int(slot.start + slot.length)]).elementsEqual(key)
        }
    }
}
