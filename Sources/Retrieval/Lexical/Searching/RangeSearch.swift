internal import CKernels

/// The best documents of a segment for clauses of which any may match, without looking at all of them.
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
    private var lists: [(row: Int, list: ScoredList)] = []
    private var frequent: [(row: Int, term: FrequentTerm)] = []
    /// The documents that may be found, a word for each range; nil for all.
    private let filter: ArraySlice<UInt64>?
    private var bounds: [Float]
    private let memory = RowMemory()
    /// Which rows of ``memory`` hold scores of the range read last.
    private var usedRows: [Bool] = []
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
    }

    /// Adds a clause of which everything is known.
    mutating func append(_ list: ScoredList) {
        lists.append((clauseCount, list))
        clauseCount += 1
        ck_lexical_add_scores(list.documents, list.scores, list.count, &bounds)
    }

    /// Adds a frequent term.
    mutating func append(_ term: FrequentTerm) {
        frequent.append((clauseCount, term))
        clauseCount += 1
        ck_lexical_add_maxima(term.maxima, term.factor, rangeCount, &bounds)
    }

    /// Finds the best documents.
    mutating func run(_ top: inout TopHits) {
        guard clauseCount > 0 else { return }
        memory.reserve(rows: clauseCount)
        usedRows = [Bool](repeating: false, count: clauseCount)
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

    private func select(from low: Float, to high: Float) -> [UInt32] {
        for (_, list) in lists { list.rewind() }
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
        let taken = filter.map { $0[$0.startIndex + range] } ?? .max
        let first = base + range * Self.rangeSize
        let sums = memory.sums
        for place in 0..<Self.rangeSize where sums[place] > 0 && taken >> UInt64(place) & 1 != 0 {
            matches += 1
            top.offer(first + place, sums[place])
        }
    }

    /// Reads the scores of a range, clause after clause, the cheap and the promising first.
    ///
    /// - Returns: whether a document reaches the threshold; ``sums`` then has the scores.
    private mutating func readRows(_ range: Int, _ threshold: Float) -> Bool {
        let first = UInt32(range * Self.rangeSize)
        var rest: Float = 0
        for (_, term) in frequent { rest += term.factor * Float(term.maxima[range]) }
        clearRows()
        for (row, list) in lists {
            let scores = memory.row(row)
            guard list.read(rangeFrom: first, into: scores) else { continue }
            usedRows[row] = true
            _ = ck_lexical_add_row(scores, memory.sums, 0)
        }
        guard ck_lexical_add_row(memory.zeros, memory.sums, threshold - rest) != 0
        else { return false }
        for (row, term) in frequent where term.maxima[range] > 0 {
            let scores = memory.row(row)
            term.read(rangeFrom: first, into: scores)
            usedRows[row] = true
            // Rounding may leave a little less than nothing.
            rest = max(0, rest - term.factor * Float(term.maxima[range]))
            guard ck_lexical_add_row(scores, memory.sums, threshold - rest) != 0 else { return false }
        }
        memory.clearSums()
        for row in usedRows.indices where usedRows[row] { _ = ck_lexical_add_row(memory.row(row), memory.sums, 0) }
        return true
    }

    /// Makes all rows zeros again.
    private mutating func clearRows() {
        memory.clearSums()
        for row in usedRows.indices where usedRows[row] {
            memory.row(row).update(repeating: 0, count: Self.rangeSize)
            usedRows[row] = false
        }
    }

    /// Counts all matches.
    func countAll() -> Int {
        var words = [UInt64](repeating: 0, count: rangeCount)
        words.withUnsafeMutableBufferPointer { words in
            guard let start = words.baseAddress else { return }
            for (_, list) in lists { list.mark(in: start) }
            for (_, term) in frequent { term.mark(in: start) }
        }
        guard let filter else { return words.reduce(0) { $0 + $1.nonzeroBitCount } }
        return zip(words, filter).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
    }
}

/// A row of scores for each clause, and their sums, for the 64 documents of a range.
private final class RowMemory {
    private static let rangeSize = LexicalFormat.rangeSize

    let sums: UnsafeMutablePointer<Float>
    let zeros: UnsafeMutablePointer<Float>
    private var rows: UnsafeMutablePointer<Float>

    init() {
        sums = .allocate(capacity: Self.rangeSize)
        zeros = .allocate(capacity: Self.rangeSize)
        rows = .allocate(capacity: 1)
        zeros.initialize(repeating: 0, count: Self.rangeSize)
        clearSums()
    }

    deinit {
        sums.deallocate()
        zeros.deallocate()
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
