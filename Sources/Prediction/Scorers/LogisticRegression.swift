/// Logistic regression with an L2 penalty over standardised features, fitted by Newton's method.
struct LogisticRegression: Sendable, Equatable {
    /// What each feature is shifted and divided by.
    var means: [Float]
    var scales: [Float]
    /// One weight for each feature, and one more for log(1 + 1000 |x|) of it.
    var weights: [Float]
    var intercept: Float

    /// Fits the model to rows.
    ///
    /// - Complexity: O(iterations · rows · features²).
    init(rows: RankingRows, penalty: Double = 1, iterations: Int = 8) {
        let width = rows.width * 2
        (means, scales) = Self.moments(rows)
        weights = [Float](repeating: 0, count: width)
        intercept = 0
        var beta = [Double](repeating: 0, count: width + 1)
        for _ in 0..<iterations {
            let (gradient, hessian) = derivatives(rows, beta, penalty)
            guard let step = LinearSystem.solve(hessian, gradient) else { break }
            for place in beta.indices { beta[place] -= step[place] }
            if step.allSatisfy({ abs($0) < 1e-5 }) { break }
        }
        weights = beta.dropLast().map(Float.init)
        intercept = Float(beta[width])
    }

    /// The log odds of a row.
    func score(_ row: UnsafePointer<Float>) -> Float {
        var sum = intercept
        let width = weights.count / 2
        for column in 0..<width {
            sum += weights[column] * (row[column] - means[column]) / scales[column]
            sum += weights[width + column] * (Self.bent(row[column]) - means[width + column]) / scales[width + column]
        }
        return sum
    }

    @inline(__always) private static func bent(_ value: Float) -> Float {
        ScalarMath.log(1 + 1000 * abs(value)) * (value < 0 ? -1 : 1)
    }

    private func expanded(_ row: UnsafePointer<Float>, into line: inout [Double]) {
        let width = means.count / 2
        for column in 0..<width {
            line[column] = Double((row[column] - means[column]) / scales[column])
            line[width + column] = Double((Self.bent(row[column]) - means[width + column]) / scales[width + column])
        }
        line[2 * width] = 1
    }

    private static func moments(_ rows: RankingRows) -> ([Float], [Float]) {
        let width = rows.width
        var sums = [Double](repeating: 0, count: 2 * width)
        var squares = sums
        rows.features.withUnsafeBufferPointer { all in
            for row in 0..<rows.count {
                for column in 0..<width {
                    let value = all[row * width + column]
                    let (plain, bent) = (Double(value), Double(Self.bent(value)))
                    sums[column] += plain
                    squares[column] += plain * plain
                    sums[width + column] += bent
                    squares[width + column] += bent * bent
                }
            }
        }
        let count = Double(max(rows.count, 1))
        let means = sums.map { $0 / count }
        let scales = zip(squares, means).map { square, mean in
            Float(max((square / count - mean * mean), 1e-12).squareRoot())
        }
        return (means.map(Float.init), scales)
    }

    private func derivatives(_ rows: RankingRows, _ beta: [Double], _ penalty: Double) -> ([Double], [Double]) {
        let size = beta.count
        let parts = 8
        let gradients = FixedArray(repeating: 0.0, count: parts * size)
        let hessians = FixedArray(repeating: 0.0, count: parts * size * size)
        let block = (rows.count + parts - 1) / parts
        Threads.each(parts) { part in
            var line = [Double](repeating: 0, count: size)
            let gradient = gradients.base + part * size
            let hessian = hessians.base + part * size * size
            rows.features.withUnsafeBufferPointer { all in
                guard let base = all.baseAddress else { return }
                for row in (part * block)..<max(part * block, min(rows.count, (part + 1) * block)) {
                    expanded(base + row * rows.width, into: &line)
                    line.withUnsafeBufferPointer { line in
                        var score = 0.0
                        for place in 0..<size { score += beta[place] * line[place] }
                        let chance = ScalarMath.sigmoid(score)
                        let error = chance - (rows.isCited[row] ? 1 : 0)
                        let curve = max(chance * (1 - chance), 1e-8)
                        for first in 0..<size {
                            gradient[first] += error * line[first]
                            let factor = curve * line[first]
                            let target = hessian + first * size
                            for second in 0...first { target[second] += factor * line[second] }
                        }
                    }
                }
            }
        }
        var gradient = [Double](repeating: 0, count: size)
        var hessian = [Double](repeating: 0, count: size * size)
        for part in 0..<parts {
            for first in 0..<size {
                gradient[first] += gradients[part * size + first]
                for second in 0...first {
                    hessian[first * size + second] += hessians[part * size * size + first * size + second]
                }
            }
        }
        for first in 0..<size {
            if first < size - 1 {
                gradient[first] += penalty * beta[first]
                hessian[first * size + first] += penalty
            }
            for second in 0..<first { hessian[second * size + first] = hessian[first * size + second] }
        }
        return (gradient, hessian)
    }
}
