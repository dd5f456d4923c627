/// (1 + log tf) idf of the words of papers, each paper's of length 1. Words of a single paper tell nothing about others and weigh 0.
struct WordWeights {
    let snapshot: CitationSnapshot

    /// The words of a paper and their weights, ascending by word.
    ///
    /// - Parameter result: filled anew; its memory is used again.
    func read(_ paper: Int, into result: inout [(word: Int32, weight: Float)]) {
        result.removeAll(keepingCapacity: true)
        let text = snapshot.text
        var square: Float = 0
        snapshot.corpus.words.forEach(paper) { word, times in
            var weight: Float = 0
            if text.postings.length(of: word) > 1 {
                weight = (1 + ScalarMath.log(Float(times))) * text.rarity[word]
                square += weight * weight
            }
            result.append((Int32(truncatingIfNeeded: word), weight))
        }
        guard square > 0 else { return }
        let norm = 1 / square.squareRoot()
        for place in result.indices { result[place].weight *= norm }
    }

    /// A matrix with a row for each of some papers.
    func matrix(of papers: [Int]) -> WeightedRows {
        var starts = [0]
        var (columns, weights): ([Int32], [Float]) = ([], [])
        var row: [(word: Int32, weight: Float)] = []
        for paper in papers {
            read(paper, into: &row)
            for (word, weight) in row {
                columns.append(word)
                weights.append(weight)
            }
            starts.append(columns.count)
        }
        return WeightedRows(
            columns: CompressedRows(starts: starts, values: columns),
            weights: FixedArray(weights, or: 0),
            width: snapshot.corpus.wordNumbers.count
        )
    }
}
