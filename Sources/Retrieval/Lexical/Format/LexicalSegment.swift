internal import CKernels
internal import MappedFiles
import TextAnalysis

/// An opened segment. Documents are numbered from 0 here.
///
/// Opening checks sizes only; whatever the sections hold, reading them stays inside and ends.
final class LexicalSegment: @unchecked Sendable {
    // Unchecked: pointers into a mapping that never changes and lives as long as the segment.

    /// Terms of each document in one field.
    struct Lengths {
        var start: UnsafeRawPointer
        /// Bytes of a value: 1, 2 or 4.
        var size: Int

        subscript(document: Int) -> Int {
            switch size {
            case 1: Int(start.load(fromByteOffset: document, as: UInt8.self))
            case 2: Int(start.load(fromByteOffset: document * 2, as: UInt16.self))
            default: Int(start.load(fromByteOffset: document * 4, as: UInt32.self))
            }
        }
    }

    let meta: LexicalMeta
    /// The change counter of the truth that it was built from.
    let source: Int64
    let dictionary: TermDictionary
    let postings: UnsafeRawBufferPointer
    /// Ends with eight bytes that belong to no term.
    let places: UnsafeRawBufferPointer
    /// The range maxima of the frequent terms, one after the other.
    let maxima: UnsafeBufferPointer<UInt8>
    /// By field; nil where the field does not occur.
    let lengths: [Lengths?]
    let years: UnsafeBufferPointer<UInt16>
    let flags: UnsafeBufferPointer<UInt8>
    /// The number of each document's list of categories.
    let filing: UnsafeBufferPointer<UInt32>
    /// Documents that another of the segment replaces.
    let dead: UnsafeBufferPointer<UInt32>
    private let file: DerivedFile
    private let keyEnds: UnsafeBufferPointer<UInt32>
    private let keys: UnsafeRawBufferPointer
    private let keyOrder: UnsafeBufferPointer<UInt32>
    private let filingEnds: UnsafeBufferPointer<UInt32>
    private let filings: UnsafeRawBufferPointer

    /// Opens the segment at `path`.
    ///
    /// - Throws: when it is damaged, or of another version of the format or of the text analysis.
    convenience init(path: String) throws(MappedFileError) {
        try self.init(DerivedFile(path: path, kind: LexicalFormat.kind, formatVersion: LexicalFormat.version))
    }

    private init(_ file: DerivedFile) throws(MappedFileError) {
        self.file = file
        source = file.source
        let path = file.file.path
        func damaged(_ section: String) -> MappedFileError {
            MappedFileError(.damaged, path: path, reason: "its section \(section) cannot be right")
        }
        guard let meta = LexicalMeta(try file.values("meta", of: UInt64.self)) else { throw damaged("meta") }
        guard meta.analysis == TextAnalyzer.version else {
            throw MappedFileError(.otherVersion, path: path, reason: "made by another version of the text analysis")
        }
        self.meta = meta
        func values<Value: BitwiseCopyable>(
            _ name: String,
            of type: Value.Type,
            count: Int?
        ) throws(MappedFileError) -> UnsafeBufferPointer<Value> {
            let values = try file.values(name, of: type)
            if let count, values.count != count { throw damaged(name) }
            return values
        }
        years = try values("years", of: UInt16.self, count: meta.documents)
        flags = try values("flags", of: UInt8.self, count: meta.documents)
        filing = try values("filing", of: UInt32.self, count: meta.documents)
        filingEnds = try values("filends", of: UInt32.self, count: nil)
        filings = try file.requiredSection("filings")
        keyEnds = try values("keyends", of: UInt32.self, count: meta.documents)
        keyOrder = try values("keyorder", of: UInt32.self, count: meta.documents)
        keys = try file.requiredSection("keys")
        dead = try values("dead", of: UInt32.self, count: nil)
        postings = try file.requiredSection("postings")
        places = try file.requiredSection("places")
        guard places.count >= 8 else { throw damaged("places") }
        maxima = try values("maxima", of: UInt8.self, count: nil)
        let index = try file.requiredSection("tindex")
        let blocks = (meta.terms + LexicalFormat.termsPerBlock - 1) / LexicalFormat.termsPerBlock
        guard index.count == blocks * TermDictionary.indexEntrySize else { throw damaged("tindex") }
        dictionary = TermDictionary(
            terms: try file.requiredSection("terms"),
            index: index,
            count: meta.terms,
            frequentMinimum: meta.frequentMinimum
        )
        var lengths = [Lengths?](repeating: nil, count: LexicalFormat.fieldCount)
        for field in lengths.indices where meta.fields.contains(LexicalFieldSet(LexicalField(rawValue: UInt8(field)))) {
            let bytes = try file.requiredSection("length\(field)")
            let size = meta.documents == 0 ? 4 : bytes.count / meta.documents
            guard bytes.count == size * meta.documents, size == 1 || size == 2 || size == 4 else {
                throw damaged("length\(field)")
            }
            lengths[field] = bytes.baseAddress.map { Lengths(start: $0, size: size) }
        }
        self.lengths = lengths
    }

    // MARK: Documents

    /// The bytes of a document's key.
    func key(of document: Int) -> UnsafeRawBufferPointer {
        Self.part(document, of: keys, ends: keyEnds)
    }

    /// The categories of a list, joined by blanks.
    func filing(_ list: Int) -> UnsafeRawBufferPointer {
        Self.part(list, of: filings, ends: filingEnds)
    }

    /// How many different lists of categories there are.
    var filingCount: Int { filingEnds.count }

    private static func part(
        _ index: Int,
        of bytes: UnsafeRawBufferPointer,
        ends: UnsafeBufferPointer<UInt32>
    ) -> UnsafeRawBufferPointer {
        guard index >= 0, index < ends.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let start = index == 0 ? 0 : Int(ends[index - 1])
        let end = Int(ends[index])
        guard start <= end, end <= bytes.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }

    /// The document of that key, dead or not; of several the last.
    func document(forKey key: UnsafeRawBufferPointer) -> Int? {
        var (low, high) = (0, keyOrder.count)
        while low < high {
            let middle = (low + high) / 2
            if KeyOrder.isLess(key, self.key(of: Int(keyOrder[middle]))) { high = middle } else { low = middle + 1 }
        }
        guard low > 0 else { return nil }
        let document = Int(keyOrder[low - 1])
        return document < meta.documents && KeyOrder.isEqual(self.key(of: document), key) ? document : nil
    }

    /// The documents in the order of their keys.
    var documentsByKey: UnsafeBufferPointer<UInt32> { keyOrder }

    /// The keys removed from older segments.
    func removedKeys() -> [UnsafeRawBufferPointer] {
        guard let bytes = file.section("removed") else { return [] }
        var result: [UnsafeRawBufferPointer] = []
        var rest = VariableBytes(bytes)
        while rest.position < bytes.count {
            let key = rest.take(Int(rest.next()))
            guard !rest.isBroken else { break }
            result.append(key)
        }
        return result
    }

    // MARK: Lengths

    /// What each document weighs in the saturation of a group's terms: `base` + `slope` x its weighted length.
    func readNorms(
        fields: [(field: Int, weight: Float)],
        base: Double,
        slope: Double,
        into norms: UnsafeMutableBufferPointer<Float>
    ) {
        let present = fields.compactMap { field, weight in lengths[field].map { ($0, weight) } }
        guard let out = norms.baseAddress else { return }
        guard let first = present.first else { return norms.initialize(repeating: Float(max(base, 1e-30))) }
        let second = present.count > 1 ? present[1] : nil
        ck_lexical_norms(
            first.0.start,
            UInt32(first.0.size),
            first.1,
            second?.0.start,
            UInt32(second?.0.size ?? 4),
            second?.1 ?? 0,
            base,
            slope,
            norms.count,
            out
        )
    }

    /// The range maxima of a frequent term; nil when the section does not reach so far.
    func maxima(ofFrequentTerm index: Int) -> UnsafePointer<UInt8>? {
        let ranges = LexicalFormat.rangeCount(documents: meta.documents)
        guard ranges > 0, index >= 0, index < maxima.count / ranges else { return nil }
        return maxima.baseAddress.map { $0 + index * ranges }
    }
}
