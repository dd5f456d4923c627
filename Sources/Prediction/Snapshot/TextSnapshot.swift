/// The words of the papers known on a day: BM25 over title and abstract, and overlaps of titles.
///
/// BM25 as Robertson and Zaragoza give it (The Probabilistic Relevance Framework, 2009), k1 = 1.2, b = .75, with the
/// never negative inverse document frequency ln(1 + (N - n + .5) / (n + .5)).
struct TextSnapshot: Sendable {
    private static let k1: Float = 1.2
    private static let b: Float = 0.75

    /// The inverse document frequency of each word; 0 for words that no known paper has.
    let rarity: FixedArray<Float>
    /// The papers in which each word stands, ascending, and how often it does.
    let postings: PackedRows
    /// The papers in whose titles each word stands, ascending.
    let titlePostings: CompressedRows
    /// k1 (1 - b + b · length / mean length) of each paper.
    private let norms: FixedArray<Float>

    init(corpus: PredictionCorpus, count: Int) {
        let vocabulary = corpus.wordNumbers.count
        let words = corpus.words.prefix(rows: count)
        postings = words.transposed(columns: vocabulary)
        titlePostings = corpus.titleWords.prefix(rows: count, below: Int(Int32.max)).transposed(columns: vocabulary)
        rarity = FixedArray(repeating: 0, count: vocabulary)
        for word in 0..<vocabulary {
            let papers = Float(postings.length(of: word))
            rarity[word] = papers == 0 ? 0 : ScalarMath.log(1 + (Float(count) - papers + 0.5) / (papers + 0.5))
        }
        norms = FixedArray(repeating: 0, count: count)
        var sum: Float = 0
        for paper in 0..<count {
            var length = 0
            words.forEach(paper) { _, times in length += times }
            norms[paper] = Float(length)
            sum += norms[paper]
        }
        let average = max(sum / Float(max(count, 1)), 1)
        for paper in 0..<count { norms[paper] = Self.k1 * (1 - Self.b + Self.b * norms[paper] / average) }
    }

    /// Adds the BM25 score of every paper that has a word of the query.
    ///
    /// - Complexity: O(postings of the query's words).
    func score(_ query: [(word: Int32, count: Float)], into scores: SparseScores) {
        for (word, repeats) in query where Int(word) < rarity.count && rarity[Int(word)] > 0 {
            let rarity = rarity[Int(word)]
            scores.addMany { adder in
                postings.forEach(Int(word)) { paper, count in
                    let times = Float(count)
                    adder.add(repeats * (rarity * times * (Self.k1 + 1) / (times + norms[paper])), to: paper)
                }
            }
        }
    }

    /// Adds the inverse document frequencies of the words that titles share with the query's title.
    func scoreTitles(_ query: [Int32], into scores: SparseScores) {
        for word in query where Int(word) < rarity.count {
            scores.add(rarity[Int(word)], toEach: titlePostings[Int(word)])
        }
    }
}
