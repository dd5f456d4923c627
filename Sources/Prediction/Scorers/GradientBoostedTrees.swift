/// Boosted regression trees under a ranking loss (Friedman, 2001; Burges, 2010).
struct GradientBoostedTrees: Sendable, Equatable {
    /// How trees are grown.
    struct Options: Sendable {
        /// How many trees.
        var trees = 400
        /// Leaves of a tree.
        var leaves = 31
        /// How much of each tree is taken.
        var learningRate: Float = 0.06
        /// Rows that a leaf must have at least.
        var leastRows = 40
        /// Σ of second derivatives that a leaf must have at least.
        var leastCurvature: Float = 1
        /// Added to that sum.
        var regularisation: Float = 5
        /// Share of the features that a tree may ask for.
        var featureShare = 0.5
        /// Share of the queries that a tree is fitted to.
        var queryShare = 0.7
        /// What is fitted.
        var loss = RankingLoss.softmax
        /// Seed of the choices of features and queries.
        var seed: UInt64 = 42
    }

    /// The trees, in the order in which they were grown.
    var trees: [RegressionTree]

    /// Fits trees to rows.
    ///
    /// - Parameter progress: called after each tree with how many there are.
    /// - Complexity: O(trees · rows · features).
    init(rows: RankingRows, options: Options, progress: (Int, [RegressionTree]) -> Void = { _, _ in }) {
        let cuts = FeatureBins(rows: rows)
        let grower = TreeGrower(bins: cuts.binned(rows), cuts: cuts, rows: rows.count, options: options)
        let scores = FixedArray<Float>(repeating: 0, count: rows.count)
        let derivatives = FixedArray(repeating: SIMD2<Float>(), count: rows.count)
        var generator = SeededGenerator(seed: options.seed)
        trees = []
        for _ in 0..<options.trees {
            Self.derive(rows, scores, options.loss, into: derivatives)
            var chosen: [Int32] = []
            for query in 0..<rows.queryCount where generator.unit() < options.queryShare {
                for row in rows.rows(of: query) { chosen.append(Int32(row)) }
            }
            var features = Array(0..<rows.width)
            generator.shuffle(&features)
            features = features.prefix(max(1, Int(Double(rows.width) * options.featureShare))).sorted()
            let tree = grower.grow(rows: chosen, features: features, derivatives: derivatives)
            trees.append(tree)
            Self.add(tree, to: scores, rows)
            progress(trees.count, trees)
        }
    }

    /// A model of these trees.
    init(trees: [RegressionTree]) {
        self.trees = trees
    }

    /// The score of a row.
    @inline(__always) func score(_ row: UnsafePointer<Float>) -> Float {
        var sum: Float = 0
        for tree in trees { sum += tree.value(row) }
        return sum
    }

    private static func derive(
        _ rows: RankingRows,
        _ scores: FixedArray<Float>,
        _ loss: RankingLoss,
        into derivatives: FixedArray<SIMD2<Float>>
    ) {
        Threads.ranges(of: rows.queryCount, size: max(1, rows.queryCount / 16)) { queries in
            rows.isCited.withUnsafeBufferPointer { cited in
                rows.weights.withUnsafeBufferPointer { weights in
                    for query in queries {
                        let range = rows.rows(of: query)
                        loss.derivatives(
                            scores: UnsafeBufferPointer(start: scores.base + range.lowerBound, count: range.count),
                            isCited: UnsafeBufferPointer(rebasing: cited[range]),
                            weights: UnsafeBufferPointer(rebasing: weights[range]),
                            into: UnsafeMutableBufferPointer(
                                start: derivatives.base + range.lowerBound,
                                count: range.count
                            )
                        )
                    }
                }
            }
        }
    }

    private static func add(_ tree: RegressionTree, to scores: FixedArray<Float>, _ rows: RankingRows) {
        let width = rows.width
        Threads.ranges(of: rows.count, size: 16384) { range in
            rows.features.withUnsafeBufferPointer { features in
                guard let base = features.baseAddress else { return }
                for row in range { scores[row] += tree.value(base + row * width) }
            }
        }
    }
}
