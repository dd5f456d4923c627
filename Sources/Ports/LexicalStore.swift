public import Literature

/// A query by words, after parsing.
public struct LexicalQuery: Hashable, Sendable {
    /// A field of the text.
    public enum Field: Hashable, Sendable {
        /// Title, abstract and authors.
        case any
        /// Authors only.
        case authors
        /// Title only.
        case title
    }

    /// A word or phrase.
    public struct Clause: Hashable, Sendable {
        /// Where it must stand.
        public var field: Field
        /// The text between blanks or quotation marks, as typed.
        public var text: String
        /// Whether the words must follow each other.
        public var isPhrase: Bool
        /// Whether papers with it are left out.
        public var isExcluded: Bool

        /// A word or phrase.
        public init(field: Field = .any, text: String, isPhrase: Bool = false, isExcluded: Bool = false) {
            self.field = field
            self.text = text
            self.isPhrase = isPhrase
            self.isExcluded = isExcluded
        }
    }

    /// What is searched for; all clauses must hold.
    public var clauses: [Clause] = []
    /// Categories of which a paper must have one (`hep-th`; `cs` or `cs.*` takes all classes of an archive).
    public var categories: [String] = []
    /// Categories that a paper must not have.
    public var excludedCategories: [String] = []
    /// The years that a paper may be of; open ends are 0 and 9999.
    public var years: ClosedRange<Int>?

    /// Everything.
    public init() {}
}

/// Finds papers by words.
public protocol LexicalStore: Sendable {
    /// The best papers for a query, best first; ties by identifier.
    ///
    /// When no paper has all the words, papers with some of them are given and ``LexicalHits/isRelaxed`` is set.
    func search(_ query: LexicalQuery, offset: Int, limit: Int) throws -> LexicalHits
}

/// The answer to a ``LexicalQuery``.
public struct LexicalHits: Hashable, Sendable {
    /// One paper.
    public struct Hit: Hashable, Sendable {
        /// The paper.
        public var paper: Paper
        /// The relevance: greater is better; 0 when the query has no words.
        public var score: Double
        /// How many works of the library cite it.
        public var citationCount: Int

        /// A hit.
        public init(paper: Paper, score: Double, citationCount: Int) {
            self.paper = paper
            self.score = score
            self.citationCount = citationCount
        }
    }

    /// How many papers match.
    public var total: Int
    /// The best of them.
    public var hits: [Hit]
    /// Whether papers with only some of the words are given because none has all.
    public var isRelaxed: Bool
    /// Whether the library has changed since the index that answered was built.
    public var isBehind: Bool

    /// An answer.
    public init(total: Int, hits: [Hit], isRelaxed: Bool, isBehind: Bool = false) {
        self.total = total
        self.hits = hits
        self.isRelaxed = isRelaxed
        self.isBehind = isBehind
    }
}
