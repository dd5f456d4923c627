internal import CKernels

/// The best documents of a segment for groups of clauses, without looking at all of them. A document must match a clause
/// of each group.
///
/// For each range of 64 documents the greatest possible score is added up from the clauses: from the stored maxima of
/// frequent terms (``RangeMaxima``) and from the scores of all postings of the others. Ranges are read the most promising
/// first; those that cannot reach the worst of the hits kept are passed over. The hits are those of reading everything:
/// scores are added in the order of the clauses, and bounds are compared with some room for what rounding may lose.
struct RangeSearch {
    /// How many ranges are read before the others are chosen again.
    private static let tiers = [12, 96]
    /// Bounds are sums in another order than scores.
    private static let caution: Float = 0.99999
    private static let rangeSize = LexicalFormat.rangeSize

    private let base: Int
    private let documentCount: Int
    private let rangeCount: Int
    /// Clauses, each of which has a row of scores; rows are added in the order of the clauses.
    private var clauseCount = 0
    /// Behind the last clause of each group.
    private var groupEnds: [Int] = []
    /// Bounds of the group that is being added.
    private var groupBounds: [Float]
    private var lists: [(row: Int, list: ScoredList)] = []
    private var cursors: [ListCursor] = []
    private var frequent: [(row: Int, term: FrequentTerm)] = []
    /// The documents that may be found, a word for each range; nil for all.
    private let filter: ArraySlice<UInt64>?
    private var bounds: [Float]
    private let memory = RowMemory()
    /// Which rows of ``memory`` hold scores of the range read last.
    private var usedRows: [Bool] = []
    private var isFrequent: [Bool] = []
    /// Documents found that match.
    private(set) var matches = 0
    /// Whether there may be more.
    private(set) var hasSkipped = false

    /// Prepares for a segment.
    ///
    /// - Parameters:
    ///   - part: the segment.
    ///   - filter: the documents of the whole index that may be found; nil for all.
    init(_ part: LexicalParts.Part, filter: DocumentBitmap?) {
        base = part.base
        documentCount = part.segment.meta.documents
        let ranges = LexicalFormat.rangeCount(documents: documentCount)
        rangeCount = ranges
        self.filter = filter.map { $0.words[(part.base >> 6)..<(part.base >> 6) + ranges] }
        bounds = [Float](repeating: 0, count: rangeCount)
        groupBounds = bounds
    }

    /// Ends the group of the clauses added since the last one.
    mutating func endGroup() {
        if groupEnds.isEmpty {
            swap(&bounds, &groupBounds)
        } else {
            ck_lexical_require(groupBounds, rangeCount, &bounds)
            for index in groupBounds.indices { groupBounds[index] = 0 }
        }
        groupEnds.append(clauseCount)
    }

    /// Adds a clause of which everything is known.
    mutating func append(_ list: ScoredList) {
        lists.append((clauseCount, list))
        cursors.append(ListCursor(list))
        clauseCount += 1
        ck_lexical_add_scores(list.documents, list.scores, list.count, &groupBounds)
    }

    /// Adds a frequent term.
    mutating func append(_ term: FrequentTerm) {
        frequent.append((clauseCount, term))
        clauseCount += 1
        ck_lexical_add_maxima(term.maxima, term.factor, rangeCount, &groupBounds)
    }

    /// Finds the best documents.
    mutating func run(_ top: inout TopHits) {
        guard clauseCount > 0 else { return }
        memory.reserve(rows: clauseCount)
        usedRows = [Bool](repeating: false, count: clauseCount)
        isFrequent = usedRows
        for (row, _) in frequent { isFrequent[row] = true }
        frequent.sort { $0.term.factor > $1.term.factor }
        if let filter {
            for range in bounds.indices where filter[filter.startIndex + range] == 0 { bounds[range] = 0 }
        }
        var upper = Float.infinity
        for wanted in Self.tiers + [.max] {
            let cut = wanted == .max ? 0 : ck_lexical_cut(bounds, bounds.count, wanted)
            let least = max(cut, top.threshold * Self.caution)
            for range in select(from: least, to: upper) { read(Int(range), &top) }
            upper = min(upper, least)
            if cut <= 0 { break }
        }
        hasSkipped = hasSkipped || bounds.contains { $0 > 0 && $0 < upper }
    }

    private mutating func select(from low: Float, to high: Float) -> [UInt32] {
        clearRows()
        for index in cursors.indices { cursors[index].rewind() }
        for (_, term) in frequent { term.rewind() }
        return [UInt32](unsafeUninitializedCapacity: bounds.count + 1) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            count = ck_lexical_select(bounds, bounds.count, low, high, start)
        }
    }

    /// Reads a range unless it turns out that it holds nothing good enough.
    private mutating func read(_ range: Int, _ top: inout TopHits) {
        let threshold = top.threshold * Self.caution
        guard bounds[range] >= threshold, readRows(range, threshold) else {
            hasSkipped = true
            return
        }
        let found = matched() & (filter.map { $0[$0.startIndex + range] } ?? .max)
        matches += found.nonzeroBitCount
        var taken = found & ck_lexical_reaching(memory.sums, threshold)
        let first = base + range * Self.rangeSize
        while taken != 0 {
            let place = taken.trailingZeroBitCount
            top.offer(first + place, score(at: place))
            taken &= taken - 1
        }
    }

    /// The score of a document of the range: in the order of the clauses, not in that of reading.
    private func score(at place: Int) -> Float {
        var sum: Float = 0
        for row in usedRows.indices where usedRows[row] { sum += memory.row(row)[place] }
        return sum
    }

    /// Reads the scores of a range, clause after clause, the cheap and the promising first.
    ///
    /// - Returns: whether a document can reach the threshold; the rows and sums are then complete.
    private mutating func readRows(_ range: Int, _ threshold: Float) -> Bool {
        let first = UInt32(range * Self.rangeSize)
        clearRows()
        for index in cursors.indices {
            let row = lists[index].row
            if cursors[index].read(rangeFrom: first, into: memory.row(row), memory.sums) { usedRows[row] = true }
        }
        guard !frequent.isEmpty else { return ck_lexical_reaches(memory.sums, threshold) != 0 }
        var rest: Float = 0
        for (_, term) in frequent { rest += term.factor * Float(term.maxima[range]) }
        guard ck_lexical_reaches(memory.sums, threshold - rest) != 0, mayMatch() else { return false }
        for (row, term) in frequent where term.maxima[range] > 0 {
            term.read(rangeFrom: first, into: memory.row(row), memory.sums)
            usedRows[row] = true
            // Rounding may leave a little less than nothing.
            rest = max(0, rest - term.factor * Float(term.maxima[range]))
            guard ck_lexical_reaches(memory.sums, threshold - rest) != 0 else { return false }
        }
        return true
    }

    /// The documents of the range that match every group: a bit for each.
    private func matched() -> UInt64 {
        guard groupEnds.count > 1 else { return ck_lexical_reaching(memory.sums, .leastNonzeroMagnitude) }
        var result = UInt64.max
        var row = 0
        for end in groupEnds {
            var group: UInt64 = 0
            while row < end {
                if usedRows[row] { group |= ck_lexical_reaching(memory.row(row), .leastNonzeroMagnitude) }
                row += 1
            }
            result &= group
        }
        return result
    }

    /// Whether a document matches every group that has no frequent term.
    private func mayMatch() -> Bool {
        guard groupEnds.count > 1 else { return true }
        var result = UInt64.max
        var row = 0
        for end in groupEnds {
            var group: UInt64 = 0
            while row < end {
                if isFrequent[row] {
                    group = .max
                } else if usedRows[row] {
                    group |= ck_lexical_reaching(memory.row(row), .leastNonzeroMagnitude)
                }
                row += 1
            }
            result &= group
        }
        return result != 0
    }

    /// Makes all rows zeros again.
    private mutating func clearRows() {
        memory.clearSums()
        for index in cursors.indices where usedRows[lists[index].row] {
            cursors[index].clear(memory.row(lists[index].row))
            usedRows[lists[index].row] = false
        }
        for (row, _) in frequent where usedRows[row] {
            memory.row(row).update(repeating: 0, count: Self.rangeSize)
            usedRows[row] = false
        }
    }

    /// Counts all matches.
    func countAll() -> Int {
        var result = filter.map { Array($0) } ?? [UInt64](repeating: .max, count: rangeCount)
        var start = 0
        for end in groupEnds {
            var words = [UInt64](repeating: 0, count: rangeCount)
            for (row, list) in lists where start <= row && row < end { list.mark(in: &words) }
            for (row, term) in frequent where start <= row && row < end { term.mark(in: &words) }
            for index in words.indices { result[index] &= words[index] }
            start = end
        }
        return result.reduce(0) { $0 + $1.nonzeroBitCount }
    }
}

/// A row of scores for each clause, and their sums, for the 64 documents of a range.
private final class RowMemory {
    private static let rangeSize = LexicalFormat.rangeSize

    let sums: UnsafeMutablePointer<Float>
    private var rows: UnsafeMutablePointer<Float>

    init() {
        sums = .allocate(capacity: Self.rangeSize)
        rows = .allocate(capacity: 1)
        clearSums()
    }

    deinit {
        sums.deallocate()
        rows.deallocate()
    }

    /// Makes so many rows of zeros.
    func reserve(rows count: Int) {
        rows.deallocate()
        rows = .allocate(capacity: count * Self.rangeSize)
        rows.initialize(repeating: 0, count: count * Self.rangeSize)
    }

    func row(_ index: Int) -> UnsafeMutablePointer<Float> { rows + index * Self.rangeSize }

    func clearSums() { sums.initialize(repeating: 0, count: Self.rangeSize) }
}
