/// Brings features to a common scale: each as it is and once more bent by log(1 + 1000 |x|), shifted to mean 0 and divided to
/// variance 1, cut off at 6.
struct FeatureScaling: Sendable, Equatable {
    /// What is subtracted, first for the plain values, then for the bent ones.
    var means: [Float]
    /// What is multiplied by.
    var factors: [Float]

    /// The scale of these rows, from at most 60,000 evenly spaced ones.
    init(rows: RankingRows) {
        let width = rows.width
        var sums = [Double](repeating: 0, count: 2 * width)
        var squares = sums
        let step = max(1, rows.count / 60_000)
        var count = 0.0
        rows.features.withUnsafeBufferPointer { all in
            for row in stride(from: 0, to: rows.count, by: step) {
                count += 1
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
        let total = max(count, 1)
        means = sums.map { Float($0 / total) }
        factors = zip(squares, sums).map { square, sum in
            let variance = square / total - (sum / total) * (sum / total)
            return variance > 1e-12 ? Float(1 / variance.squareRoot()) : 0
        }
    }

    /// A scale that was kept.
    init(means: [Float], factors: [Float]) {
        self.means = means
        self.factors = factors
    }

    /// How many values a scaled row has.
    var width: Int { means.count }

    @inline(__always) private static func bent(_ value: Float) -> Float {
        let size = ScalarMath.log(1 + 1000 * abs(value))
        return value < 0 ? -size : size
    }

    /// Writes a scaled row.
    @inline(__always) func scale(_ row: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>) {
        let half = means.count / 2
        means.withUnsafeBufferPointer { means in
            factors.withUnsafeBufferPointer { factors in
                for column in 0..<half {
                    let (plain, bent) = (row[column], Self.bent(row[column]))
                    result[column] = Self.cut((plain - means[column]) * factors[column])
                    result[half + column] = Self.cut((bent - means[half + column]) * factors[half + column])
                }
            }
        }
    }

    @inline(__always) private static func cut(_ value: Float) -> Float { min(max(value, -6), 6) }
}
