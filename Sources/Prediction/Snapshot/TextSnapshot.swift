/// The words of the papers known on a day: BM25 over title and abstract, and overlaps of titles.
///
/// BM25 as Robertson and Zaragoza give it (The Probabilistic Relevance Framework, 2009), k1 = 1.2, b = .75, with the
/// never negative inverse document frequency ln(1 + (N - n + .5) / (n + .5)).
struct TextSnapshot: Sendable {
    private static let k1: Float = 1.2
    private static let b: Float = 0.75

    /// The inverse document frequency of each word; 0 for words that no known paper has.
    let rarity: FixedArray<Float>
    /// The papers in which each word stands, ascending.
    let postings: CompressedRows
    /// What each posting adds to the score of its paper, for one occurrence of the word in the query.
    private let weights: FixedArray<Float>
    /// The papers in whose titles each word stands, ascending.
    let titlePostings: CompressedRows

    init(corpus: PredictionCorpus, count: Int) {
        let vocabulary = corpus.wordNumbers.count
        let words = corpus.words.words.prefix(rows: count, below: Int(Int32.max))
        postings = words.transposed(columns: vocabulary)
        titlePostings = corpus.titleWords.prefix(rows: count, below: Int(Int32.max)).transposed(columns: vocabulary)
        rarity = FixedArray(repeating: 0, count: vocabulary)
        for word in 0..<vocabulary {
            let papers = Float(postings.length(of: word))
            rarity[word] = papers == 0 ? 0 : ScalarMath.log(1 + (Float(count) - papers + 0.5) / (papers + 0.5))
        }
        let lengths = (0..<count).map { corpus.words.counts(of: $0).reduce(0, +) }
        let average = max(lengths.reduce(0, +) / Float(max(count, 1)), 1)
        weights = FixedArray(repeating: 0, count: postings.valueCount)
        var next = (0..<vocabulary).map { [postings] in postings.offset(of: $0) }
        for paper in 0..<count {
            let norm = Self.k1 * (1 - Self.b + Self.b * lengths[paper] / average)
            for (word, times) in zip(words[paper], corpus.words.counts(of: paper)) {
                weights[next[Int(word)]] = rarity[Int(word)] * times * (Self.k1 + 1) / (times + norm)
                next[Int(word)] += 1
            }
        }
    }

    /// Adds the BM25 score of every paper that has a word of the query.
    ///
    /// - Complexity: O(postings of the query's words).
    func score(_ query: [(word: Int32, count: Float)], into scores: SparseScores) {
        for (word, times) in query where Int(word) < rarity.count && rarity[Int(word)] > 0 {
            let start = postings.offset(of: Int(word))
            for (place, paper) in postings[Int(word)].enumerated() {
                scores.add(times * weights[start + place], to: Int(paper))
            }
        }
    }

    /// Adds the inverse document frequencies of the words that titles share with the query's title.
    func scoreTitles(_ query: [Int32], into scores: SparseScores) {
        for word in query where Int(word) < rarity.count {
            for paper in titlePostings[Int(word)] { scores.add(rarity[Int(word)], to: Int(paper)) }
        }
    }
}
