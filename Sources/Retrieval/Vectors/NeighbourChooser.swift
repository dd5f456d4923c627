internal import CKernels

/// Chooses neighbours that lie in different directions among candidates; keeps its memory between rows.
struct NeighbourChooser {
    private var candidates: [VectorHit] = []
    private var values: [Int8]
    private var numbers: [UInt32] = []
    private var scores = [Float](repeating: 0, count: 2 * ProximityGraph.linkLimit + 1)

    init(stride: Int) {
        values = [Int8](repeating: 0, count: stride)
        candidates.reserveCapacity(256)
        numbers.reserveCapacity(2 * ProximityGraph.linkLimit + 1)
    }

    mutating func removeCandidates() { candidates.removeAll(keepingCapacity: true) }

    /// Adds a candidate; they are added best first.
    mutating func addCandidate(_ hit: VectorHit) { candidates.append(hit) }

    /// Takes `rows` and `other` as the candidates for neighbours of `row`.
    mutating func takeCandidates(
        around row: Int,
        _ neighbours: [UInt32],
        and other: VectorHit,
        _ rows: inout ck_code_rows
    ) {
        removeCandidates()
        score(neighbours, with: row, &rows)
        candidates.append(other)
        for (index, neighbour) in neighbours.enumerated() {
            candidates.append(VectorHit(row: Int(neighbour), score: scores[index]))
        }
        candidates.sort(by: VectorHit.precedes)
    }

    /// At most `limit` candidates, best first, none of which is nearer to a better chosen one than to the row itself.
    mutating func choose(_ limit: Int, _ rows: inout ck_code_rows) -> [VectorHit] {
        var chosen: [VectorHit] = []
        chosen.reserveCapacity(limit)
        numbers.removeAll(keepingCapacity: true)
        for candidate in candidates {
            guard chosen.count < limit else { break }
            score(numbers, with: candidate.row, &rows)
            var isCovered = false
            for index in chosen.indices where scores[index] > candidate.score { isCovered = true }
            guard !isCovered else { continue }
            chosen.append(candidate)
            numbers.append(UInt32(candidate.row))
        }
        return chosen
    }

    private mutating func score(_ others: [UInt32], with row: Int, _ rows: inout ck_code_rows) {
        guard !others.isEmpty else { return }
        var query = ck_code_query(values: nil, stride: values.count, bias: 0, scale: 0)
        values.withUnsafeMutableBufferPointer { values in
            guard let start = values.baseAddress else { return }
            ck_query_of_row(&rows, row, start, &query)
            ck_score_codes(&rows, others, others.count, &query, &scores)
        }
    }
}
