internal import CKernels

/// Documents of a segment with their scores, ascending, all at once: for terms that are not frequent and for clauses that
/// are more than a term.
final class ScoredList {
    private(set) var count = 0
    private(set) var documents: UnsafeMutablePointer<UInt32>
    private(set) var scores: UnsafeMutablePointer<Float>
    private var capacity: Int

    private init(capacity: Int) {
        self.capacity = max(1, capacity)
        documents = .allocate(capacity: self.capacity)
        scores = .allocate(capacity: self.capacity)
    }

    deinit {
        documents.deallocate()
        scores.deallocate()
    }

    /// Everything that a cursor finds.
    convenience init(_ cursor: DocumentCursor) {
        self.init(capacity: 256)
        cursor.next()
        while cursor.document != DocumentCursor.end {
            if count == capacity { grow() }
            documents[count] = UInt32(cursor.document)
            scores[count] = cursor.score()
            count += 1
            cursor.next()
        }
    }

    /// All postings of a term that is asked for in all fields of its group.
    convenience init(_ list: PostingList, _ term: ResolvedTerm, _ norms: UnsafePointer<Float>) {
        let block = PostingList.blockSize
        self.init(capacity: list.documents + block)
        let counts = UnsafeMutablePointer<UInt32>.allocate(capacity: block * 2)
        defer { counts.deallocate() }
        var previous: UInt32?
        for index in 0..<list.blockCount {
            let found = list.readDocuments(ofBlock: index, into: documents + count, counts: counts)
            // A damaged table may lead back: the documents must ascend.
            guard found > 0, previous.map({ documents[count] > $0 }) ?? true else { break }
            list.readCounts(ofBlock: index, into: counts)
            ck_lexical_scores(
                documents + count,
                counts,
                term.fieldWeights.0,
                list.fieldCount > 1 ? counts + block : nil,
                term.fieldWeights.1,
                norms,
                term.weight,
                found,
                scores + count
            )
            count += found
            previous = documents[count - 1]
        }
    }

    private func grow() {
        let larger = (
            UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2),
            UnsafeMutablePointer<Float>.allocate(capacity: capacity * 2)
        )
        larger.0.update(from: documents, count: count)
        larger.1.update(from: scores, count: count)
        documents.deallocate()
        scores.deallocate()
        (documents, scores) = larger
        capacity *= 2
    }

    /// Sets the bits of the documents.
    func mark(in words: UnsafeMutablePointer<UInt64>) {
        for index in 0..<count { words[Int(documents[index] >> 6)] |= 1 << UInt64(documents[index] & 63) }
    }
}

/// Reads a list range by range; valid as long as the list.
struct ListCursor {
    let documents: UnsafePointer<UInt32>
    let scores: UnsafePointer<Float>
    let count: Int
    /// The postings of the last range, and its first document.
    private var range = 0..<0
    private var first: UInt32 = 0

    init(_ list: ScoredList) {
        documents = UnsafePointer(list.documents)
        scores = UnsafePointer(list.scores)
        count = list.count
    }

    /// Begins anew: the next range may lie anywhere. What was read last must have been cleared.
    mutating func rewind() { range = 0..<0 }

    /// Puts the scores of the range that begins with `first` into `row` and adds them to `sums`; ranges ascend.
    ///
    /// - Returns: whether there are any.
    @inline(__always)
    mutating func read(
        rangeFrom first: UInt32,
        into row: UnsafeMutablePointer<Float>,
        _ sums: UnsafeMutablePointer<Float>
    ) -> Bool {
        var start = range.upperBound
        if start < count, documents[start] < first { start += ck_lexical_rank(documents + start, count - start, first) }
        var end = start
        while end < count, documents[end] - first < UInt32(LexicalFormat.rangeSize) { end += 1 }
        self.first = first
        range = start..<end
        guard end > start else { return false }
        ck_lexical_spread(documents + start, scores + start, end - start, first, row, sums)
        return true
    }

    /// Makes what was read last 0 again.
    @inline(__always)
    func clear(_ row: UnsafeMutablePointer<Float>) {
        ck_lexical_clear(documents + range.lowerBound, range.count, first, row)
    }
}
