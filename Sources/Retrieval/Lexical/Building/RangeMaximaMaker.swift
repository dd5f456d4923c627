internal import CKernels

/// Finds the greatest saturation of a frequent term in every range of 64 documents; see ``RangeMaxima``.
struct RangeMaximaMaker {
    private let normsByGroup: [[Float]]
    private let weights: (Float, Float)
    private var group = 0
    private var scores = [Float](repeating: 0, count: PostingList.blockSize)
    /// A byte for each range.
    private(set) var values: [UInt8]

    /// Prepares for the documents of a segment.
    init(_ documents: DocumentTable, _ meta: LexicalMeta) {
        weights = (meta.reference.titleWeight, meta.reference.abstractWeight)
        normsByGroup = (0..<LexicalFormat.fieldCount).map { group in
            guard LexicalFormat.fields(ofGroup: UInt8(group)).contains(where: { !documents.lengths[$0].isEmpty }),
                group != 1
            else { return [] }
            let scale = GroupScale(ofGroup: UInt8(group), meta.reference)
            let averages = LengthAverages(lengths: meta.lengths, presence: meta.presence)
            let line = scale.line(average: averages.average(scale.fields))
            return documents.norms(fields: scale.fields, base: line.base, slope: line.slope)
        }
        values = [UInt8](repeating: 0, count: LexicalFormat.rangeCount(documents: meta.documents))
    }

    /// Begins a term.
    mutating func begin(group: UInt8) {
        self.group = Int(group)
        for index in values.indices { values[index] = 0 }
    }

    /// Takes postings of the term.
    mutating func append(_ chunk: PostingChunk) {
        let norms = normsByGroup[group]
        // A damaged segment may name a group that no document has.
        guard !norms.isEmpty else { return }
        let isText = group == Int(LexicalFormat.textGroup)
        ck_lexical_scores(
            chunk.documents,
            chunk.counts,
            isText ? weights.0 : 1,
            isText ? chunk.counts + PostingChunk.capacity : nil,
            weights.1,
            norms,
            RangeMaxima.scale,
            chunk.count,
            &scores
        )
        for index in 0..<chunk.count {
            let range = Int(chunk.documents[index]) / LexicalFormat.rangeSize
            // Rounded up, and more by what single precision may lose.
            let value = UInt8(min(255, scores[index] + 1.001))
            values[range] = max(values[range], value)
        }
    }
}
