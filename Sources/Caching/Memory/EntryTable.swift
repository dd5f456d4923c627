/// A hash table of entries with open addressing (linear probing, deletion by shifting back), at most half full.
///
/// Hashes lie side by side, so that a look at one cache line finds the entry or that there is none.
struct EntryTable {
    private var hashes: ContiguousArray<UInt64>
    private var entries: ContiguousArray<CacheEntry?>
    private var mask: Int

    /// How many entries there are.
    private(set) var count = 0

    init() {
        hashes = ContiguousArray(repeating: 0, count: 16)
        entries = ContiguousArray(repeating: nil, count: 16)
        mask = 15
    }

    /// The entry of a key.
    @inline(__always)
    func find(_ key: CacheKey) -> CacheEntry? {
        var place = Int(truncatingIfNeeded: key.hash) & mask
        while let entry = entries[place] {
            if hashes[place] == key.hash, entry.key.bytes == key.bytes { return entry }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Adds an entry whose key is not there.
    mutating func insert(_ entry: CacheEntry) {
        if 2 * (count + 1) > mask { grow() }
        place(entry)
        count += 1
    }

    /// Takes an entry out that is there.
    mutating func remove(_ entry: CacheEntry) {
        var hole = Int(truncatingIfNeeded: entry.key.hash) & mask
        while let other = entries[hole], other !== entry { hole = (hole + 1) & mask }
        guard entries[hole] != nil else { return }
        var next = (hole + 1) & mask
        while entries[next] != nil {
            // An entry moves back when its own place is not between the hole and where it stands.
            let home = Int(truncatingIfNeeded: hashes[next]) & mask
            if (next - home) & mask >= (next - hole) & mask {
                entries[hole] = entries[next]
                hashes[hole] = hashes[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        entries[hole] = nil
        count -= 1
    }

    /// Calls `body` with each entry.
    func forEach(_ body: (CacheEntry) -> Void) {
        for case let entry? in entries { body(entry) }
    }

    private mutating func grow() {
        let old = entries
        mask = 2 * (mask + 1) - 1
        hashes = ContiguousArray(repeating: 0, count: mask + 1)
        entries = ContiguousArray(repeating: nil, count: mask + 1)
        for case let entry? in old { place(entry) }
    }

    private mutating func place(_ entry: CacheEntry) {
        var place = Int(truncatingIfNeeded: entry.key.hash) & mask
        while entries[place] != nil { place = (place + 1) & mask }
        entries[place] = entry
        hashes[place] = entry.key.hash
    }
}
