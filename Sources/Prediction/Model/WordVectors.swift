/// Vectors of words that a model learnt, so that texts of other libraries and days have vectors in the same space.
struct WordVectors: Sendable {
    /// The words.
    let words: [String]
    /// A row for each.
    let rows: DenseRows

    /// The vectors of a corpus's vocabulary; zeros for words that were not learnt.
    func vectors(for vocabulary: Vocabulary) -> DenseRows {
        let result = DenseRows(rows: vocabulary.count, width: rows.width)
        for (index, word) in words.enumerated() {
            guard let number = vocabulary.known(word) else { continue }
            result.row(Int(number)).update(from: rows.row(index), count: rows.width)
        }
        return result
    }

    /// The vectors that a snapshot learnt, of words that more than one of its papers has.
    init(snapshot: CitationSnapshot, vectors: DenseRows) {
        let known = (0..<vectors.rows).filter { snapshot.text.postings.length(of: $0) > 1 }
        words = known.map { snapshot.corpus.wordNumbers.strings[$0] }
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
