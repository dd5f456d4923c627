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

    private enum Clause {
        case list(ScoredList)
        case frequent(FrequentTerm)
    }

    private let base: Int
    private let documentCount: Int
    private let rangeCount: Int
    /// In the order in which scores are added; each has a row of scores.
    private var clauses: [Clause] = []
    private var lists: [(row: Int, list: ScoredList)] = []
    private var frequent: [(row: Int, term: FrequentTerm)] = []
    /// The documents that may be found, a word for each range; nil for all.
    private let filter: ArraySlice<UInt64>?
    private var bounds: [Float]
    private var rows: [Float] = []
    private var sums = [Float](repeating: 0, count: RangeSearch.rangeSize)
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
        lists.append((clauses.count, list))
        clauses.append(.list(list))
        bounds.withUnsafeMutableBufferPointer { bounds in
            guard let start = bounds.baseAddress else { return }
            ck_lexical_add_scores(list.documents, list.scores, list.count, start)
        }
    }

    /// Adds a frequent term.
    mutating func append(_ term: FrequentTerm) {
        frequent.append((clauses.count, term))
        clauses.append(.frequent(term))
        bounds.withUnsafeMutableBufferPointer { bounds in
            guard let start = bounds.baseAddress else { return }
            ck_lexical_add_maxima(term.maxima, term.factor, bounds.count, start)
        }
    }

    /// Finds the best documents.
    mutating func run(_ top: inout TopHits) {
        guard !clauses.isEmpty else { return }
        rows = [Float](repeating: 0, count: clauses.count * Self.rangeSize)
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
        guard bounds[range] >= threshold else {
            hasSkipped = true
            return
        }
        let first = UInt32(range * Self.rangeSize)
        let rowCount = clauses.count
        let isWhole = rows.withUnsafeMutableBufferPointer { rows in
            sums.withUnsafeMutableBufferPointer { sums in
                guard let rows = rows.baseAddress, let sums = sums.baseAddress else { return false }
                rows.update(repeating: 0, count: rowCount * Self.rangeSize)
                for (row, list) in lists { _ = list.read(rangeFrom: first, into: rows + row * Self.rangeSize) }
                var rest: Float = 0
                for (_, term) in frequent { rest += term.factor * Float(term.maxima[range]) }
                for (row, term) in frequent where term.maxima[range] > 0 {
                    guard ck_lexical_sum(rows, rowCount, sums) + rest >= threshold else { return false }
                    term.read(rangeFrom: first, into: rows + row * Self.rangeSize)
                    rest -= term.factor * Float(term.maxima[range])
                }
                return ck_lexical_sum(rows, rowCount, sums) >= threshold
            }
        }
        guard isWhole else {
            hasSkipped = true
            return
        }
        let taken = filter.map { $0[$0.startIndex + range] } ?? .max
        for place in 0..<Self.rangeSize where sums[place] > 0 && taken >> UInt64(place) & 1 != 0 {
            matches += 1
            top.offer(base + Int(first) + place, sums[place])
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
