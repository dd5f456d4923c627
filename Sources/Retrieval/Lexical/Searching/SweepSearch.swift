internal import CKernels

/// The best documents of a small segment for clauses of which any may match: all scores are added up, document by document.
///
/// Faster than ``RangeSearch`` where the sums of all documents stay in the nearest cache.
struct SweepSearch {
    /// Documents of a segment up to which it is used.
    static let documentLimit = 1 << 16

    private let base: Int
    private let filter: DocumentBitmap?
    /// A sum for each document, and zeros up to a whole range.
    private var sums: [Float]
    /// Documents that match.
    private(set) var matches = 0

    /// Prepares for a segment.
    ///
    /// - Parameters:
    ///   - part: the segment.
    ///   - filter: the documents of the whole index that may be found; nil for all.
    init(_ part: LexicalParts.Part, filter: DocumentBitmap?) {
        base = part.base
        self.filter = filter
        let ranges = LexicalFormat.rangeCount(documents: part.segment.meta.documents)
        sums = [Float](repeating: 0, count: ranges * LexicalFormat.rangeSize)
    }

    /// Adds the scores of a clause.
    mutating func append(_ list: ScoredList) {
        ck_lexical_accumulate(list.documents, list.scores, list.count, &sums)
    }

    /// Finds the best documents.
    mutating func run(_ top: inout TopHits) {
        sums.withUnsafeBufferPointer { sums in
            guard let start = sums.baseAddress else { return }
            for first in stride(from: 0, to: sums.count, by: LexicalFormat.rangeSize) {
                var found = ck_lexical_reaching(start + first, .leastNonzeroMagnitude)
                if let filter { found &= filter.words[(base + first) >> 6] }
                guard found != 0 else { continue }
                matches += found.nonzeroBitCount
                guard ck_lexical_reaches(start + first, top.threshold) != 0 else { continue }
                found &= ck_lexical_reaching(start + first, top.threshold)
                while found != 0 {
                    let place = first + found.trailingZeroBitCount
                    top.offer(base + place, start[place])
                    found &= found - 1
                }
            }
        }
    }
}
