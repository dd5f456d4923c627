import TextAnalysis

/// Papers in the order of their dates, with their words, authors, categories and references as numbers: all that link
/// prediction knows.
///
/// Papers are numbered by (day, identifier), so that what was known on a day is a prefix.
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
    let words: WordRows
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

    /// Makes a corpus.
    ///
    /// - Parameters:
    ///   - papers: in any order; identifiers must be unlike each other.
    ///   - citations: pairs of places in `papers`: citing, cited.
    /// - Complexity: O(text + papers · log papers + citations · log citations).
    public init(papers: [PredictionPaper], citations: [(citing: Int, cited: Int)]) {
        let order = papers.indices.sorted { a, b in
            papers[a].day != papers[b].day ? papers[a].day < papers[b].day : papers[a].id < papers[b].id
        }
        var place = [Int32](repeating: 0, count: papers.count)
        for (number, index) in order.enumerated() { place[index] = Int32(number) }
        ids = order.map { papers[$0].id }
        days = order.map { papers[$0].day }
        numbers = Dictionary(ids.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })

        var reader = PaperReader()
        let read = order.map { reader.read(papers[$0]) }
        words = WordRows(rows: read.map(\.words))
        titleWords = CompressedRows(rows: read.map(\.titleWords))
        authors = CompressedRows(rows: read.map(\.authors))
        categories = CompressedRows(rows: read.map(\.categories))
        wordNumbers = reader.words
        authorNumbers = reader.authors
        categoryNumbers = reader.categories

        var rows = [[Int32]](repeating: [], count: papers.count)
        for citation in citations {
            let (citing, cited) = (place[citation.citing], place[citation.cited])
            guard citing != cited, days[Int(cited)] <= days[Int(citing)] else { continue }
            rows[Int(citing)].append(cited)
        }
        var kept = 0
        for row in rows.indices {
            rows[row] = Array(Set(rows[row])).sorted()
            kept += rows[row].count
        }
        droppedCitations = citations.count - kept
        references = CompressedRows(rows: rows)
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
