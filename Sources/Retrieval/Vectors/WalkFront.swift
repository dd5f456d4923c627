/// The rows in view of a walk through a graph: sorted by score, best first, each marked when its neighbours have been seen.
///
/// A row is one word, so that ordering is comparing integers: the score's bits in the order of their values, then the row's
/// number inverted (lower numbers first), then a bit that is 1 until the row is marked. The memory belongs to the walk.
struct WalkFront {
    private let words: UnsafeMutablePointer<UInt64>
    private let breadth: Int
    private(set) var count = 0
    /// Rows before this one are marked.
    private var cursor = 0

    /// A front over memory for `breadth` + 1 words.
    init(words: UnsafeMutablePointer<UInt64>, breadth: Int) {
        self.words = words
        self.breadth = breadth
    }

    /// The row at a place, the best at 0.
    subscript(place: Int) -> VectorHit {
        VectorHit(row: Self.row(words[place]), score: Self.score(words[place]))
    }

    mutating func removeAll() {
        count = 0
        cursor = 0
    }

    /// Takes a row in, if it is among the best.
    @inline(__always)
    mutating func insert(_ row: Int, _ score: Float) {
        let word = Self.word(row, score)
        if count == breadth, word <= words[breadth - 1] { return }
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if words[middle] > word { low = middle + 1 } else { high = middle }
        }
        // At the end of a full front there is one word more than is kept.
        (words + low + 1).update(from: words + low, count: count - low)
        words[low] = word
        if count < breadth { count += 1 }
        if low < cursor { cursor = low }
    }

    /// Marks the best row that is not marked yet and returns it.
    @inline(__always)
    mutating func next() -> Int? {
        while cursor < count {
            let word = words[cursor]
            cursor += 1
            if word & 1 == 1 {
                words[cursor - 1] = word & ~1
                return Self.row(word)
            }
        }
        return nil
    }

    @inline(__always)
    private static func word(_ row: Int, _ score: Float) -> UInt64 {
        let bits = score.bitPattern
        let ordered = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
        return UInt64(ordered) << 32 | UInt64(0x7FFF_FFFF - UInt32(row)) << 1 | 1
    }

    @inline(__always)
    private static func row(_ word: UInt64) -> Int { 0x7FFF_FFFF - Int((word & 0xFFFF_FFFF) >> 1) }

    @inline(__always)
    private static func score(_ word: UInt64) -> Float {
        let ordered = UInt32(word >> 32)
        return Float(bitPattern: ordered & 0x8000_0000 != 0 ? ordered & 0x7FFF_FFFF : ~ordered)
    }
}
