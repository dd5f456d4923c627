internal import CKernels

/// Where a term's postings are.
struct TermEntry {
    /// Documents that have the term in any field of its group.
    var documents = 0
    /// Documents that have it in each field of its group; the first counts in groups of one field.
    var byField: (Int, Int) = (0, 0)
    var postings: Range<Int> = 0..<0
    var places: Range<Int> = 0..<0
    /// Which of the frequent terms it is.
    var frequentIndex: Int?
}

/// A term's posting list in a segment.
///
///     postings   blocks of 128 postings, then what is left over
///       table    only with a full block: for each block and for the rest: last document, where it begins behind the
///                table, where its places begin; 32 bits each
///       block    bit widths of the gaps between documents and of the counts by field, a byte each; gaps; counts (packed
///                by `ck_lexical_pack`)
///       rest     for each posting gap x 2 + 1 when the term occurs once in the last field and nowhere else; otherwise
///                gap x 2, then the counts by field (variable bytes)
///     places     for each block or rest: a bit width, then for each posting the first place of the term in the document
///                and the distances of the following ones, that many bits each
///
/// Places count the terms of a document from 0; between two fields of a group and between two authors one is left out.
/// The section `places` ends with eight bytes that belong to no term.
struct PostingList {
    static let blockSize = Int(CK_LEXICAL_BLOCK)
    static let tableEntrySize = 12

    let postings: UnsafeRawBufferPointer
    let places: UnsafeRawBufferPointer
    let documents: Int
    let fieldCount: Int
    /// Documents of the segment: greater numbers are damage.
    let limit: UInt32

    /// Full blocks.
    let fullBlocks: Int
    /// Postings behind the last full block.
    let restCount: Int
    private let tableSize: Int

    /// - Returns: nil when the entry cannot be right.
    init?(_ entry: TermEntry, in segment: LexicalSegment, fieldCount: Int) {
        guard entry.documents > 0, entry.documents <= segment.meta.documents,
            entry.postings.upperBound <= segment.postings.count,
            entry.places.upperBound <= segment.places.count - 8
        else { return nil }
        postings = UnsafeRawBufferPointer(rebasing: segment.postings[entry.postings])
        places = UnsafeRawBufferPointer(rebasing: segment.places[entry.places.lowerBound..<entry.places.upperBound + 8])
        documents = entry.documents
        self.fieldCount = fieldCount
        limit = UInt32(segment.meta.documents)
        fullBlocks = documents / Self.blockSize
        restCount = documents % Self.blockSize
        tableSize = fullBlocks == 0 ? 0 : (fullBlocks + 1) * Self.tableEntrySize
        guard tableSize <= postings.count else { return nil }
    }

    /// Blocks, the rest counted as one.
    var blockCount: Int { restCount == 0 ? fullBlocks : fullBlocks + 1 }

    private func tableValue(_ block: Int, _ column: Int) -> UInt32 {
        guard fullBlocks > 0 else { return 0 }
        let offset = block * Self.tableEntrySize + column * 4
        return UInt32(littleEndian: postings.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The last document of a block; the greatest number for the rest.
    @inline(__always)
    func lastDocument(ofBlock block: Int) -> UInt32 {
        block < fullBlocks ? tableValue(block, 0) : .max
    }

    /// The document before a block's first; all bits set before the first of all.
    func documentBefore(block: Int) -> UInt32 {
        block == 0 ? .max : tableValue(block - 1, 0)
    }

    private func start(ofBlock block: Int) -> Int { tableSize + Int(tableValue(block, 1)) }

    func placesStart(ofBlock block: Int) -> Int { Int(tableValue(block, 2)) }

    /// The documents of a block into `out` (room for 128); 0 when the block is damaged.
    ///
    /// For the rest, the counts go to `counts` at once (room for `fieldCount` x 128, field after field).
    func readDocuments(
        ofBlock block: Int,
        into out: UnsafeMutablePointer<UInt32>,
        counts: UnsafeMutablePointer<UInt32>
    ) -> Int {
        block < fullBlocks ? readFull(block, out) : readRest(out, counts)
    }

    private func readFull(_ block: Int, _ out: UnsafeMutablePointer<UInt32>) -> Int {
        let start = self.start(ofBlock: block)
        guard start < postings.count - fieldCount else { return 0 }
        let width = Int(postings[start])
        guard width <= 32, start + 1 + fieldCount + 16 * width <= postings.count,
            let base = postings.baseAddress
        else { return 0 }
        let packed = (base + (start + 1 + fieldCount)).assumingMemoryBound(to: UInt8.self)
        ck_lexical_unpack(packed, UInt32(width), out)
        return ck_lexical_documents(out, documentBefore(block: block), limit) != 0 ? Self.blockSize : 0
    }

    private func readRest(_ out: UnsafeMutablePointer<UInt32>, _ counts: UnsafeMutablePointer<UInt32>) -> Int {
        var bytes = VariableBytes(postings, at: start(ofBlock: fullBlocks))
        var document = documentBefore(block: fullBlocks)
        for index in 0..<restCount {
            let code = bytes.next()
            let next = document &+ code >> 1 &+ 1
            guard !bytes.isBroken, next < limit, next > document || document == .max else { return index }
            for field in 0..<fieldCount {
                let isPlain = code & 1 != 0
                let plain: UInt32 = field == fieldCount - 1 ? 1 : 0
                counts[field * Self.blockSize + index] = isPlain ? plain : bytes.next()
            }
            document = next
            out[index] = document
        }
        return restCount
    }

    /// The counts of a full block into `counts` (field after field, 128 each); zeros when the block is damaged.
    func readCounts(ofBlock block: Int, into counts: UnsafeMutablePointer<UInt32>) {
        guard block < fullBlocks else { return }
        counts.update(repeating: 0, count: fieldCount * Self.blockSize)
        let start = self.start(ofBlock: block)
        guard start < postings.count - fieldCount, let base = postings.baseAddress else { return }
        var place = start + 1 + fieldCount + 16 * Int(postings[start])
        for field in 0..<fieldCount {
            let width = Int(postings[start + 1 + field])
            guard width <= 32, place + 16 * width <= postings.count else { return }
            let packed = (base + place).assumingMemoryBound(to: UInt8.self)
            ck_lexical_unpack(packed, UInt32(width), counts + field * Self.blockSize)
            place += 16 * width
        }
    }
}

/// The places of a term in the documents of one block.
struct PlaceBlock {
    private let places: UnsafeRawBufferPointer
    private let width: Int
    private let firstBit: Int
    /// How many values there can be at most.
    let capacity: Int

    init(_ list: PostingList, block: Int) {
        places = list.places
        let start = list.placesStart(ofBlock: block)
        let isWhole = start < places.count - 8
        width = isWhole ? min(Int(places[start]), 32) : 0
        firstBit = (start + 1) * 8
        // Without any bits all places are 0, and a document has only one such place.
        capacity = !isWhole ? 0 : width == 0 ? PostingList.blockSize : ((places.count - 8) * 8 - firstBit) / width
    }

    /// The value at `index`, counted over all postings of the block; 0 beyond the end.
    @inline(__always)
    func value(at index: Int) -> UInt32 {
        let bit = firstBit &+ index &* width
        guard bit >= 0, bit >> 3 <= places.count - 8 else { return 0 }
        let word = UInt64(littleEndian: places.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self))
        return UInt32(truncatingIfNeeded: word >> UInt64(bit & 7) & ((1 << UInt64(width)) - 1))
    }
}
