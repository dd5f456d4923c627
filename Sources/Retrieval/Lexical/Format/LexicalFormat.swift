/// The layout of a lexical segment, a derived file (``DerivedFile``), little-endian.
///
/// | section | what |
/// |---|---|
/// | `meta` | 64 numbers of 64 bits, see ``LexicalMeta`` |
/// | `keyends`, `keys` | where each document's key ends, and the keys |
/// | `keyorder` | documents in the order of their keys |
/// | `years`, `flags`, `filing` | of each document: 16, 8, and 32 bits, the number of its list of categories |
/// | `filends`, `filings` | the different lists of categories, joined by blanks |
/// | `length0` ... `length15` | terms of each document in that field, 1, 2 or 4 bytes each |
/// | `dead` | documents that another of the same segment replaces |
/// | `removed` | keys removed from older segments, ascending: of each its length (variable bytes) and its bytes |
/// | `terms`, `tindex` | the dictionary, see ``TermDictionary`` |
/// | `postings`, `places` | posting lists and the places of terms in documents, see ``PostingList`` |
/// | `maxima` | for each frequent term, the greatest saturation in every range of 64 documents, see ``RangeMaxima`` |
enum LexicalFormat {
    static let kind = "lexical"
    static let version: UInt32 = 1
    /// Documents of a range: one word of a bitmap.
    static let rangeSize = 64
    /// A term is frequent when more than one document in so many has it.
    static let frequentShare = 64
    /// Terms of a block of the dictionary.
    static let termsPerBlock = 32
    /// The group of title and abstract; that of another field is the field's number.
    static let textGroup: UInt8 = 0
    static let fieldCount = 16
    /// Documents of a segment at most.
    static let documentLimit = 1 << 31

    /// The fields of a group, in the order of their counts in posting lists.
    static func fields(ofGroup group: UInt8) -> [Int] { group == textGroup ? [0, 1] : [Int(group)] }

    static func rangeCount(documents: Int) -> Int { (documents + rangeSize - 1) / rangeSize }

    /// How many documents have a frequent term at least.
    static func frequentMinimum(documents: Int) -> Int { max(documents / frequentShare, 256) }
}

/// Numbers about a segment as a whole.
struct LexicalMeta {
    private static let size = 64
    private static let lengthsStart = 8
    private static let presenceStart = 24
    private static let referenceStart = 48

    /// Documents, dead ones included.
    var documents = 0
    /// ``TextAnalyzer/version``.
    var analysis = 0
    var terms = 0
    /// Documents that a frequent term has at least.
    var frequentMinimum = 0
    /// The fields that occur.
    var fields = LexicalFieldSet()
    /// Terms of all documents by field.
    var lengths = [Int](repeating: 0, count: LexicalFormat.fieldCount)
    /// Documents with any term in: title, abstract (both at 0 and 1), either of them (at 16), another field by number.
    var presence = [Int](repeating: 0, count: LexicalFormat.fieldCount + 1)
    /// The parameters by which the range maxima were made.
    var reference = LexicalParameters.standard

    init() {}

    /// Reads the section; nil when it cannot be one.
    init?(_ words: UnsafeBufferPointer<UInt64>) {
        guard words.count == Self.size else { return nil }
        // No sound number is as great, and sums of these cannot overflow.
        func number(_ index: Int) -> Int { Int(min(UInt64(littleEndian: words[index]), 1 << 48)) }
        func weight(_ index: Int) -> Float {
            Float(bitPattern: UInt32(truncatingIfNeeded: number(Self.referenceStart + index)))
        }
        documents = number(0)
        analysis = number(1)
        terms = number(2)
        frequentMinimum = number(3)
        fields = LexicalFieldSet(rawValue: UInt16(truncatingIfNeeded: number(4)))
        for index in lengths.indices { lengths[index] = number(Self.lengthsStart + index) }
        for index in presence.indices { presence[index] = number(Self.presenceStart + index) }
        reference = LexicalParameters(
            titleWeight: weight(0),
            abstractWeight: weight(1),
            text: .init(k1: weight(2), b: weight(3)),
            authors: .init(k1: weight(4), b: weight(5))
        )
        guard documents < LexicalFormat.documentLimit else { return nil }
    }

    /// The section.
    var words: [UInt64] {
        var words = [UInt64](repeating: 0, count: Self.size)
        let numbers = [documents, analysis, terms, frequentMinimum, Int(fields.rawValue)]
        for (index, number) in numbers.enumerated() { words[index] = UInt64(number) }
        for (index, number) in lengths.enumerated() { words[Self.lengthsStart + index] = UInt64(number) }
        for (index, number) in presence.enumerated() { words[Self.presenceStart + index] = UInt64(number) }
        let weights = [
            reference.titleWeight, reference.abstractWeight, reference.text.k1, reference.text.b,
            reference.authors.k1, reference.authors.b,
        ]
        for (index, weight) in weights.enumerated() {
            words[Self.referenceStart + index] = UInt64(weight.bitPattern)
        }
        return words.map(\.littleEndian)
    }
}
