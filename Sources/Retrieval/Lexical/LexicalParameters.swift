/// How much a word's occurrences count.
///
/// The score of a term *t* in a document *d*, for a group of fields (``LexicalField``):
///
///     idf   = ln(1 + (N - n + 0.5) / (n + 0.5))       N documents, n of them with t in one of the fields asked for
///     tf    = sum over these fields of weight x occurrences
///     dl    = sum over these fields of weight x length;  avgdl its mean over the documents where it is not 0
///     score = idf x tf x (k1 + 1) / (tf + k1 x (1 - b + b x dl / avgdl))
///
/// For a group of one field the weight multiplies the score instead. N, n and avgdl are those of the live documents of the
/// whole index, whatever its segments: scores depend on neither segments nor deleted documents.
public struct LexicalParameters: Hashable, Sendable {
    /// How one group saturates.
    public struct Curve: Hashable, Sendable {
        /// How late further occurrences stop to count: 0 counts presence only. At least 0.
        public var k1: Float
        /// How much the length of a document counts against it, from 0 to 1.
        public var b: Float

        /// A curve.
        public init(k1: Float, b: Float) {
            self.k1 = k1
            self.b = b
        }
    }

    /// The weight of an occurrence in the title; that in the abstract is 1.
    public var titleWeight: Float
    /// The weight of an occurrence in the abstract.
    public var abstractWeight: Float
    /// What the score of the authors' names is multiplied by.
    public var authorsWeight: Float
    /// What the score of a further field is multiplied by.
    public var furtherWeight: Float
    /// The curve of title and abstract, and of further fields.
    public var text: Curve
    /// The curve of the authors' names.
    public var authors: Curve

    /// Parameters; the default ones where nothing is given.
    ///
    /// The defaults are the middle of what did best both on half of SciFact's training queries and on finding the references
    /// of papers of 2000 by their titles; `Benchmarks/lexical/quality.py` shows the grid.
    public init(
        titleWeight: Float = 2,
        abstractWeight: Float = 1,
        authorsWeight: Float = 1,
        furtherWeight: Float = 0.3,
        text: Curve = Curve(k1: 1.2, b: 0.5),
        authors: Curve = Curve(k1: 1.2, b: 0.3)
    ) {
        self.titleWeight = titleWeight
        self.abstractWeight = abstractWeight
        self.authorsWeight = authorsWeight
        self.furtherWeight = furtherWeight
        self.text = text
        self.authors = authors
    }

    /// The parameters that searches use where nothing else is asked for.
    public static let standard = LexicalParameters()
}
