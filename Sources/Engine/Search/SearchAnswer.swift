public import Literature
public import TextAnalysis

/// The answer to a search.
public struct SearchAnswer: Sendable, Codable {
    /// How the answer was found.
    public enum Mode: String, Sendable, Codable {
        /// By an identifier.
        case identifier
        /// By words, meaning and citations.
        case hybrid
        /// By words.
        case lexical
        /// By meaning.
        case semantic
    }

    /// The place of a paper in each ranking, from 1; nil where it is in none.
    public struct Ranks: Hashable, Sendable, Codable {
        /// By words.
        public var lexical: Int?
        /// By meaning.
        public var semantic: Int?
        /// By citations.
        public var graph: Int?

        /// In no ranking.
        public init() {}
    }

    /// One paper.
    public struct Result: Sendable, Codable {
        /// The place in the ranking, from 1.
        public var rank: Int
        /// The paper.
        public var paper: Paper
        /// How many works of the library cite it.
        public var citationCount: Int
        /// The relevance: greater is better.
        public var score: Double
        /// The place in each ranking that took part.
        public var ranks: Ranks
        /// A piece of the abstract with the words of the query.
        public var snippet: Snippet
        /// Why it ranks where it does, when that was asked for.
        public var explanation: ResultExplanation?
    }

    /// How the answer was found.
    public var mode: Mode
    /// The query in its canonical form.
    public var canonical: String
    /// How many papers match.
    public var total: Int
    /// Whether no paper has all the words, so that papers with some of them are given.
    public var isRelaxed = false
    /// The query that was run instead, because nothing matches what was typed.
    public var correction: String?
    /// A query that may have been meant.
    public var suggestion: String?
    /// Parts of the index that the library has outgrown and that could not be brought up to date now.
    public var behind: [IndexPart] = []
    /// The best of them.
    public var results: [Result]
    /// How long the search took.
    public var duration = Duration.zero

    init(mode: Mode, canonical: String, total: Int, results: [Result]) {
        self.mode = mode
        self.canonical = canonical
        self.total = total
        self.results = results
    }
}

/// Why a paper ranks where it does.
public struct ResultExplanation: Hashable, Sendable, Codable {
    /// What one of the query's conditions adds by words.
    public struct Term: Hashable, Sendable, Codable {
        /// The condition, in the query's language.
        public var text: String
        /// What it adds to the score by words.
        public var score: Double
        /// In how many papers it holds.
        public var papers: Int
    }

    /// What one ranking adds.
    public struct Arm: Hashable, Sendable, Codable {
        /// `lexical`, `semantic`, `graph` or `influence`.
        public var name: String
        /// The place in it, from 1.
        public var rank: Int?
        /// Its own score: BM25, a cosine, a share of a walk, citations beside those of its year.
        public var score: Double
        /// What it adds to the paper's score.
        public var contribution: Double
    }

    /// The conditions that hold.
    public var terms: [Term] = []
    /// The rankings.
    public var arms: [Arm] = []
    /// Anything else that counts, in words.
    public var notes: [String] = []

    /// Nothing yet.
    public init() {}
}
