/// Dense vectors of the papers known on a day, from their words and from their citations.
struct SnapshotEmbeddings: Sendable {
    /// Components of the text vectors, fewer where there are fewer words.
    static let textWidth = 128
    /// Components of the citation vectors, fewer where there are few papers.
    static func citationWidth(papers: Int) -> Int { min(64, max(8, papers / 16)) }

    /// Latent semantic vectors of title and abstract, of length 1 (Deerwester et al., 1990).
    let text: DenseRows
    /// For each paper, the mean text vector of the papers that cite it: how it is talked about.
    let citersText: DenseRows
    /// For each paper, the mean text vector of what it cites.
    let referencesText: DenseRows
    /// Text vectors smoothed twice over citations in both directions, of length 1 (Wu et al., Simplifying Graph
    /// Convolutional Networks, 2019).
    let smoothedText: DenseRows
    /// Leading vectors of the normalised graph in both directions, of length 1.
    let graph: DenseRows
    /// Factors of the reference lists: what is cited together is near (Cremonesi, Koren and Turrin, PureSVD, 2010).
    let cited: DenseRows
    /// The vector of each word of the corpus; text vectors are sums of these.
    let wordVectors: DenseRows

    /// - Parameter wordVectors: vectors of words that were learnt before, so that vectors of several snapshots can be compared;
    ///   learnt from this snapshot where there are none.
    /// - Complexity: about two seconds for 25,000 papers.
    init(snapshot: CitationSnapshot, wordVectors known: DenseRows? = nil) {
        (text, wordVectors) = Self.text(of: snapshot, wordVectors: known)
        citersText = text.means(of: snapshot.citers)
        referencesText = text.means(of: snapshot.references)
        smoothedText = Self.smoothed(Self.smoothed(text, snapshot), snapshot)
        smoothedText.normalise()
        graph = Self.graphVectors(snapshot)
        cited = Self.citedVectors(snapshot)
    }

    /// The text vectors of a snapshot's papers, and the vectors of words that they are made from.
    static func text(of snapshot: CitationSnapshot, wordVectors known: DenseRows?) -> (
        text: DenseRows, words: DenseRows
    ) {
        let words = weightedWords(snapshot)
        let vectors = known ?? TruncatedSVD(of: words, rank: textWidth).rightVectors
        let text = words.multiplied(by: vectors)
        text.normalise()
        return (text, vectors)
    }

    /// The text vector of a query; zeros without a known word.
    func text(of query: LinkQuery, rarity: FixedArray<Float>) -> [Float] {
        var result = [Float](repeating: 0, count: wordVectors.width)
        result.withUnsafeMutableBufferPointer { vector in
            guard let base = vector.baseAddress else { return }
            for (word, count) in query.words where Int(word) < rarity.count {
                let weight = (1 + ScalarMath.log(count)) * rarity[Int(word)]
                DenseRows.add(weight, times: wordVectors.row(Int(word)), to: base, wordVectors.width)
            }
            DenseRows.normalise(base, wordVectors.width)
        }
        return result
    }

    /// (1 + log tf) idf of each word in each paper, rows of length 1. Words of a single paper tell nothing about others.
    private static func weightedWords(_ snapshot: CitationSnapshot) -> WeightedRows {
        let corpus = snapshot.corpus
        let columns = corpus.words.words.prefix(rows: snapshot.count, below: Int(Int32.max))
        let weights = FixedArray<Float>(repeating: 0, count: columns.valueCount)
        for paper in 0..<snapshot.count {
            let start = columns.offset(of: paper)
            var square: Float = 0
            for (place, count) in corpus.words.counts(of: paper).enumerated() {
                let word = Int(columns[paper][place])
                guard snapshot.text.postings.length(of: word) > 1 else { continue }
                weights[start + place] = (1 + ScalarMath.log(count)) * snapshot.text.rarity[word]
                square += weights[start + place] * weights[start + place]
            }
            guard square > 0 else { continue }
            let norm = 1 / square.squareRoot()
            for place in start..<(start + columns.length(of: paper)) { weights[place] *= norm }
        }
        return WeightedRows(columns: columns, weights: weights, width: corpus.wordNumbers.count)
    }

    /// D^-1/2 (A + I) D^-1/2 times the vectors, A in both directions.
    private static func smoothed(_ vectors: DenseRows, _ snapshot: CitationSnapshot) -> DenseRows {
        let result = DenseRows(rows: vectors.rows, width: vectors.width)
        Threads.ranges(of: vectors.rows, size: 512) { range in
            for paper in range {
                func weight(_ other: Int) -> Float {
                    1 / Float(1 + snapshot.inDegree(other) + snapshot.outDegree(other)).squareRoot()
                }
                let own = weight(paper)
                let target = result.row(paper)
                DenseRows.add(own * own, times: vectors.row(paper), to: target, vectors.width)
                for other in snapshot.references[paper] {
                    DenseRows.add(own * weight(Int(other)), times: vectors.row(Int(other)), to: target, vectors.width)
                }
                for other in snapshot.citers[paper] {
                    DenseRows.add(own * weight(Int(other)), times: vectors.row(Int(other)), to: target, vectors.width)
                }
            }
        }
        return result
    }

    private static func graphVectors(_ snapshot: CitationSnapshot) -> DenseRows {
        let rows = (0..<snapshot.count).map { paper in
            (Array(snapshot.references[paper]) + Array(snapshot.citers[paper])).sorted()
        }
        let columns = CompressedRows(rows: rows)
        let weights = FixedArray<Float>(repeating: 0, count: columns.valueCount)
        for paper in 0..<snapshot.count {
            for (place, other) in columns[paper].enumerated() {
                weights[columns.offset(of: paper) + place] =
                    (snapshot.inverseDegree[paper] * snapshot.inverseDegree[Int(other)]).squareRoot()
            }
        }
        let matrix = WeightedRows(columns: columns, weights: weights, width: snapshot.count)
        let vectors = matrix.multiplied(
            by: TruncatedSVD(of: matrix, rank: citationWidth(papers: snapshot.count)).rightVectors
        )
        vectors.normalise()
        return vectors
    }

    private static func citedVectors(_ snapshot: CitationSnapshot) -> DenseRows {
        let columns = snapshot.references
        let weights = FixedArray<Float>(repeating: 0, count: columns.valueCount)
        for paper in 0..<snapshot.count {
            let own = 1 / Float(max(columns.length(of: paper), 1)).squareRoot()
            for (place, other) in columns[paper].enumerated() {
                // Popular papers weigh less, but not as little as they would by a whole square root.
                weights[columns.offset(of: paper) + place] =
                    own * ScalarMath.pow(Float(snapshot.inDegree(Int(other))), -0.3)
            }
        }
        let matrix = WeightedRows(columns: columns, weights: weights, width: snapshot.count)
        return TruncatedSVD(of: matrix, rank: citationWidth(papers: snapshot.count)).rightVectors
    }
}
