import Testing

@testable import Prediction

@Suite struct ScorerTests {
    /// Rows of which feature 0 and the product of features 1 and 2 say what is cited.
    private static func rows(queries: Int, seed: UInt64) -> RankingRows {
        var generator = SeededGenerator(seed: seed)
        var rows = RankingRows(width: 4)
        for _ in 0..<queries {
            for _ in 0..<20 {
                let row = (0..<4).map { _ in Float(generator.normal()) }
                let chance = ScalarMath.sigmoid(Double(2 * row[0] + 2 * row[1] * row[2]) - 2)
                row.withUnsafeBufferPointer { rows.append($0, isCited: generator.unit() < chance, weight: 1) }
            }
            rows.endQuery()
        }
        return rows
    }

    /// The chance that a cited row of a query stands before another one.
    private static func area(_ rows: RankingRows, _ score: ([Float]) -> Float) -> Double {
        var (wins, pairs) = (0.0, 0.0)
        for query in 0..<rows.queryCount {
            let scores = rows.rows(of: query).map { score(Array(rows.features[($0 * 4)..<($0 * 4 + 4)])) }
            for (good, first) in zip(scores, rows.rows(of: query)) where rows.isCited[first] {
                for (bad, second) in zip(scores, rows.rows(of: query)) where !rows.isCited[second] {
                    pairs += 1
                    wins += good > bad ? 1 : good == bad ? 0.5 : 0
                }
            }
        }
        return wins / pairs
    }

    @Test(arguments: [RankingLoss.softmax, .lambdaRank])
    func treesLearnAProductAndAreTheSameEachTime(loss: RankingLoss) {
        let (rows, others) = (Self.rows(queries: 200, seed: 1), Self.rows(queries: 60, seed: 2))
        var options = GradientBoostedTrees.Options()
        (options.trees, options.leaves, options.learningRate, options.loss) = (60, 8, 0.1, loss)
        (options.featureShare, options.leastCurvature) = (1, 0.1)
        let trees = GradientBoostedTrees(rows: rows, options: options)
        #expect(trees == GradientBoostedTrees(rows: rows, options: options))
        #expect(Self.area(others) { row in row.withUnsafeBufferPointer { trees.score($0.baseAddress!) } } > 0.85)
    }

    @Test func aTreeFindsTheBestFirstCut() {
        // One feature, a step at 0.3: the first cut of the first tree must fall there.
        var rows = RankingRows(width: 1)
        for query in 0..<40 {
            for place in 0..<20 {
                let value = Float(place) / 20 + Float(query) / 2000
                [value].withUnsafeBufferPointer { rows.append($0, isCited: value > 0.3, weight: 1) }
            }
            rows.endQuery()
        }
        var options = GradientBoostedTrees.Options()
        (options.trees, options.leaves, options.featureShare, options.queryShare) = (1, 2, 1, 1)
        options.leastCurvature = 0.01
        let trees = GradientBoostedTrees(rows: rows, options: options)
        #expect(abs(trees.trees[0].nodes[0].value - 0.3) < 0.02)
    }

    @Test func derivativesOfTheSoftmaxAreThoseOfItsLoss() {
        let cited = [true, false, true, false, false]
        let weights: [Float] = [1, 1, 1, 3, 1]
        func loss(_ scores: [Double]) -> Double {
            let rivals = zip(zip(scores, weights), cited).reduce(0.0) { sum, item in
                item.1 ? sum : sum + Double(item.0.1) * ScalarMath.exp(item.0.0)
            }
            return zip(scores, cited).reduce(0.0) { sum, item in
                item.1 ? sum - item.0 + ScalarMath.log(ScalarMath.exp(item.0) + rivals) : sum
            }
        }
        let scores: [Float] = [0.3, -0.2, 1.1, 0.7, -1]
        var result = [SIMD2<Float>](repeating: SIMD2(), count: 5)
        scores.withUnsafeBufferPointer { scores in
            cited.withUnsafeBufferPointer { cited in
                weights.withUnsafeBufferPointer { weights in
                    result.withUnsafeMutableBufferPointer {
                        RankingLoss.softmax.derivatives(scores: scores, isCited: cited, weights: weights, into: $0)
                    }
                }
            }
        }
        let base = scores.map(Double.init)
        for place in 0..<5 {
            var (up, down) = (base, base)
            up[place] += 1e-4
            down[place] -= 1e-4
            let slope = (loss(up) - loss(down)) / 2e-4
            let curve = (loss(up) - 2 * loss(base) + loss(down)) / 1e-8
            #expect(abs(Double(result[place].x) - slope) < 1e-5)
            #expect(abs(Double(result[place].y) - curve) < 1e-3)
        }
    }

    @Test func networksLearnAProductAndAreTheSameEachTime() {
        let (rows, others) = (Self.rows(queries: 200, seed: 1), Self.rows(queries: 60, seed: 2))
        var options = ListwiseNetwork.Options()
        (options.hidden, options.epochs, options.rate, options.dropout, options.decay) = (32, 30, 0.01, 0, 0.01)
        let network = ListwiseNetwork(rows: rows, options: options)
        #expect(network == ListwiseNetwork(rows: rows, options: options))
        #expect(Self.area(others) { network.scores($0, count: 1)[0] } > 0.85)
        options.hidden = 0
        let linear = ListwiseNetwork(rows: rows, options: options)
        let area = Self.area(others) { linear.scores($0, count: 1)[0] }
        #expect(area > 0.7 && area < 0.85)
    }

    @Test func logisticRegressionFindsTheOptimum() {
        let rows = Self.rows(queries: 100, seed: 3)
        let model = LogisticRegression(rows: rows, penalty: 1, iterations: 25)
        // At the optimum the slope of loss and penalty vanishes; for the intercept there is no penalty.
        let predicted = (0..<rows.count).map { row in
            Array(rows.features[(row * 4)..<(row * 4 + 4)]).withUnsafeBufferPointer {
                ScalarMath.sigmoid(Double(model.score($0.baseAddress!)))
            }
        }
        let total = zip(predicted, rows.isCited).reduce(0.0) { $0 + $1.0 - ($1.1 ? 1 : 0) }
        #expect(abs(total) < 0.01)
    }

    @Test func calibrationRisesAndKeepsTheMean() {
        var generator = SeededGenerator(seed: 9)
        let seen = (0..<3_000).map { _ -> (score: Float, isCited: Bool, weight: Float) in
            let score = Float(generator.normal())
            return (score, generator.unit() < ScalarMath.sigmoid(Double(2 * score)), 1)
        }
        let calibration = IsotonicCalibration(seen)
        #expect(zip(calibration.chances, calibration.chances.dropFirst()).allSatisfy { $0 < $1 })
        for score in stride(from: Float(-1.5), through: 1.5, by: 0.25) {
            #expect(abs(Double(calibration.probability(score)) - ScalarMath.sigmoid(Double(2 * score))) < 0.12)
        }
        let reliability = Reliability(seen.map { (Double(calibration.probability($0.score)), $0.isCited) })
        #expect(reliability.brier < reliability.brierOfBaseRate)
        #expect(reliability.calibrationError < 0.02)
        #expect(IsotonicCalibration([]).probability(1) == 0)
    }
}
