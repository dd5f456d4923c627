/// Turns the text of a paper that the corpus does not hold into the corpus's numbers.
struct DraftReader {
    /// What a draft says, in numbers.
    struct Numbers {
        var words: [(word: Int32, count: Float)] = []
        var titleWords: [Int32] = []
        var authors: [Int32] = []
        var categories: [Int32] = []
    }

    let corpus: PredictionCorpus

    /// Reads a draft; what the corpus has never seen is passed over.
    func read(_ draft: PredictionPaper) -> Numbers {
        var reader = ContentWords()
        var words: [Int32] = []
        reader.forEach(of: draft.title) { if let word = corpus.wordNumbers.known($0) { words.append(word) } }
        var numbers = Numbers()
        numbers.titleWords = Self.distinct(words)
        reader.forEach(of: draft.abstract) { if let word = corpus.wordNumbers.known($0) { words.append(word) } }
        numbers.words = Self.counted(words)
        numbers.authors = Self.distinct(draft.authors.compactMap { corpus.authorNumbers.known($0) })
        numbers.categories = Self.distinct(draft.categories.compactMap { corpus.categoryNumbers.known($0) })
        return numbers
    }

    /// Distinct numbers, ascending.
    private static func distinct(_ numbers: [Int32]) -> [Int32] { Array(Set(numbers)).sorted() }

    /// Distinct numbers, ascending, with how often each comes.
    private static func counted(_ numbers: [Int32]) -> [(word: Int32, count: Float)] {
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
