/// The strongest methods that were published for this task, fitted beside ours: 23 features of a pair under logistic regression
/// and under gradient-boosted trees with LambdaRank.
///
/// Where the published features used ProNE and a sentence encoder, these use the leading vectors of the normalised graph and
/// latent semantic vectors.
public struct ClassicModels: Sendable {
    private let logistic: LogisticRegression
    private let trees: GradientBoostedTrees

    /// Fits both to 160 wrong candidates per source, drawn evenly from the pool.
    public init(split: LinkSplit, predictor: LinkPredictor) {
        let rows = TrainingRows.collect(
            split: split,
            predictor: predictor,
            sample: TrainingRows.Sample(best: 0, drawn: 160)
        ).selecting(FeatureColumns.classic)
        logistic = LogisticRegression(rows: rows)
        var options = GradientBoostedTrees.Options()
        options.trees = 300
        options.learningRate = 0.05
        options.featureShare = 0.8
        options.queryShare = 0.8
        options.leastCurvature = 0.1
        options.loss = .lambdaRank
        trees = GradientBoostedTrees(rows: rows, options: options)
    }

    /// Both as methods of an evaluation.
    public var methods: [LinkEvaluation.Method] {
        let (logistic, trees) = (logistic, trees)
        return [
            .pool("logistic, 23 features") { features, count in
                Self.each(features, count) { logistic.score($0) }
            },
            .pool("LambdaRank, 23 features") { features, count in
                Self.each(features, count) { trees.score($0) }
            },
        ]
    }

    private static func each(
        _ features: UnsafePointer<Float>,
        _ count: Int,
        _ score: (UnsafePointer<Float>) -> Float
    ) -> [Float] {
        let columns = FeatureColumns.classic
        var row = [Float](repeating: 0, count: columns.count)
        return (0..<count).map { index in
            for (place, column) in columns.enumerated() { row[place] = features[index * FeatureColumns.count + column] }
            return row.withUnsafeBufferPointer { $0.baseAddress.map(score) ?? 0 }
        }
    }
}
