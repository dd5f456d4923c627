internal import MappedFiles

/// The segments of an index with their places in its numbering of documents.
struct LexicalParts: Sendable {
    /// One segment.
    struct Part: Sendable {
        let segment: LexicalSegment
        /// The number of its first document, a multiple of 64.
        let base: Int
        /// A bit for each document that is live; nil when all are.
        var live: [UInt64]?

        /// Whether the document of the segment is live.
        func isLive(_ document: Int) -> Bool {
            guard let live else { return true }
            return live[document >> 6] >> UInt64(document & 63) & 1 != 0
        }

        /// Marks a document as removed; false when it was already.
        fileprivate mutating func remove(_ document: Int) -> Bool {
            guard document < segment.meta.documents, isLive(document) else { return false }
            if live == nil { live = DocumentBitmap(count: segment.meta.documents, filledWith: true).words }
            live?[document >> 6] &= ~(1 << UInt64(document & 63))
            return true
        }

        /// The removed documents, ascending.
        var removed: [UInt32] {
            guard let live else { return [] }
            var bitmap = DocumentBitmap(count: segment.meta.documents, filledWith: true)
            bitmap.subtract(DocumentBitmap(words: live, count: segment.meta.documents))
            var result: [UInt32] = []
            bitmap.forEach { result.append(UInt32($0)) }
            return result
        }
    }

    private(set) var all: [Part] = []
    /// One more than the greatest document number.
    private(set) var capacity = 0
    /// Live documents.
    private(set) var documents = 0
    /// Lengths of the live documents.
    private(set) var averages = LengthAverages(
        lengths: .init(repeating: 0, count: LexicalFormat.fieldCount),
        presence: .init(repeating: 0, count: LexicalFormat.fieldCount + 1)
    )
    /// The fields that occur.
    private(set) var fields = LexicalFieldSet()

    /// Opens the segments at `paths`, oldest first.
    init(paths: [String]) throws(MappedFileError) {
        for path in paths {
            let segment = try LexicalSegment(path: path)
            let base = (capacity + 63) / 64 * 64
            all.append(Part(segment: segment, base: base))
            capacity = base + segment.meta.documents
            documents += segment.meta.documents
            fields.formUnion(segment.meta.fields)
            for index in averages.lengths.indices { averages.lengths[index] &+= segment.meta.lengths[index] }
            for index in averages.presence.indices { averages.presence[index] &+= segment.meta.presence[index] }
        }
        for index in all.indices { applyRemovals(of: index) }
    }

    private mutating func applyRemovals(of index: Int) {
        let segment = all[index].segment
        for document in segment.dead { remove(Int(document), from: index) }
        for key in segment.removedKeys() {
            for older in 0..<index {
                if let document = all[older].segment.document(forKey: key) { remove(document, from: older) }
            }
        }
    }

    private mutating func remove(_ document: Int, from index: Int) {
        guard all[index].remove(document) else { return }
        documents -= 1
        let lengths = all[index].segment.lengths.map { $0.map { $0[document] } ?? 0 }
        for (field, length) in lengths.enumerated() where length > 0 {
            averages.lengths[field] &-= length
            averages.presence[field] &-= 1
        }
        if lengths[0] + lengths[1] > 0 { averages.presence[LexicalFormat.fieldCount] &-= 1 }
    }

    /// The part that a document number belongs to, and its number there.
    func place(of document: Int) -> (part: Part, document: Int)? {
        guard let part = all.last(where: { $0.base <= document }), document >= 0 else { return nil }
        let local = document - part.base
        return local < part.segment.meta.documents ? (part, local) : nil
    }
}
