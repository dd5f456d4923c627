/// A query as the index runs it.
public struct LexicalPlan: Hashable, Sendable {
    /// What a document must match.
    public indirect enum Clause: Hashable, Sendable {
        /// A term, as the analysis of the fields gives it, in one of the fields at least.
        ///
        /// Fields whose analysis differs need a clause each: `any([.term("string", .text), .term("strings", .authors)])`.
        case term(String, LexicalFieldSet)
        /// Terms that follow each other in one of the fields. A nil stands for any one word. The score is that of all the
        /// phrase's terms in the document, as if they stood in an `all`.
        case phrase([String?], LexicalFieldSet)
        /// Terms that begin so: the ``LexicalPlan/prefixLimit`` most frequent ones. The best of them gives the score.
        case prefix(String, LexicalFieldSet)
        /// Every clause; the scores are added. An empty one matches every document with the score 0.
        case all([Clause])
        /// At least one of the clauses; the scores of those that match are added. An empty one matches nothing.
        case any([Clause])
        /// At least one of the clauses; the best score counts.
        case best([Clause])
        /// What does not match. Inside `all` it removes; elsewhere it matches the rest of the index, with the score 0.
        case not(Clause)
        /// What matches, with the score 0.
        case unscored(Clause)
        /// What matches the first clause; the score of the second is added where that matches too.
        case boosted(Clause, by: Clause)
        /// What matches, the score multiplied by a factor that is not negative.
        case weighted(Clause, Float)
    }

    /// How hits without a difference in score are ordered.
    public enum TieOrder: Hashable, Sendable {
        /// By key, byte by byte, ascending.
        case key
        /// The greatest year first, then by key; documents without a year last.
        case newest
    }

    /// What a document must match.
    public var clause: Clause
    /// What a document must be.
    public var filter = LexicalFilter()
    /// How words count.
    public var parameters = LexicalParameters.standard
    /// How equal scores are ordered.
    public var tieOrder = TieOrder.key
    /// Whether all matches must be counted; else the count may be a lower bound, which lets a search pass over documents
    /// that cannot be among the best.
    public var countsAll = false
    /// How many terms a prefix stands for at most.
    public var prefixLimit = 64

    /// The best documents for `clause`.
    public init(_ clause: Clause) {
        self.clause = clause
    }
}

/// The answer to a ``LexicalPlan``.
public struct LexicalResult: Hashable, Sendable {
    /// One document.
    public struct Hit: Hashable, Sendable {
        /// Its number in the opened index.
        public var document: Int
        /// Its score.
        public var score: Float

        /// A hit.
        public init(document: Int, score: Float) {
            self.document = document
            self.score = score
        }
    }

    /// How many documents match, or at least so many.
    public var total: Int
    /// Whether ``total`` is exact.
    public var isTotalExact: Bool
    /// The hits asked for, best first; equal scores in the plan's ``LexicalPlan/TieOrder``.
    public var hits: [Hit]

    /// An answer.
    public init(total: Int, isTotalExact: Bool, hits: [Hit]) {
        self.total = total
        self.isTotalExact = isTotalExact
        self.hits = hits
    }
}
