/// Dense vectors of the papers known on a day, from their words and from their citations.
///
/// - Memory: 640 components per paper, of four bytes up to ``compactFrom`` papers and of one byte from there on; the citation vectors
///   need 576 bytes per paper more while they are made.
struct SnapshotEmbeddings: Sendable {
    /// Components of the text vectors, fewer where there are fewer words.
    static let textWidth = 128
    /// Components of the citation vectors, fewer where there are few papers.
    static func citationWidth(papers: Int) -> Int { min(64, max(8, papers / 16)) }
    /// From how many papers on vectors are kept in bytes.
    static let compactFrom = 200_000
    /// From how many papers on the vectors of words are learnt from a sample of so many.
    static let sampleSize = 100_000

    /// Latent semantic vectors of title and abstract, of length 1 (Deerwester et al., 1990).
    let text: VectorRows
    /// For each paper, the mean text vector of the papers that cite it: how it is talked about.
    let citersText: VectorRows
    /// For each paper, the mean text vector of what it cites.
    let referencesText: VectorRows
    /// Text vectors smoothed twice over citations in both directions, of length 1 (Wu et al., Simplifying Graph
    /// Convolutional Networks, 2019).
    let smoothedText: VectorRows
    /// Leading vectors of the normalised graph in both directions, of length 1.
    let graph: VectorRows
    /// Factors of the reference lists: what is cited together is near (Cremonesi, Koren and Turrin, PureSVD, 2010).
    let cited: VectorRows
    /// The vectors of words; text vectors are sums of these.
    private let words: WordTable

    /// - Parameters:
    ///   - words: vectors of words that were learnt before, so that vectors of several snapshots can be compared; learnt from this
    ///     snapshot where there are none.
    ///   - isCompact: whether vectors are kept in bytes; decided by the number of papers unless told.
    /// - Complexity: about two seconds for 25,000 papers.
    init(snapshot: CitationSnapshot, words known: WordTable? = nil, isCompact: Bool? = nil) {
        let isCompact = isCompact ?? (snapshot.count >= Self.compactFrom)
        // What needs most memory comes first, before there is much else.
        graph = Self.graphVectors(snapshot, isCompact)
        cited = Self.citedVectors(snapshot, isCompact)
        words = known ?? WordTable(Self.learntWords(snapshot))
        text = Self.text(of: snapshot, words: words, isCompact: isCompact)
        citersText = text.means(of: snapshot.citers)
        referencesText = text.means(of: snapshot.references)
        smoothedText = Self.smoothed(
            Self.smoothed(text, snapshot, isCompact, isNormalised: false),
            snapshot,
            isCompact,
            isNormalised: true
        )
    }

    /// Vectors of words from what stands together in texts, a row for each word of the corpus.
    static func learntWords(_ snapshot: CitationSnapshot) -> DenseRows {
        let step = max(1, snapshot.count / sampleSize)
        let papers = Array(stride(from: 0, to: snapshot.count, by: step))
        return TruncatedSVD(of: WordWeights(snapshot: snapshot).matrix(of: papers), rank: textWidth).rightVectors
    }

    /// The text vectors of a snapshot's papers.
    static func text(of snapshot: CitationSnapshot, words: WordTable, isCompact: Bool = false) -> VectorRows {
        VectorRows(rows: snapshot.count, width: words.width, isCompact: isCompact) { paper, target in
            var row: [(word: Int32, weight: Float)] = []
            WordWeights(snapshot: snapshot).read(paper, into: &row)
            for (word, weight) in row { words.add(weight, times: Int(word), to: target) }
            DenseRows.normalise(target, words.width)
        }
    }

    /// The text vector of a query; zeros without a known word.
    func text(of query: LinkQuery, rarity: FixedArray<Float>) -> [Float] {
        var result = [Float](repeating: 0, count: words.width)
        result.withUnsafeMutableBufferPointer { vector in
            guard let base = vector.baseAddress else { return }
            for (word, count) in query.words where Int(word) < rarity.count {
                words.add((1 + ScalarMath.log(count)) * rarity[Int(word)], times: Int(word), to: base)
            }
            DenseRows.normalise(base, words.width)
        }
        return result
    }

    /// D^-1/2 (A + I) D^-1/2 times the vectors, A in both directions.
    private static func smoothed(
        _ vectors: VectorRows,
        _ snapshot: CitationSnapshot,
        _ isCompact: Bool,
        isNormalised: Bool
    ) -> VectorRows {
        @Sendable func weight(_ paper: Int) -> Float {
            1 / Float(1 + snapshot.inDegree(paper) + snapshot.outDegree(paper)).squareRoot()
        }
        return VectorRows(rows: vectors.rows, width: vectors.width, isCompact: isCompact) { paper, target in
            let own = weight(paper)
            vectors.add(own * own, times: paper, to: target)
            for other in snapshot.references[paper] {
                vectors.add(own * weight(Int(other)), times: Int(other), to: target)
            }
            for other in snapshot.citers[paper] { vectors.add(own * weight(Int(other)), times: Int(other), to: target) }
            if isNormalised { DenseRows.normalise(target, vectors.width) }
        }
    }

    private static func graphVectors(_ snapshot: CitationSnapshot, _ isCompact: Bool) -> VectorRows {
        let map = NeighbourMap(snapshot: snapshot)
        let right = TruncatedSVD(of: map, rank: citationWidth(papers: snapshot.count)).rightVectors
        return VectorRows(rows: snapshot.count, width: right.width, isCompact: isCompact) { paper, target in
            map.addRow(paper, times: right, to: target)
            DenseRows.normalise(target, right.width)
        }
    }

    private static func citedVectors(_ snapshot: CitationSnapshot, _ isCompact: Bool) -> VectorRows {
        let map = ReferenceMap(snapshot)
        let right = TruncatedSVD(of: map, rank: citationWidth(papers: snapshot.count)).rightVectors
        guard isCompact else { return VectorRows(right) }
        return VectorRows(rows: right.rows, width: right.width, isCompact: true) { paper, target in
            target.update(from: right.row(paper), count: right.width)
        }
    }
}
