/// A part of a document's text that is indexed by itself.
///
/// A field is a number, so that others can be added without a new format. Title and abstract form one *group*: their
/// words share posting lists and one length, each occurrence counting as much as its field weighs (the simple BM25F of
/// Robertson, Zaragoza and Taylor, CIKM 2004). Every other field is a group of its own with its own statistics; its score
/// is added.
public struct LexicalField: RawRepresentable, Hashable, Comparable, Sendable {
    /// The number, at most 15.
    public var rawValue: UInt8

    /// The field of that number, taken modulo 16.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue & 15
    }

    /// The title; words are stemmed.
    public static let title = LexicalField(rawValue: 0)
    /// The abstract; words are stemmed.
    public static let abstract = LexicalField(rawValue: 1)
    /// The authors' names; words are not stemmed. A phrase does not reach from one author to the next.
    public static let authors = LexicalField(rawValue: 2)
    /// The body of the text, where it was read; words are stemmed.
    public static let body = LexicalField(rawValue: 3)

    /// Whether the words of this field are reduced to their stems, in documents and so in queries.
    public var isStemmed: Bool { self != .authors }

    /// By number.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A set of fields.
public struct LexicalFieldSet: OptionSet, Hashable, Sendable {
    /// A bit for each field.
    public var rawValue: UInt16

    /// The set of those bits.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The set of one field.
    public init(_ field: LexicalField) {
        rawValue = 1 << UInt16(field.rawValue)
    }

    /// The title alone.
    public static let title = LexicalFieldSet(.title)
    /// The abstract alone.
    public static let abstract = LexicalFieldSet(.abstract)
    /// Title and abstract: what words of a query are looked for in.
    public static let text: LexicalFieldSet = [.title, .abstract]
    /// The authors alone.
    public static let authors = LexicalFieldSet(.authors)
    /// The body alone.
    public static let body = LexicalFieldSet(.body)
    /// Every field.
    public static let all = LexicalFieldSet(rawValue: .max)
}
