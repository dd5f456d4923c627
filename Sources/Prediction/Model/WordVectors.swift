/// Vectors of words that a model learnt, so that texts of other libraries and days have vectors in the same space.
struct WordVectors: Sendable {
    /// The words.
    let words: [String]
    /// A row for each.
    let rows: DenseRows

    /// The vectors of the words of a corpus's vocabulary that were learnt.
    func table(for vocabulary: Vocabulary) -> WordTable {
        let places = FixedArray<Int32>(repeating: -1, count: vocabulary.count)
        for (index, word) in words.enumerated() {
            if let number = vocabulary.known(word) { places[Int(number)] = Int32(index) }
        }
        return WordTable(rows, rows: places)
    }

    /// The vectors that a snapshot learnt, of words that more than one of its papers has.
    init(snapshot: CitationSnapshot, vectors: DenseRows) {
        let known = (0..<vectors.rows).filter { snapshot.text.postings.length(of: $0) > 1 }
        words = known.map { snapshot.corpus.wordNumbers[Int32($0)] }
        rows = DenseRows(rows: known.count, width: vectors.width)
        for (index, word) in known.enumerated() {
            rows.row(index).update(from: vectors.row(word), count: vectors.width)
        }
    }

    /// Vectors that were kept.
    init(words: [String], rows: DenseRows) {
        self.words = words
        self.rows = rows
    }
}
