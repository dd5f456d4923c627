internal import CKernels

/// Makes the posting list of one term after the other; see ``PostingList`` for the layout.
struct PostingWriter: ~Copyable {
    private static let block = PostingList.blockSize

    private var fieldCount = 1
    private let gaps: UnsafeMutablePointer<UInt32>
    private let counts: UnsafeMutablePointer<UInt32>
    private var places: [UInt32] = []
    private var blocked = 0
    private var previous = UInt32.max
    private var table = ByteBuffer()
    private var blocks = ByteBuffer()
    private var rest = ByteBuffer()
    private var placeBytes = ByteBuffer()
    /// Postings of the term.
    private(set) var documents = 0
    /// Postings with the term in the first field and in the second.
    private(set) var byField = (0, 0)

    init() {
        gaps = .allocate(capacity: Self.block)
        counts = .allocate(capacity: Self.block * 2)
    }

    deinit {
        gaps.deallocate()
        counts.deallocate()
    }

    /// Begins a term.
    mutating func begin(fieldCount: Int) {
        self.fieldCount = fieldCount
        places.removeAll(keepingCapacity: true)
        blocked = 0
        previous = .max
        table.removeAll()
        blocks.removeAll()
        rest.removeAll()
        placeBytes.removeAll()
        documents = 0
        byField = (0, 0)
    }

    /// Appends postings, ascending.
    mutating func append(_ chunk: PostingChunk) {
        var firstPlace = 0
        for index in 0..<chunk.count {
            let document = chunk.documents[index]
            gaps[blocked] = document &- previous &- 1
            previous = document
            let (first, second) = (chunk.counts[index], chunk.counts[Self.block + index])
            counts[blocked] = first
            counts[Self.block + blocked] = second
            byField.0 += first > 0 ? 1 : 0
            byField.1 += second > 0 ? 1 : 0
            let total = Int(first) + Int(second)
            for place in firstPlace..<firstPlace + total { places.append(chunk.places[place]) }
            firstPlace += total
            blocked += 1
            if blocked == Self.block { endBlock() }
        }
        documents += chunk.count
    }

    /// Ends the term and appends its list and its places.
    mutating func end(postings: inout ByteBuffer, places placesOut: inout ByteBuffer) {
        let hasTable = table.count > 0
        if hasTable { appendTableEntry(last: .max) }
        for index in 0..<blocked { appendRest(index) }
        if blocked > 0 { endPlaces() }
        postings.append(table.bytes)
        postings.append(blocks.bytes)
        postings.append(rest.bytes)
        placesOut.append(placeBytes.bytes)
    }

    private mutating func appendTableEntry(last: UInt32) {
        table.append(fixed: last)
        table.append(fixed: UInt32(truncatingIfNeeded: blocks.count))
        table.append(fixed: UInt32(truncatingIfNeeded: placeBytes.count))
    }

    private mutating func endBlock() {
        appendTableEntry(last: previous)
        let gapWidth = ck_lexical_width(gaps)
        blocks.append(UInt8(gapWidth))
        var widths: (UInt32, UInt32) = (0, 0)
        widths.0 = ck_lexical_width(counts)
        blocks.append(UInt8(widths.0))
        if fieldCount > 1 {
            widths.1 = ck_lexical_width(counts + Self.block)
            blocks.append(UInt8(widths.1))
        }
        appendPacked(gaps, gapWidth)
        appendPacked(counts, widths.0)
        if fieldCount > 1 { appendPacked(counts + Self.block, widths.1) }
        endPlaces()
        blocked = 0
    }

    private mutating func appendPacked(_ values: UnsafePointer<UInt32>, _ width: UInt32) {
        guard width > 0 else { return }
        ck_lexical_pack(values, width, blocks.appendZeros(16 * Int(width)))
    }

    private mutating func appendRest(_ index: Int) {
        let (first, second) = (counts[index], counts[Self.block + index])
        let isPlain = fieldCount > 1 ? first == 0 && second == 1 : first == 1
        rest.append(variable: gaps[index] << 1 | (isPlain ? 1 : 0))
        guard !isPlain else { return }
        rest.append(variable: first)
        if fieldCount > 1 { rest.append(variable: second) }
    }

    /// Packs the places of the block, all with the same number of bits.
    private mutating func endPlaces() {
        let all = places.reduce(0) { $0 | $1 }
        let width = UInt64(32 - all.leadingZeroBitCount)
        placeBytes.append(UInt8(width))
        placeBytes.reserve((places.count * Int(width) + 7) / 8 + 8)
        var word: UInt64 = 0
        var bits: UInt64 = 0
        for place in places {
            word |= UInt64(place) << bits
            bits += width
            if bits >= 32 {
                placeBytes.append(fixed: UInt32(truncatingIfNeeded: word))
                word >>= 32
                bits -= 32
            }
        }
        while bits > 0 {
            placeBytes.append(UInt8(truncatingIfNeeded: word))
            word >>= 8
            bits = bits > 8 ? bits - 8 : 0
        }
        places.removeAll(keepingCapacity: true)
    }
}
