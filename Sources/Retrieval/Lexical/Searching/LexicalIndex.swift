public import MappedFiles

/// An opened lexical index: the live segments, oldest first.
///
/// Documents have numbers from 0 up, in the order of segments, not always without a gap; they hold for this value only,
/// keys hold for ever. Removed documents keep their number but are never found. May be used from several threads at once.
public final class LexicalIndex: Sendable {
    let parts: LexicalParts
    let norms: NormCache
    let frequencies: FrequencyCache
    let filters: FilterCache

    /// Opens the segments at `paths`, oldest first; none give an empty index.
    ///
    /// - Complexity: O(segments + removed documents x log(documents)).
    /// - Throws: when a file is missing, damaged where opening looks, or of another version of format or text analysis.
    public init(paths: [String]) throws(MappedFileError) {
        parts = try LexicalParts(paths: paths)
        norms = NormCache()
        frequencies = FrequencyCache()
        filters = FilterCache()
    }

    /// One more than the greatest document number: the size of a ``DocumentBitmap`` for this index.
    public var capacity: Int { parts.capacity }

    /// How many live documents there are.
    public var documentCount: Int { parts.documents }

    /// The change counter of the truth that the newest segment was built from; nil without segments.
    public var source: Int64? { parts.all.last?.segment.source }

    /// How many documents each segment holds, removed ones included: for ``LexicalMerge/segmentsToMerge(_:)``.
    public var segmentSizes: [Int] { parts.all.map(\.segment.meta.documents) }

    // MARK: Documents

    /// The key of a document, removed or not; nil when there is no such number.
    public func key(of document: Int) -> String? {
        parts.place(of: document).map { String(decoding: $0.part.segment.key(of: $0.document), as: UTF8.self) }
    }

    /// The live document with that key.
    /// - Complexity: O(segments x log(documents)).
    public func document(forKey key: String) -> Int? {
        let bytes = Array(key.utf8)
        return bytes.withUnsafeBytes { bytes in
            for part in parts.all.reversed() {
                guard let document = part.segment.document(forKey: bytes), part.isLive(document) else { continue }
                return part.base + document
            }
            return nil
        }
    }

    /// Whether the document exists and has not been removed.
    public func isLive(_ document: Int) -> Bool {
        parts.place(of: document).map { $0.part.isLive($0.document) } ?? false
    }

    /// The document's year.
    public func year(of document: Int) -> Int? {
        guard let place = parts.place(of: document) else { return nil }
        let year = UInt16(littleEndian: place.part.segment.years[place.document])
        return year == 0 ? nil : Int(year)
    }

    /// The document's categories, primary first.
    public func categories(of document: Int) -> [String] {
        guard let place = parts.place(of: document) else { return [] }
        let segment = place.part.segment
        return String(decoding: segment.filing(Int(segment.filing[place.document])), as: UTF8.self)
            .split(separator: " ")
            .map(String.init)
    }

    /// The document's flags.
    public func flags(of document: Int) -> LexicalDocument.Flags {
        parts.place(of: document).map { .init(rawValue: $0.part.segment.flags[$0.document]) } ?? []
    }

    /// The live documents that a filter takes.
    public func documents(where filter: LexicalFilter) -> DocumentBitmap {
        FilterEvaluation(self, filter).bitmap ?? liveDocuments()
    }

    /// All live documents.
    func liveDocuments() -> DocumentBitmap {
        var result = DocumentBitmap(count: capacity)
        for part in parts.all {
            let words = part.live ?? DocumentBitmap(count: part.segment.meta.documents, filledWith: true).words
            for (index, word) in words.enumerated() { result.words[(part.base >> 6) + index] = word }
        }
        return result
    }

    // MARK: Searching

    /// The best documents for a plan.
    ///
    /// The hits are those of an exhaustive evaluation, with the same scores.
    public func search(_ plan: LexicalPlan, limit: Int, offset: Int = 0) -> LexicalResult {
        PlanExecution(self, plan, limit: limit, offset: offset).run()
    }
}
