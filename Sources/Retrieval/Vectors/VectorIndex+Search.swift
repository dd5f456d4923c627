internal import CKernels

extension VectorIndex {
    /// Candidates that the codes choose for each hit wanted, before the vectors decide their order.
    private static let candidatesPerHit = 3
    private static let leastCandidates = 48
    /// With fewer allowed rows than this the graph is left aside: looking at each of them is faster and exact.
    private static let leastForGraph = 2_000
    /// So is it when fewer than one row in this many is allowed: most of the way would lead through rows that are not.
    private static let sparseFilter = 24

    /// The rows whose vectors have the greatest inner products with `query`, best first.
    ///
    /// - Parameters:
    ///   - query: as many components as the vectors have.
    ///   - limit: how many rows at most.
    ///   - filter: the rows allowed, of ``rowCount`` documents; nil allows all.
    ///   - breadth: candidates that a search through the graph keeps in view; more find more of the true best and take longer.
    /// - Returns: rows with their scores in descending order, equal ones by row. Empty when the query has the wrong
    ///   dimension or is zero.
    /// - Complexity: O(rows x dimension) without graph, about O(breadth x log rows x dimension) with.
    public func search(
        _ query: [Float],
        limit: Int,
        filter: DocumentBitmap? = nil,
        breadth: Int = 64
    ) -> [VectorHit] {
        query.withUnsafeBufferPointer { search($0, limit: limit, filter: filter, breadth: breadth) }
    }

    /// ``search(_:limit:filter:breadth:)`` for a query in memory of the caller's.
    public func search(
        _ query: UnsafeBufferPointer<Float>,
        limit: Int,
        filter: DocumentBitmap? = nil,
        breadth: Int = 64
    ) -> [VectorHit] {
        let limit = min(limit, rowCount)
        guard limit > 0, query.count == identity.dimension, VectorCode.scale(of: query) > 0,
            filter == nil || filter?.count == rowCount
        else { return [] }
        let code = CodeQuery(query, stride: stride)
        let depth = min(rowCount, max(Self.leastCandidates, Self.candidatesPerHit * limit))
        let allowed = filter.map(\.words)
        var candidates = TopRows(limit: depth)
        if let graph, prefersGraph(filter) {
            let breadth = max(breadth, limit)
            candidates = graph.search(code, in: self, breadth: breadth, depth: depth, allowed: allowed)
        } else {
            scan(code, allowed: allowed, into: &candidates)
        }
        return ranked(candidates, query, limit)
    }

    /// The inner product of `query` and a row's vector; nil for rows outside the file and queries of another dimension.
    public func score(_ query: [Float], row: Int) -> Float? {
        guard query.count == identity.dimension, isLive(row), let vectors = halves.baseAddress else { return nil }
        return ck_dot_f16(query, vectors + row * query.count, query.count)
    }

    private func prefersGraph(_ filter: DocumentBitmap?) -> Bool {
        guard let filter else { return true }
        let count = filter.population
        return count >= Self.leastForGraph && count >= rowCount / Self.sparseFilter
    }

    /// Offers every allowed row to `top`, scored by its codes.
    private func scan(_ code: CodeQuery, allowed: [UInt64]?, into top: inout TopRows) {
        var rows = codeRows
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 64) { scores in
            code.withQuery { query in
                for word in live.indices {
                    var wanted = live[word]
                    if let allowed { wanted &= allowed[word] }
                    let first = word << 6
                    let count = min(64, rowCount - first)
                    guard wanted != 0 else { continue }
                    var above = ck_scan_codes(&rows, first, count, &query, top.threshold, scores.baseAddress) & wanted
                    while above != 0 {
                        let bit = above.trailingZeroBitCount
                        top.offer(first + bit, scores[bit])
                        above &= above - 1
                    }
                }
            }
        }
    }

    /// The best `limit` candidates by their vectors.
    private func ranked(_ candidates: TopRows, _ query: UnsafeBufferPointer<Float>, _ limit: Int) -> [VectorHit] {
        guard let vectors = halves.baseAddress, let components = query.baseAddress else { return [] }
        let dimension = identity.dimension
        var top = TopRows(limit: limit)
        for hit in candidates.sorted() {
            top.offer(hit.row, ck_dot_f16(components, vectors + hit.row * dimension, dimension))
        }
        return top.sorted()
    }
}
