import TextAnalysis

/// Turns the text of papers into numbers.
struct PaperReader {
    /// What a paper says, in numbers.
    struct Numbers {
        var words: [(word: Int32, count: Float)] = []
        var titleWords: [Int32] = []
        var authors: [Int32] = []
        var categories: [Int32] = []
    }

    private(set) var words = Vocabulary()
    private(set) var authors = Vocabulary()
    private(set) var categories = Vocabulary()
    private var analyzer = TextAnalyzer()
    private let stopStems: Set<String>

    init() {
        stopStems = Set(analyzer.terms(of: StopWords.english.sorted().joined(separator: " "), stemming: true))
    }

    /// Reads a paper; what was not seen before gets a new number.
    mutating func read(_ paper: PredictionPaper) -> Numbers {
        var numbers = Numbers()
        let title = contentWords(of: paper.title, with: &analyzer).map { words.number(of: $0) }
        let abstract = contentWords(of: paper.abstract, with: &analyzer).map { words.number(of: $0) }
        numbers.titleWords = Self.distinct(title)
        numbers.words = Self.counted(title + abstract)
        numbers.authors = Self.distinct(paper.authors.map { authors.number(of: $0) })
        numbers.categories = Self.distinct(paper.categories.map { categories.number(of: $0) })
        return numbers
    }

    /// The stems of a text without function words.
    func contentWords(of text: String, with analyzer: inout TextAnalyzer) -> [String] {
        analyzer.terms(of: text, stemming: true).filter { !stopStems.contains($0) }
    }

    /// Distinct numbers, ascending.
    static func distinct(_ numbers: [Int32]) -> [Int32] { Array(Set(numbers)).sorted() }

    /// Distinct numbers, ascending, with how often each comes.
    static func counted(_ numbers: [Int32]) -> [(word: Int32, count: Float)] {
        var result: [(word: Int32, count: Float)] = []
        for number in numbers.sorted() {
            if result.last?.word == number {
                result[result.count - 1].count += 1
            } else {
                result.append((number, 1))
            }
        }
        return result
    }
}

/// The words of each paper and how often they come.
struct WordRows: Sendable {
    /// The words of each paper, ascending.
    let words: CompressedRows
    private let counts: FixedArray<Float>

    init(rows: [[(word: Int32, count: Float)]]) {
        words = CompressedRows(rows: rows.map { $0.map(\.word) })
        counts = FixedArray(rows.flatMap { $0.map(\.count) }, or: 0)
    }

    /// How often the words of a paper come, in their order.
    func counts(of paper: Int) -> UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(start: counts.base + words.offset(of: paper), count: words.length(of: paper))
    }
}
