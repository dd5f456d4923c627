internal import CKernels

extension ProximityGraph {
    /// A filter widens the walk so that about as many allowed rows come into view as rows without filter, up to this factor.
    private static let widestForFilter = 24

    /// The `depth` best rows by their codes that a walk of the given breadth sees and that are live and allowed.
    func search(
        _ code: CodeQuery,
        in index: VectorIndex,
        breadth: Int,
        depth: Int,
        allowed: [UInt64]?
    ) -> TopRows {
        var wanted: [UInt64]?
        var breadth = breadth
        if allowed != nil || index.removedCount > 0 {
            var words = Array(index.live)
            if let allowed { for word in words.indices { words[word] &= allowed[word] } }
            let count = max(1, words.reduce(0) { $0 + $1.nonzeroBitCount })
            breadth *= min(Self.widestForFilter, (rowCount + count - 1) / count)
            wanted = words
        }
        var walk = GraphWalk(rowCount: rowCount, breadth: min(breadth, rowCount))
        var top = TopRows(limit: depth)
        var rows = index.codeRows
        code.withQuery { query in
            let start = walk.start(self, &rows, &query)
            let entry = walk.descend(self, &rows, &query, from: start, through: (1...max(1, topLevel)).reversed())
            guard let wanted else {
                walk.explore(self, &rows, &query, from: entry, level: 0) { _, _ in }
                for place in 0..<min(depth, walk.front.count) {
                    top.offer(walk.front[place].row, walk.front[place].score)
                }
                return
            }
            walk.explore(self, &rows, &query, from: entry, level: 0) { row, score in
                guard wanted[row >> 6] & (1 << UInt64(row & 63)) != 0 else { return }
                top.offer(row, score)
            }
        }
        return top
    }
}

extension GraphWalk {
    /// The graph's entry row with its score.
    func start(_ graph: ProximityGraph, _ rows: inout ck_code_rows, _ query: inout ck_code_query) -> VectorHit {
        var (number, score) = (UInt32(graph.entry), Float(0))
        ck_score_codes(&rows, &number, 1, &query, &score)
        return VectorHit(row: graph.entry, score: score)
    }
}
