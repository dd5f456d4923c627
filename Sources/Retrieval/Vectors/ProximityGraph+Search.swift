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
        let wanted = wantedRows(index, allowed)
        var breadth = breadth
        if let wanted {
            let count = max(1, wanted.reduce(0) { $0 + $1.nonzeroBitCount })
            breadth *= min(Self.widestForFilter, (rowCount + count - 1) / count)
        }
        let walk = GraphWalk(rowCount: rowCount, breadth: min(breadth, rowCount))
        var top = TopRows(limit: depth)
        var rows = index.codeRows
        code.withQuery { query in
            let start = walk.start(self, &rows, &query)
            let entry = walk.descend(self, &rows, &query, from: start, downTo: 1)
            walk.explore(self, &rows, &query, from: entry, level: 0, offering: &top, wanted)
        }
        guard wanted == nil else { return top }
        for place in 0..<min(depth, walk.front.count) {
            top.offer(walk.front[place].row, walk.front[place].score)
        }
        return top
    }

    /// The rows that may be found, where not all may.
    private func wantedRows(_ index: VectorIndex, _ allowed: [UInt64]?) -> [UInt64]? {
        guard allowed != nil || index.removedCount > 0 else { return nil }
        var words = Array(index.live)
        if let allowed { for word in words.indices { words[word] &= allowed[word] } }
        return words
    }
}
