internal import CKernels

/// Chooses neighbours that lie in different directions among candidates; keeps its memory between rows.
final class NeighbourChooser {
    private static let capacity = 2 * ProximityGraph.linkLimit + 1

    private var candidates: [VectorHit] = []
    private var chosen: [VectorHit] = []
    private let stride: Int
    private let values: UnsafeMutablePointer<Int8>
    private let numbers: UnsafeMutablePointer<UInt32>
    private let scores: UnsafeMutablePointer<Float>

    init(stride: Int) {
        self.stride = stride
        values = .allocate(capacity: stride)
        numbers = .allocate(capacity: Self.capacity)
        numbers.initialize(repeating: 0, count: Self.capacity)
        scores = .allocate(capacity: Self.capacity)
        scores.initialize(repeating: 0, count: Self.capacity)
    }

    deinit {
        values.deallocate()
        numbers.deallocate()
        scores.deallocate()
    }

    func removeCandidates() { candidates.removeAll(keepingCapacity: true) }

    /// Adds a candidate; they are added best first.
    func add(_ hit: VectorHit) { candidates.append(hit) }

    /// Takes the neighbours of `row` and `other` as the candidates.
    func takeCandidates(
        around row: Int,
        _ neighbours: UnsafeBufferPointer<UInt32>,
        and other: VectorHit,
        _ rows: inout ck_code_rows
    ) {
        removeCandidates()
        numbers.update(from: neighbours.baseAddress ?? UnsafePointer(numbers), count: neighbours.count)
        score(neighbours.count, with: row, &rows)
        candidates.append(other)
        for index in neighbours.indices {
            candidates.append(VectorHit(row: Int(numbers[index]), score: scores[index]))
        }
        candidates.sort(by: VectorHit.precedes)
    }

    /// At most `limit` candidates, best first, none of which is nearer to a better chosen one than to the row itself.
    func choose(_ limit: Int, _ rows: inout ck_code_rows) -> [VectorHit] {
        chosen.removeAll(keepingCapacity: true)
        for candidate in candidates {
            guard chosen.count < limit else { break }
            score(chosen.count, with: candidate.row, &rows)
            var isCovered = false
            for index in 0..<chosen.count where scores[index] > candidate.score { isCovered = true }
            guard !isCovered else { continue }
            numbers[chosen.count] = UInt32(candidate.row)
            chosen.append(candidate)
        }
        return chosen
    }

    /// Scores the first `count` rows in `numbers` with `row`.
    private func score(_ count: Int, with row: Int, _ rows: inout ck_code_rows) {
        guard count > 0 else { return }
        var query = ck_code_query(values: nil, stride: stride, bias: 0, scale: 0)
        ck_query_of_row(&rows, row, values, &query)
        ck_score_codes(&rows, numbers, count, &query, scores)
    }
}
