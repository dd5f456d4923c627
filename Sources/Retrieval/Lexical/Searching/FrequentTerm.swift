internal import CKernels

/// A term with many postings, of which only some ranges of documents are read.
final class FrequentTerm {
    /// A term with fewer postings is read at once sooner than range by range.
    static let leastPostings = 4096

    /// What bounds its scores, by range.
    let maxima: UnsafePointer<UInt8>
    /// What a maximum is multiplied by.
    let factor: Float
    private let list: PostingList
    private let term: ResolvedTerm
    private let norms: UnsafePointer<Float>
    private let documents: UnsafeMutablePointer<UInt32>
    private let counts: UnsafeMutablePointer<UInt32>
    private let scores: UnsafeMutablePointer<Float>
    /// The block that has been read, how much of it, and where the last range ended in it.
    private var block = -1
    private var count = 0
    private var hasCounts = false
    private var position = 0

    init(
        _ list: PostingList,
        _ term: ResolvedTerm,
        norms: UnsafePointer<Float>,
        maxima: UnsafePointer<UInt8>,
        factor: Float
    ) {
        self.list = list
        self.term = term
        self.norms = norms
        self.maxima = maxima
        self.factor = factor
        documents = .allocate(capacity: PostingList.blockSize)
        counts = .allocate(capacity: PostingList.blockSize * 2)
        counts.initialize(repeating: 0, count: PostingList.blockSize * 2)
        scores = .allocate(capacity: PostingList.blockSize)
    }

    deinit {
        documents.deallocate()
        counts.deallocate()
        scores.deallocate()
    }

    /// Begins anew: the next range may lie anywhere.
    func rewind() {
        if block > 0 { block = -1 }
        position = 0
    }

    /// Puts the scores of the range that begins with `first` into `row` and adds them to `sums`; ranges ascend.
    func read(rangeFrom first: UInt32, into row: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Float>) {
        let end = first + UInt32(LexicalFormat.rangeSize)
        if block < 0 || count == 0 || documents[count - 1] < first {
            guard load(firstBlock(reaching: first)) else { return }
        }
        while true {
            position += ck_lexical_rank(documents + position, count - position, first)
            let stop = position + ck_lexical_rank(documents + position, count - position, end)
            if stop > position { readScores(position..<stop, first, row, sums) }
            position = stop
            guard stop == count, load(block + 1) else { return }
        }
    }

    private func readScores(
        _ postings: Range<Int>,
        _ first: UInt32,
        _ row: UnsafeMutablePointer<Float>,
        _ sums: UnsafeMutablePointer<Float>
    ) {
        if !hasCounts {
            list.readCounts(ofBlock: block, into: counts)
            hasCounts = true
        }
        let start = postings.lowerBound
        ck_lexical_scores(
            documents + start,
            counts + start,
            term.fieldWeights.0,
            list.fieldCount > 1 ? counts + (PostingList.blockSize + start) : nil,
            term.fieldWeights.1,
            norms,
            term.weight,
            postings.count,
            scores
        )
        ck_lexical_spread(documents + start, scores, postings.count, first, row, sums)
    }

    /// The first block from this one on whose last document is not before `target`; found in growing steps.
    private func firstBlock(reaching target: UInt32) -> Int {
        var low = max(0, block)
        var step = 1
        var high = low
        while high < list.fullBlocks, list.lastDocument(ofBlock: high) < target {
            low = high + 1
            high += step
            step *= 2
        }
        high = min(high, list.fullBlocks)
        while low < high {
            let middle = (low + high) / 2
            if list.lastDocument(ofBlock: middle) < target { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func load(_ next: Int) -> Bool {
        position = 0
        count = 0
        guard next < list.blockCount else { return false }
        block = next
        count = list.readDocuments(ofBlock: next, into: documents, counts: counts)
        hasCounts = next >= list.fullBlocks
        return count > 0
    }

    /// Sets the bits of all its documents.
    func mark(in words: UnsafeMutablePointer<UInt64>) {
        for index in 0..<list.blockCount {
            let found = list.readDocuments(ofBlock: index, into: documents, counts: counts)
            for place in 0..<found { words[Int(documents[place] >> 6)] |= 1 << UInt64(documents[place] & 63) }
        }
        block = -1
        count = 0
    }
}
