/// Collects candidates of past papers, whose references are known, to fit ranking models to.
struct TrainingRows {
    /// How many wrong candidates of a query are taken.
    struct Sample: Sendable {
        /// Those that look best by an untrained mixture of signals.
        var best = 60
        /// Drawn from the others; each stands for as many as were not drawn.
        var drawn = 80
        /// Take all.
        static let everything = Sample(best: Int.max, drawn: 0)
    }

    /// The candidates of the sources of a split.
    ///
    /// Threads take sources in blocks; the rows are in the order of the sources.
    /// - Complexity: a query's signals and features per source.
    static func collect(
        split: LinkSplit,
        predictor: LinkPredictor,
        sample: Sample
    ) -> RankingRows {
        let size = 32
        let parts = (split.sources.count + size - 1) / size
        let blocks = FixedSlots<RankingRows>(count: parts)
        Threads.each(parts) { part in
            let extractor = predictor.makeExtractor()
            var rows = RankingRows(width: FeatureColumns.count)
            for source in split.sources[(part * size)..<min(split.sources.count, (part + 1) * size)] {
                append(source, of: split, extractor, sample, to: &rows)
            }
            blocks[part] = rows
        }
        var result = RankingRows(width: FeatureColumns.count)
        for part in 0..<parts { if let rows = blocks[part] { result.append(rows) } }
        return result
    }

    private static func append(
        _ source: LinkSplit.Source,
        of split: LinkSplit,
        _ extractor: FeatureExtractor,
        _ sample: Sample,
        to rows: inout RankingRows
    ) {
        let corpus = extractor.workspace.snapshot.corpus
        extractor.evaluate(LinkQuery(corpus: corpus, paper: source.paper, seeds: source.visible))
        let hidden = Set(source.hidden)
        var wrong: [Int] = []
        var cited: [Int] = []
        for (index, candidate) in extractor.candidates.enumerated() {
            if hidden.contains(Int(candidate)) { cited.append(index) } else { wrong.append(index) }
        }
        guard !cited.isEmpty, !wrong.isEmpty else { return }
        var weights: [(index: Int, weight: Float)] = cited.map { ($0, 1) }
        var generator = SeededGenerator(seed: split.seed &+ 7, item: corpus.ids[source.paper])
        if wrong.count > sample.best {
            wrong.sort { mixture(extractor, $0) > mixture(extractor, $1) }
            weights += wrong[..<sample.best].map { ($0, 1) }
            var rest = Array(wrong[sample.best...])
            generator.shuffle(&rest)
            let drawn = min(sample.drawn, rest.count)
            weights += rest[..<drawn].map { ($0, Float(rest.count) / Float(max(drawn, 1))) }
        } else {
            weights += wrong.map { ($0, 1) }
        }
        let isCited = Set(cited)
        extractor.rows.withUnsafeBufferPointer { all in
            for (index, weight) in weights.sorted(by: { $0.index < $1.index }) {
                let row = UnsafeBufferPointer(
                    rebasing: all[(index * FeatureColumns.count)..<((index + 1) * FeatureColumns.count)]
                )
                rows.append(row, isCited: isCited.contains(index), weight: weight)
            }
        }
        rows.endQuery()
    }

    /// A mixture of signals that needs no training.
    private static func mixture(_ extractor: FeatureExtractor, _ index: Int) -> Float {
        let base = index * FeatureColumns.count + FeatureColumns.relativeStart
        var sum: Float = 0
        for (place, signal) in FeatureColumns.relative.enumerated() {
            switch signal {
            case .pageRank50, .listNeighboursSharp, .suggestedNeighbours, .textNeighboursWide, .coCitationWalk,
                .authorsCitedNear:
                sum += extractor.rows[base + place]
            default: break
            }
        }
        return sum
    }
}
