/// A hash table of entries with open addressing (linear probing, deletion by shifting back), at most half full.
///
/// Hashes lie beside the references, so that a look at one cache line finds the entry or that there is none. The table does not keep
/// its entries alive: whoever owns it does, from before they are added until after they are removed.
struct EntryTable {
    private struct Place {
        var lower: UInt64 = 0
        var upper: UInt64 = 0
        var entry: Unmanaged<CacheEntry>?
    }

    private var places = ContiguousArray(repeating: Place(), count: 16)
    private var mask = 15

    /// How many entries there are.
    private(set) var count = 0

    /// The entry of a key.
    @inline(__always)
    func find(_ key: CacheKey) -> Unmanaged<CacheEntry>? {
        var number = Int(truncatingIfNeeded: key.hash) & mask
        while let entry = places[number].entry {
            if places[number].lower == key.hash, places[number].upper == key.upperHash { return entry }
            number = (number + 1) & mask
        }
        return nil
    }

    /// Adds an entry whose key is not there.
    mutating func insert(_ entry: CacheEntry) {
        if 2 * (count + 1) > mask { grow() }
        place(Place(lower: entry.key.hash, upper: entry.key.upperHash, entry: .passUnretained(entry)))
        count += 1
    }

    /// Takes an entry out.
    mutating func remove(_ entry: CacheEntry) {
        let sought = Unmanaged.passUnretained(entry).toOpaque()
        var hole = Int(truncatingIfNeeded: entry.key.hash) & mask
        while let other = places[hole].entry, other.toOpaque() != sought { hole = (hole + 1) & mask }
        guard places[hole].entry != nil else { return }
        var next = (hole + 1) & mask
        while places[next].entry != nil {
            // An entry moves back when its own place is not between the hole and where it stands.
            let home = Int(truncatingIfNeeded: places[next].lower) & mask
            if (next - home) & mask >= (next - hole) & mask {
                places[hole] = places[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        places[hole] = Place()
        count -= 1
    }

    private mutating func grow() {
        let old = places
        mask = 2 * (mask + 1) - 1
        places = ContiguousArray(repeating: Place(), count: mask + 1)
        for occupied in old where occupied.entry != nil { place(occupied) }
    }

    private mutating func place(_ new: Place) {
        var number = Int(truncatingIfNeeded: new.lower) & mask
        while places[number].entry != nil { number = (number + 1) & mask }
        places[number] = new
    }
}
