/// What the index holds of a paper.
public struct LexicalDocument: Hashable, Sendable {
    /// What is told of a document beside its words.
    public struct Flags: OptionSet, Hashable, Sendable {
        /// A bit for each flag.
        public var rawValue: UInt8

        /// The flags of those bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The work is only known as cited or citing.
        public static let stub = Flags(rawValue: 1)
        /// Its latest version withdraws it.
        public static let withdrawn = Flags(rawValue: 2)
        /// The body of its text has been read.
        public static let hasText = Flags(rawValue: 4)
    }

    /// The paper's identifier; no two live documents have the same.
    public var key: String
    /// The title with its TeX.
    public var title: String
    /// The abstract with its TeX.
    public var abstract: String
    /// The authors' names, in order.
    public var authors: [String]
    /// The texts of further fields, e.g. the body; title, abstract and authors are not looked for here.
    public var furtherFields: [LexicalField: String]
    /// The categories, primary first. Blanks inside a category are not kept.
    public var categories: [String]
    /// The year; nil when unknown. Kept from 1 to 65535.
    public var year: Int?
    /// The flags.
    public var flags: Flags

    /// A document.
    public init(
        key: String,
        title: String = "",
        abstract: String = "",
        authors: [String] = [],
        furtherFields: [LexicalField: String] = [:],
        categories: [String] = [],
        year: Int? = nil,
        flags: Flags = []
    ) {
        self.key = key
        self.title = title
        self.abstract = abstract
        self.authors = authors
        self.furtherFields = furtherFields
        self.categories = categories
        self.year = year
        self.flags = flags
    }
}
