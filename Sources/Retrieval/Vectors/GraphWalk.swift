internal import CKernels

/// A walk through a graph towards the rows that score best with a query; its memory is used again for the next one.
final class GraphWalk {
    /// What the last exploration found.
    private(set) var front: WalkFront
    private let words: UnsafeMutablePointer<UInt64>
    /// A bit for each row that was scored.
    private let visited: UnsafeMutableBufferPointer<UInt64>
    private let numbers: UnsafeMutablePointer<UInt32>
    private let scores: UnsafeMutablePointer<Float>
    private let rowCount: Int

    /// A walk through graphs of at most `rowCount` rows that keeps `breadth` rows in view.
    init(rowCount: Int, breadth: Int) {
        let breadth = max(1, breadth)
        self.rowCount = rowCount
        words = .allocate(capacity: breadth + 1)
        words.initialize(repeating: 0, count: breadth + 1)
        front = WalkFront(words: words, breadth: breadth)
        visited = .allocate(capacity: (rowCount + 63) / 64)
        visited.initialize(repeating: 0)
        numbers = .allocate(capacity: 2 * ProximityGraph.linkLimit)
        numbers.initialize(repeating: 0, count: 2 * ProximityGraph.linkLimit)
        scores = .allocate(capacity: 2 * ProximityGraph.linkLimit)
        scores.initialize(repeating: 0, count: 2 * ProximityGraph.linkLimit)
    }

    deinit {
        words.deallocate()
        visited.deallocate()
        numbers.deallocate()
        scores.deallocate()
    }

    /// The graph's entry row with its score.
    func start(_ graph: ProximityGraph, _ rows: inout ck_code_rows, _ query: inout ck_code_query) -> VectorHit {
        numbers[0] = UInt32(graph.entry)
        ck_score_codes(&rows, numbers, 1, &query, scores)
        return VectorHit(row: graph.entry, score: scores[0])
    }

    /// From `start` to ever better neighbours, on the graph's top level first, then on each below down to `bottom`; returns
    /// where that ends.
    func descend(
        _ graph: ProximityGraph,
        _ rows: inout ck_code_rows,
        _ query: inout ck_code_query,
        from start: VectorHit,
        downTo bottom: Int
    ) -> VectorHit {
        var best = start
        var level = graph.topLevel
        while level >= bottom {
            var isMoving = true
            while isMoving {
                isMoving = false
                let count = gather(graph.neighbours(of: best.row, level: level))
                ck_score_codes(&rows, numbers, count, &query, scores)
                for index in 0..<count where scores[index] > best.score {
                    best = VectorHit(row: Int(numbers[index]), score: scores[index])
                    isMoving = true
                }
            }
            level -= 1
        }
        return best
    }

    /// Fills the front with the best rows around `start` on one level.
    ///
    /// - Parameter seen: is offered every row that is scored and has its bit set in `wanted`; nil for none.
    func explore(
        _ graph: ProximityGraph,
        _ rows: inout ck_code_rows,
        _ query: inout ck_code_query,
        from start: VectorHit,
        level: Int,
        offering seen: inout TopRows,
        _ wanted: [UInt64]? = nil
    ) {
        visited.update(repeating: 0)
        front.removeAll()
        numbers[0] = UInt32(start.row)
        scores[0] = start.score
        visited[start.row >> 6] |= 1 << UInt64(start.row & 63)
        var count = 1
        while true {
            for index in 0..<count { front.insert(Int(numbers[index]), scores[index]) }
            if let wanted { offer(count, to: &seen, wanted) }
            guard let row = front.next() else { return }
            count = gatherUnvisited(graph.neighbours(of: row, level: level))
            ck_score_codes(&rows, numbers, count, &query, scores)
        }
    }

    private func offer(_ count: Int, to seen: inout TopRows, _ wanted: [UInt64]) {
        for index in 0..<count {
            let row = Int(numbers[index])
            if wanted[row >> 6] & (1 << UInt64(row & 63)) != 0 { seen.offer(row, scores[index]) }
        }
    }

    private func gather(_ neighbours: UnsafeBufferPointer<UInt32>) -> Int {
        var count = 0
        for row in neighbours {
            guard Int(row) < rowCount else { break }
            numbers[count] = row
            count += 1
        }
        return count
    }

    @inline(__always)
    private func gatherUnvisited(_ neighbours: UnsafeBufferPointer<UInt32>) -> Int {
        var count = 0
        for row in neighbours {
            guard Int(row) < rowCount else { break }
            let (word, bit) = (Int(row >> 6), UInt64(1) << UInt64(row & 63))
            numbers[count] = row
            if visited[word] & bit == 0 { count += 1 }
            visited[word] |= bit
        }
        return count
    }
}
