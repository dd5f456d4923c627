#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Gives terms small numbers, in the order in which they are first met.
///
/// Open addressing; a slot holds half of the hash and the number, so that nearly every look-up compares bytes once.
struct TermTable: ~Copyable {
    private var slots: UnsafeMutablePointer<UInt64>
    private var slotMask: Int
    /// Keys one after the other, with eight bytes to spare.
    private var keys = ByteBuffer(capacity: 1 << 20)
    private var starts: UnsafeMutablePointer<UInt32>
    private var startCapacity = 1 << 16
    /// How many terms there are.
    private(set) var count = 0

    init() {
        slotMask = (1 << 17) - 1
        slots = .allocate(capacity: slotMask + 1)
        slots.initialize(repeating: 0, count: slotMask + 1)
        starts = .allocate(capacity: startCapacity + 1)
        starts[0] = 0
    }

    deinit {
        slots.deallocate()
        starts.deallocate()
    }

    /// Bytes of all keys.
    var keyBytes: Int { keys.count }

    /// The key of a term: its group, then its bytes.
    func key(_ term: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: keys.bytes[Int(starts[term])..<Int(starts[term + 1])])
    }

    /// The number of a term of at most 64 bytes; at least seven more bytes must be readable behind it.
    @inline(__always)
    mutating func number(group: UInt8, term: UnsafePointer<UInt8>, count length: Int) -> UInt32 {
        let hash = Self.hash(group, term, length)
        var slot = Int(truncatingIfNeeded: hash) & slotMask
        let tag = hash >> 32
        while true {
            let value = slots[slot]
            if value == 0 { return insert(group, term, length, tag, slot) }
            if value >> 32 == tag {
                let number = Int(truncatingIfNeeded: value & 0xFFFF_FFFF) - 1
                let start = Int(starts[number])
                if Int(starts[number + 1]) - start == length + 1, keys.start[start] == group,
                    Self.isEqual(keys.start + (start + 1), term, length)
                {
                    return UInt32(number)
                }
            }
            slot = (slot + 1) & slotMask
        }
    }

    /// Forgets all terms.
    mutating func removeAll() {
        slots.update(repeating: 0, count: slotMask + 1)
        keys.removeAll()
        count = 0
    }

    @inline(__always)
    private static func isEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        guard count > 8 else {
            let (l, r) = (word(left), word(right))
            return (l ^ r) & mask(count) == 0
        }
        return word(left) == word(right) && memcmp(left + 8, right + 8, count - 8) == 0
    }

    @inline(__always)
    private static func word(_ start: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    private static func mask(_ count: Int) -> UInt64 { count >= 8 ? .max : (1 << UInt64(count * 8)) &- 1 }

    @inline(__always)
    private static func hash(_ group: UInt8, _ term: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
        var hash = UInt64(group) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(length)
        var place = 0
        while place < length {
            hash = (hash ^ (word(term + place) & mask(length - place))) &* 0xD6E8_FEB8_6659_FD93
            hash ^= hash >> 29
            place += 8
        }
        hash = hash &* 0x9E37_79B9_7F4A_7C15
        return hash ^ hash >> 32
    }

    private mutating func insert(
        _ group: UInt8,
        _ term: UnsafePointer<UInt8>,
        _ length: Int,
        _ tag: UInt64,
        _ slot: Int
    ) -> UInt32 {
        let number = count
        if number == startCapacity { growStarts() }
        keys.append(group)
        keys.append(UnsafeRawBufferPointer(start: term, count: length))
        keys.reserve(8)
        count += 1
        starts[count] = UInt32(keys.count)
        slots[slot] = tag << 32 | UInt64(number + 1)
        if count * 2 > slotMask { growSlots() }
        return UInt32(number)
    }

    private mutating func growStarts() {
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: startCapacity * 2 + 1)
        larger.update(from: starts, count: startCapacity + 1)
        starts.deallocate()
        starts = larger
        startCapacity *= 2
    }

    private mutating func growSlots() {
        slots.deallocate()
        slotMask = slotMask * 2 + 1
        slots = .allocate(capacity: slotMask + 1)
        slots.initialize(repeating: 0, count: slotMask + 1)
        for number in 0..<count {
            let key = self.key(number)
            guard let start = key.baseAddress?.assumingMemoryBound(to: UInt8.self) else { continue }
            let hash = Self.hash(start[0], start + 1, key.count - 1)
            var slot = Int(truncatingIfNeeded: hash) & slotMask
            while slots[slot] != 0 { slot = (slot + 1) & slotMask }
            slots[slot] = hash & ~0xFFFF_FFFF | UInt64(number + 1)
        }
    }
}
