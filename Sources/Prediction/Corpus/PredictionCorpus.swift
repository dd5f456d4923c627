/// Papers in the order of their dates, with their words, authors, categories and references as numbers: all that link
/// prediction knows.
///
/// Papers are numbered by (day, identifier), so that what was known on a day is a prefix.
/// - Memory: about 250 bytes per paper with an abstract, and 4 per citation.
public struct PredictionCorpus: Sendable {
    /// What the papers are called.
    public let ids: [String]
    /// When they appeared, in days since 1970-01-01, ascending.
    public let days: [Int32]
    /// How many citations were given that cannot be: of a paper by itself, twice, or of a later paper.
    public let droppedCitations: Int

    /// The papers that each paper cites, ascending.
    let references: CompressedRows
    /// The words of each paper with how often they come, ascending by number.
    let words: PackedRows
    /// The distinct words of each title, ascending.
    let titleWords: CompressedRows
    /// The authors of each paper, ascending.
    let authors: CompressedRows
    /// The categories of each paper, ascending.
    let categories: CompressedRows
    let wordNumbers: Vocabulary
    let authorNumbers: Vocabulary
    let categoryNumbers: Vocabulary
    private let numbers: [String: Int32]

    /// Makes a corpus; ``PredictionCorpusBuilder`` makes one without having all texts in memory.
    ///
    /// - Parameters:
    ///   - papers: in any order; identifiers must be unlike each other.
    ///   - citations: pairs of places in `papers`: citing, cited.
    /// - Complexity: O(text + papers · log papers + citations · log citations).
    public init(papers: [PredictionPaper], citations: [(citing: Int, cited: Int)]) {
        var builder = PredictionCorpusBuilder(ids: papers.map(\.id), days: papers.map(\.day))
        for (place, paper) in papers.enumerated() {
            builder.read(
                place,
                title: paper.title,
                abstract: paper.abstract,
                authors: paper.authors,
                categories: paper.categories
            )
        }
        self = builder.finish(citing: citations.map { Int32($0.citing) }, cited: citations.map { Int32($0.cited) })
    }

    init(
        ids: [String],
        days: [Int32],
        droppedCitations: Int,
        references: CompressedRows,
        text: TextRows,
        authors: NameRows,
        categories: NameRows
    ) {
        self.ids = ids
        self.days = days
        self.droppedCitations = droppedCitations
        self.references = references
        words = text.words
        titleWords = text.titles
        wordNumbers = text.numbers
        self.authors = authors.rows
        authorNumbers = authors.numbers
        self.categories = categories.rows
        categoryNumbers = categories.numbers
        numbers = Dictionary(ids.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// How many papers there are.
    public var count: Int { ids.count }

    /// How many citations there are, of those that can be.
    public var citationCount: Int { references.valueCount }

    /// The number of the paper of that name.
    public func paper(_ id: String) -> Int? { numbers[id].map(Int.init) }

    /// How many papers appeared before a day.
    public func count(before day: Int32) -> Int {
        var (low, high) = (0, days.count)
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The papers that a paper cites, ascending.
    public func references(of paper: Int) -> [Int] { references[paper].map(Int.init) }
}
