import CKernels

/// A linear model, or one with a hidden layer beside it, fitted to the softmax over the candidates of each query.
struct ListwiseNetwork: Sendable, Equatable {
    /// How it is fitted.
    struct Options: Sendable, Equatable {
        /// Units of the hidden layer; 0 for a linear model.
        var hidden = 64
        /// Passes over the queries.
        var epochs = 8
        /// The length of a step at first; it falls to nothing along half a cosine.
        var rate: Float = 2e-3
        /// How much weights shrink.
        var decay: Float = 0.1
        /// Share of the hidden units that a step leaves out.
        var dropout: Float = 0.4
        /// Queries of a step.
        var batch = 16
        /// Seed of the first weights, the order of queries and what is left out.
        var seed: UInt64 = 42
    }

    /// Weights of the layers: inputs × hidden, hidden, hidden × 1, and of the linear model beside them.
    var hiddenWeights: [Float]
    var hiddenBias: [Float]
    var outputWeights: [Float]
    var linearWeights: [Float]
    var scaling: FeatureScaling

    /// Units of the hidden layer.
    var hidden: Int { hiddenBias.count }

    /// A network that was kept.
    init(
        hiddenWeights: [Float],
        hiddenBias: [Float],
        outputWeights: [Float],
        linearWeights: [Float],
        scaling: FeatureScaling
    ) {
        self.hiddenWeights = hiddenWeights
        self.hiddenBias = hiddenBias
        self.outputWeights = outputWeights
        self.linearWeights = linearWeights
        self.scaling = scaling
    }

    /// Fits a network to rows.
    ///
    /// - Complexity: O(epochs · rows · features · hidden).
    init(rows: RankingRows, options: Options) {
        scaling = FeatureScaling(rows: rows)
        let width = scaling.width
        var generator = SeededGenerator(seed: options.seed)
        let spread = Float((2 / Double(width)).squareRoot())
        hiddenWeights = (0..<(width * options.hidden)).map { _ in spread * Float(generator.normal()) }
        hiddenBias = [Float](repeating: 0, count: options.hidden)
        outputWeights = (0..<options.hidden).map { _ in 0.1 * Float(generator.normal()) }
        linearWeights = [Float](repeating: 0, count: width)
        var states = [hiddenWeights.count, hiddenBias.count, outputWeights.count, width].map {
            AdamState<Float>(count: $0)
        }
        let steps = options.epochs * ((rows.queryCount + options.batch - 1) / options.batch)
        var step = 0
        var order = Array(0..<rows.queryCount)
        for _ in 0..<options.epochs {
            generator.shuffle(&order)
            for start in stride(from: 0, to: order.count, by: options.batch) {
                let batch = ListwiseBatch(
                    rows: rows,
                    queries: order[start..<min(start + options.batch, order.count)],
                    scaling: scaling
                )
                let gradients = gradients(of: batch, dropout: options.dropout, &generator)
                let rate = options.rate * Float(0.5 + 0.5 * ScalarMath.cos(.pi * Double(step) / Double(steps)))
                step += 1
                states[0].update(&hiddenWeights, gradient: gradients[0], rate: rate, decay: options.decay)
                states[1].update(&hiddenBias, gradient: gradients[1], rate: rate)
                states[2].update(&outputWeights, gradient: gradients[2], rate: rate, decay: options.decay)
                states[3].update(&linearWeights, gradient: gradients[3], rate: rate, decay: options.decay)
            }
        }
    }

    /// The scores of rows that lie one after the other.
    func scores(_ features: UnsafePointer<Float>, count: Int) -> [Float] {
        let (width, hidden) = (scaling.width, hidden)
        var inputs = [Float](repeating: 0, count: count * width)
        inputs.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for row in 0..<count { scaling.scale(features + row * (width / 2), into: base + row * width) }
        }
        let activations = activations(inputs, count: count)
        return (0..<count).map { row in
            var sum: Float = 0
            inputs.withUnsafeBufferPointer { inputs in
                linearWeights.withUnsafeBufferPointer { weights in
                    if let a = inputs.baseAddress, let b = weights.baseAddress {
                        sum = DenseRows.dot(a + row * width, b, width)
                    }
                }
            }
            for unit in 0..<hidden { sum += max(activations[row * hidden + unit], 0) * outputWeights[unit] }
            return sum
        }
    }

    /// Hidden units before they are cut off at 0.
    private func activations(_ inputs: [Float], count: Int) -> [Float] {
        guard hidden > 0 else { return [] }
        var result = [Float](repeating: 0, count: count * hidden)
        for row in 0..<count {
            for unit in 0..<hidden { result[row * hidden + unit] = hiddenBias[unit] }
        }
        ck_sgemm(
            UInt32(CK_GEMM_ACCUMULATE),
            count,
            hidden,
            scaling.width,
            inputs,
            scaling.width,
            hiddenWeights,
            hidden,
            &result,
            hidden,
            1
        )
        return result
    }

    private func gradients(
        of batch: ListwiseBatch,
        dropout: Float,
        _ generator: inout SeededGenerator
    ) -> [[Float]] {
        let (width, hidden, count) = (scaling.width, hidden, batch.count)
        var activations = activations(batch.inputs, count: count)
        // The units that are left out are the same for all rows of a step, so that candidates stay comparable.
        let kept = (0..<hidden).map { _ in Float(generator.unit()) < dropout ? 0 : 1 / (1 - dropout) }
        var scores = [Float](repeating: 0, count: count)
        for row in 0..<count {
            var sum: Float = 0
            for column in 0..<width { sum += batch.inputs[row * width + column] * linearWeights[column] }
            for unit in 0..<hidden {
                let value = max(activations[row * hidden + unit], 0) * kept[unit]
                activations[row * hidden + unit] = value
                sum += value * outputWeights[unit]
            }
            scores[row] = sum
        }
        let slopes = batch.slopes(scores)
        var linear = [Float](repeating: 0, count: width)
        var output = [Float](repeating: 0, count: hidden)
        var bias = output
        for row in 0..<count {
            let slope = slopes[row]
            for column in 0..<width { linear[column] += slope * batch.inputs[row * width + column] }
            for unit in 0..<hidden {
                let value = activations[row * hidden + unit]
                output[unit] += slope * value
                let back = value > 0 ? slope * outputWeights[unit] * kept[unit] : 0
                activations[row * hidden + unit] = back
                bias[unit] += back
            }
        }
        var weights = [Float](repeating: 0, count: width * hidden)
        if hidden > 0 {
            ck_sgemm(
                UInt32(CK_GEMM_TRANSPOSE_A),
                width,
                hidden,
                count,
                batch.inputs,
                width,
                activations,
                hidden,
                &weights,
                hidden,
                1
            )
        }
        return [weights, bias, output, linear]
    }
}

/// The rows of some queries, scaled.
struct ListwiseBatch {
    let inputs: [Float]
    let count: Int
    private let rows: RankingRows
    private let queries: ArraySlice<Int>

    init(rows: RankingRows, queries: ArraySlice<Int>, scaling: FeatureScaling) {
        self.rows = rows
        self.queries = queries
        count = queries.reduce(0) { $0 + rows.rows(of: $1).count }
        var inputs = [Float](repeating: 0, count: count * scaling.width)
        inputs.withUnsafeMutableBufferPointer { buffer in
            rows.features.withUnsafeBufferPointer { all in
                guard let target = buffer.baseAddress, let source = all.baseAddress else { return }
                var place = 0
                for query in queries {
                    for row in rows.rows(of: query) {
                        scaling.scale(source + row * rows.width, into: target + place * scaling.width)
                        place += 1
                    }
                }
            }
        }
        self.inputs = inputs
    }

    /// The derivative of the mean loss of a cited candidate by each score.
    func slopes(_ scores: [Float]) -> [Float] {
        var slopes = [Float](repeating: 0, count: count)
        var derivatives = [SIMD2<Float>](repeating: SIMD2(), count: count)
        var (start, cited) = (0, 0)
        for query in queries {
            let range = rows.rows(of: query)
            let own = start..<(start + range.count)
            start += range.count
            scores[own].withUnsafeBufferPointer { scores in
                derivatives[own].withUnsafeMutableBufferPointer { result in
                    rows.isCited[range].withUnsafeBufferPointer { isCited in
                        cited += isCited.count { $0 }
                        rows.weights[range].withUnsafeBufferPointer { weights in
                            RankingLoss.softmax.derivatives(
                                scores: scores,
                                isCited: isCited,
                                weights: weights,
                                into: result
                            )
                        }
                    }
                }
            }
        }
        for row in 0..<count { slopes[row] = derivatives[row].x / Float(max(cited, 1)) }
        return slopes
    }
}
