/// Vectors of those words of a corpus that have one.
struct WordTable: Sendable {
    /// The vectors.
    private let vectors: DenseRows
    /// The row of each word; -1 for words without a vector. Nil when every word has the row of its number.
    private let rows: FixedArray<Int32>?

    /// A vector for every word.
    init(_ vectors: DenseRows) {
        self.vectors = vectors
        rows = nil
    }

    /// Vectors of some words.
    init(_ vectors: DenseRows, rows: FixedArray<Int32>) {
        self.vectors = vectors
        self.rows = rows
    }

    /// Components of a vector.
    var width: Int { vectors.width }

    /// Adds a multiple of the vector of a word, if it has one.
    @inline(__always) func add(_ factor: Float, times word: Int, to target: UnsafeMutablePointer<Float>) {
        let row = rows.map { Int($0[word]) } ?? word
        if row >= 0 { DenseRows.add(factor, times: vectors.row(row), to: target, vectors.width) }
    }
}
