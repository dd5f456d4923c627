public import MappedFiles

/// Merging of segments.
public enum LexicalMerge {
    /// Which segments to merge now, given how many documents each holds, oldest first; nil when it is not worth it.
    ///
    /// Segments are merged when the newer ones together are at least half as big as the one before them, so that their
    /// number stays logarithmic and every document is rewritten a logarithmic number of times.
    public static func segmentsToMerge(_ sizes: [Int]) -> Range<Int>? {
        var start = sizes.count - 1
        guard start > 0 else { return nil }
        var newer = sizes[start]
        while start > 0, newer >= sizes[start - 1] / 2 {
            start -= 1
            newer += sizes[start]
        }
        return start < sizes.count - 1 ? start..<sizes.count : nil
    }

    /// Writes the live documents of the segments `merged` of the index of `paths` into one segment at `path`.
    ///
    /// The new segment takes the place of those. Removals that older segments need are kept.
    /// - Parameters:
    ///   - paths: all live segments, oldest first.
    ///   - source: the change counter of the truth that the new segment stands for.
    /// - Complexity: O(size of the segments), in bounded memory.
    public static func merge(
        _ merged: Range<Int>,
        of paths: [String],
        into path: String,
        source: Int64
    ) throws(MappedFileError) {
        let parts = try LexicalParts(paths: paths)
        var documents = DocumentTable()
        var sources: [SegmentTermSource] = []
        var removed: Set<String> = []
        for index in merged {
            let part = parts.all[index]
            sources.append(SegmentTermSource(part.segment, numbers: documents.append(part)))
            guard merged.lowerBound > 0 else { continue }
            removed.formUnion(part.segment.removedKeys().map { String(decoding: $0, as: UTF8.self) })
        }
        let encoder = try SegmentEncoder(path: path, source: source, documents: documents, removed: removed)
        try encoder.finish(sources)
    }
}

extension DocumentTable {
    /// Appends the live documents of a segment.
    ///
    /// - Returns: the new number of each document; all bits set for one that is not live.
    fileprivate mutating func append(_ part: LexicalParts.Part) -> [UInt32] {
        let segment = part.segment
        let categories = (0..<segment.filingCount).map { String(decoding: segment.filing($0), as: UTF8.self) }
        var numbers = [UInt32](repeating: .max, count: segment.meta.documents)
        for document in numbers.indices where part.isLive(document) {
            numbers[document] = UInt32(count)
            let filing = Int(segment.filing[document])
            append(
                key: segment.key(of: document),
                year: segment.years[document],
                flags: segment.flags[document],
                categories: filing < categories.count ? categories[filing] : ""
            )
            for (field, lengths) in segment.lengths.enumerated() {
                if let lengths { setLength(lengths[document], field: field) }
            }
        }
        return numbers
    }
}

/// The terms of a segment with the postings of its live documents under their new numbers.
final class SegmentTermSource: TermSource {
    private let segment: LexicalSegment
    private let numbers: [UInt32]
    private var reader: TermDictionary.Reader
    private var keyBytes: UnsafeMutableRawBufferPointer
    private(set) var key = UnsafeRawBufferPointer(start: nil, count: 0)
    private var list: PostingList?
    private var block = 0
    private let whole = PostingChunk()

    init(_ segment: LexicalSegment, numbers: [UInt32]) {
        self.segment = segment
        self.numbers = numbers
        reader = segment.dictionary.reader(atBlock: 0)
        keyBytes = .allocate(byteCount: 256, alignment: 1)
    }

    deinit { keyBytes.deallocate() }

    var postingLimit: Int { reader.entry.documents }

    func advance() -> Bool {
        guard reader.next(), let group = reader.key.first, group < LexicalFormat.fieldCount else { return false }
        if reader.key.count > keyBytes.count {
            keyBytes.deallocate()
            keyBytes = .allocate(byteCount: reader.key.count, alignment: 1)
        }
        keyBytes.copyBytes(from: reader.key)
        key = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(keyBytes)[..<reader.key.count])
        list = PostingList(reader.entry, in: segment, fieldCount: LexicalFormat.fields(ofGroup: group).count)
        block = 0
        return true
    }

    func read(into chunk: PostingChunk) -> Bool {
        chunk.removeAll()
        while chunk.count == 0 {
            guard let list, block < list.blockCount else { return false }
            read(list, into: chunk)
            block += 1
        }
        return true
    }

    /// The live postings of the block.
    private func read(_ list: PostingList, into chunk: PostingChunk) {
        let count = list.readDocuments(ofBlock: block, into: whole.documents, counts: whole.counts)
        list.readCounts(ofBlock: block, into: whole.counts)
        let places = PlaceBlock(list, block: block)
        var firstPlace = 0
        for index in 0..<count {
            let first = whole.counts[index]
            let second = list.fieldCount > 1 ? whole.counts[PostingChunk.capacity + index] : 0
            let total = Int(first) + Int(second)
            guard total <= places.capacity - firstPlace else { return }
            let number = numbers[Int(whole.documents[index])]
            if number != .max {
                chunk.documents[chunk.count] = number
                chunk.counts[chunk.count] = first
                chunk.counts[PostingChunk.capacity + chunk.count] = second
                chunk.count += 1
                chunk.reservePlaces(total)
                for place in 0..<total { chunk.places[chunk.placeCount + place] = places.value(at: firstPlace + place) }
                chunk.placeCount += total
            }
            firstPlace += total
        }
    }
}
