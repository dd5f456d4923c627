internal import CKernels

/// The rows in view of a walk through a graph: sorted by score, best first, each marked when its neighbours have been seen.
///
/// A row is one word, so that ordering is comparing integers: the score's bits in the order of their values, then the row's
/// number inverted (lower numbers first), then the mark.
struct WalkFront {
    private var words: [UInt64]
    private let breadth: Int
    private(set) var count = 0
    /// Rows before this one are marked.
    private var cursor = 0

    init(breadth: Int) {
        self.breadth = breadth
        words = [UInt64](repeating: 0, count: breadth + 1)
    }

    mutating func removeAll() {
        count = 0
        cursor = 0
    }

    subscript(index: Int) -> VectorHit {
        VectorHit(row: Self.row(words[index]), score: Self.score(words[index]))
    }

    /// Takes a row in, if it is among the best.
    @inline(__always)
    mutating func insert(_ row: Int, _ score: Float) {
        let word = Self.word(row, score)
        let (full, breadth, size) = (count == breadth, breadth, count)
        let place: Int? = words.withUnsafeMutableBufferPointer { words in
            if full, word <= words[breadth - 1] { return nil }
            var (low, high) = (0, size)
            while low < high {
                let middle = (low + high) / 2
                if words[middle] > word { low = middle + 1 } else { high = middle }
            }
            guard let start = words.baseAddress else { return nil }
            (start + low + 1).update(from: start + low, count: size - low)
            words[low] = word
            return low
        }
        guard let place else { return }
        if !full { count += 1 }
        if place < cursor { cursor = place }
    }

    /// Marks the best row that is not marked yet and returns it.
    @inline(__always)
    mutating func next() -> Int? {
        while cursor < count {
            let word = words[cursor]
            if word & 1 == 1 {
                words[cursor] = word & ~1
                cursor += 1
                return Self.row(word)
            }
            cursor += 1
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

/// A walk through a graph towards the rows that score best with a query; its memory is used again for the next one.
struct GraphWalk {
    private var visited: [UInt64]
    private(set) var front: WalkFront
    private var numbers: [UInt32]
    private var scores: [Float]

    init(rowCount: Int, breadth: Int) {
        visited = [UInt64](repeating: 0, count: (rowCount + 63) / 64)
        front = WalkFront(breadth: breadth)
        numbers = [UInt32](repeating: 0, count: 2 * ProximityGraph.linkLimit)
        scores = [Float](repeating: 0, count: 2 * ProximityGraph.linkLimit)
    }

    /// From `start` to ever better neighbours on the levels from `top` down to `bottom`; returns where that ends.
    mutating func descend(
        _ graph: ProximityGraph,
        _ rows: inout ck_code_rows,
        _ query: inout ck_code_query,
        from start: VectorHit,
        through levels: ReversedCollection<ClosedRange<Int>>
    ) -> VectorHit {
        var best = start
        for level in levels {
            var isMoving = true
            while isMoving {
                isMoving = false
                let count = gather(graph.neighbours(of: best.row, level: level), graph.rowCount)
                ck_score_codes(&rows, numbers, count, &query, &scores)
                for index in 0..<count where scores[index] > best.score {
                    best = VectorHit(row: Int(numbers[index]), score: scores[index])
                    isMoving = true
                }
            }
        }
        return best
    }

    /// Fills the front with the best rows around `start` on one level; `see` is told of every row that was scored.
    mutating func explore(
        _ graph: ProximityGraph,
        _ rows: inout ck_code_rows,
        _ query: inout ck_code_query,
        from start: VectorHit,
        level: Int,
        see: (Int, Float) -> Void
    ) {
        visited.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        front.removeAll()
        visited[start.row >> 6] |= 1 << UInt64(start.row & 63)
        front.insert(start.row, start.score)
        see(start.row, start.score)
        while let row = front.next() {
            let count = gatherUnvisited(graph.neighbours(of: row, level: level), graph.rowCount)
            ck_score_codes(&rows, numbers, count, &query, &scores)
            for index in 0..<count {
                front.insert(Int(numbers[index]), scores[index])
                see(Int(numbers[index]), scores[index])
            }
        }
    }

    private mutating func gather(_ neighbours: UnsafeBufferPointer<UInt32>, _ rowCount: Int) -> Int {
        var count = 0
        for row in neighbours where Int(row) < rowCount {
            numbers[count] = row
            count += 1
        }
        return count
    }

    @inline(__always)
    private mutating func gatherUnvisited(_ neighbours: UnsafeBufferPointer<UInt32>, _ rowCount: Int) -> Int {
        visited.withUnsafeMutableBufferPointer { visited in
            numbers.withUnsafeMutableBufferPointer { numbers in
                var count = 0
                for row in neighbours {
                    guard Int(row) < rowCount else { break }
                    let (word, bit) = (Int(row >> 6), UInt64(1) << UInt64(row & 63))
                    guard visited[word] & bit == 0 else { continue }
                    visited[word] |= bit
                    numbers[count] = row
                    count += 1
                }
                return count
            }
        }
    }
}
