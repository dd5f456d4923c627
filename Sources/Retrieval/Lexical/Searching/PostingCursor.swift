internal import CKernels

/// Walks over the documents of a term in one segment.
final class PostingCursor {
    /// Stands behind the last document.
    static let end = Int.max

    /// The document it stands on; -1 before the first.
    private(set) var document = -1
    private let list: PostingList
    private let mask: (Bool, Bool)
    private let isMasked: Bool
    private let documents: UnsafeMutablePointer<UInt32>
    private let counts: UnsafeMutablePointer<UInt32>
    private var block = -1
    private var index = 0
    private var count = 0
    private var hasCounts = false
    private var placeBlock: PlaceBlock?
    /// Places before the posting `placedIndex` of the block.
    private var placesBefore = 0
    private var placedIndex = 0

    /// - Parameter only: the fields of the group that count; nil for all.
    init?(_ entry: TermEntry, group: UInt8, only fields: LexicalFieldSet?, _ segment: LexicalSegment) {
        let all = LexicalFormat.fields(ofGroup: group)
        guard let list = PostingList(entry, in: segment, fieldCount: all.count) else { return nil }
        self.list = list
        isMasked = fields != nil && all.count > 1
        mask = (fields?.contains(.title) ?? true, fields?.contains(.abstract) ?? true)
        documents = .allocate(capacity: PostingList.blockSize)
        counts = .allocate(capacity: PostingList.blockSize * 2)
        counts.initialize(repeating: 0, count: PostingList.blockSize * 2)
    }

    deinit {
        documents.deallocate()
        counts.deallocate()
    }

    /// How many documents there are, before masking.
    var cost: Int { list.documents }

    // MARK: Moving

    /// Goes to the first document not before `target`.
    func advance(to target: Int) {
        guard target > document else { return }
        guard seek(target) else { return end() }
        while isMasked, !isCounted {
            index += 1
            if index == count {
                guard load(block + 1) else { return end() }
                index = 0
            }
        }
        document = Int(documents[index])
    }

    private func end() {
        document = Self.end
        count = 0
    }

    /// Brings `index` to the first posting not before `target`.
    private func seek(_ target: Int) -> Bool {
        guard target <= Int(UInt32.max) else { return false }
        let wanted = UInt32(target)
        if count == 0 || documents[count - 1] < wanted {
            guard load(firstBlock(reaching: wanted)) else { return false }
            index = 0
            // The rest may end before the target.
            guard documents[count - 1] >= wanted else { return false }
        }
        if documents[index] >= wanted { return true }
        var (low, high) = (index + 1, count - 1)
        while low < high {
            let middle = (low + high) / 2
            if documents[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        index = low
        return true
    }

    /// The first block behind this one whose last document is not before `target`; found in growing steps.
    private func firstBlock(reaching target: UInt32) -> Int {
        var low = block + 1
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
        count = 0
        guard next < list.blockCount else { return false }
        block = next
        count = list.readDocuments(ofBlock: next, into: documents, counts: counts)
        hasCounts = next >= list.fullBlocks
        placeBlock = nil
        placesBefore = 0
        placedIndex = 0
        return count > 0
    }

    // MARK: What is at the document

    private func loadCounts() {
        guard !hasCounts else { return }
        list.readCounts(ofBlock: block, into: counts)
        hasCounts = true
    }

    private var isCounted: Bool {
        loadCounts()
        return mask.0 && counts[index] > 0 || mask.1 && counts[PostingList.blockSize + index] > 0
    }

    /// The score of the term in the document.
    func score(_ term: ResolvedTerm, _ norms: UnsafePointer<Float>) -> Float {
        guard document != Self.end, document >= 0 else { return 0 }
        loadCounts()
        var score: Float = 0
        ck_lexical_scores(
            documents + index,
            counts + index,
            term.fieldWeights.0,
            list.fieldCount > 1 ? counts + PostingList.blockSize + index : nil,
            term.fieldWeights.1,
            norms,
            term.weight,
            1,
            &score
        )
        return score
    }

    /// Puts the places of the term in the document into `places`, ascending.
    func readPlaces(into places: inout [UInt32]) {
        places.removeAll(keepingCapacity: true)
        guard document != Self.end, document >= 0 else { return }
        loadCounts()
        let block = placeBlock ?? PlaceBlock(list, block: self.block)
        placeBlock = block
        while placedIndex < index {
            placesBefore &+= total(placedIndex)
            placedIndex += 1
        }
        var place: UInt32 = 0
        let count = min(total(index), block.capacity)
        for next in 0..<count {
            place &+= block.value(at: placesBefore &+ next)
            places.append(place)
        }
    }

    private func total(_ index: Int) -> Int {
        Int(counts[index]) + (list.fieldCount > 1 ? Int(counts[PostingList.blockSize + index]) : 0)
    }

    /// How many of the documents, which ascend, it has.
    func count(of wanted: [UInt32]) -> Int {
        wanted.reduce(0) { sum, document in
            advance(to: Int(document))
            return self.document == Int(document) ? sum + 1 : sum
        }
    }
}
