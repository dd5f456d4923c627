/// A paper whose references are to be predicted: what is known of it.
public struct LinkQuery: Sendable {
    /// When it appeared, in days since 1970-01-01.
    public var day: Int32
    /// References that are known, as numbers of papers.
    public var seeds: [Int]
    /// The paper itself where the snapshot holds it; its own citations are then not looked at.
    public var paper: Int?

    var words: [(word: Int32, count: Float)]
    var titleWords: [Int32]
    var authors: [Int32]
    var categories: [Int32]

    /// A paper of the corpus.
    ///
    /// - Parameter seeds: the references that may be seen, ascending.
    public init(corpus: PredictionCorpus, paper: Int, seeds: [Int]) {
        day = corpus.days[paper]
        self.seeds = seeds
        self.paper = paper
        words = corpus.words.counted(paper)
        titleWords = Array(corpus.titleWords[paper])
        authors = Array(corpus.authors[paper])
        categories = Array(corpus.categories[paper])
    }

    /// A paper that the corpus does not hold: a draft. Words, authors and categories that the corpus has never seen are
    /// passed over.
    public init(corpus: PredictionCorpus, draft: PredictionPaper, seeds: [Int]) {
        day = draft.day
        self.seeds = seeds
        paper = nil
        let known = DraftReader(corpus: corpus).read(draft)
        words = known.words
        titleWords = known.titleWords
        authors = known.authors
        categories = known.categories
    }
}
