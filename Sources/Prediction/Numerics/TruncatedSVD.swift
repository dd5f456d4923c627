/// The leading singular vectors of a sparse matrix by randomised subspace iteration (Halko, Martinsson and Tropp, 2011,
/// algorithm 4.4).
struct TruncatedSVD: Sendable {
    /// The right singular vectors: a row for each column of the matrix, the leading ones first.
    let rightVectors: DenseRows
    /// The singular values, descending.
    let values: [Float]

    /// - Parameters:
    ///   - rank: how many.
    ///   - iterations: multiplications by the matrix and its transpose; more separate close values better.
    /// - Complexity: O(entries · rank · iterations + (rows + columns) · rank²).
    init(of matrix: WeightedRows, rank: Int, iterations: Int = 3, seed: UInt64 = 42) {
        let width = min(rank + 8, max(matrix.width, 1))
        let turned = matrix.transposed()
        var basis = DenseRows(rows: matrix.width, width: width)
        var generator = SeededGenerator(seed: seed)
        for place in 0..<(matrix.width * width) { basis.values[place] = Float(generator.normal()) }
        for _ in 0..<iterations {
            Self.orthonormalise(basis)
            basis = turned.multiplied(by: matrix.multiplied(by: basis))
        }
        Self.orthonormalise(basis)
        let range = basis
        let image = matrix.multiplied(by: range)
        let (values, vectors) = SymmetricEigen.decompose(Self.gram(image), width)
        let kept = min(rank, width)
        let result = DenseRows(rows: matrix.width, width: kept)
        Threads.ranges(of: matrix.width, size: 1024) { rows in
            for row in rows {
                for column in 0..<kept {
                    var sum = 0.0
                    for inner in 0..<width { sum += Double(range.row(row)[inner]) * vectors[inner * width + column] }
                    result.row(row)[column] = Float(sum)
                }
            }
        }
        rightVectors = result
        self.values = values.prefix(kept).map { Float(max($0, 0).squareRoot()) }
    }

    /// Aᵀ A, row by row.
    private static func gram(_ matrix: DenseRows) -> [Double] {
        let width = matrix.width
        let parts = 8
        let sums = FixedArray(repeating: 0.0, count: parts * width * width)
        let size = (matrix.rows + parts - 1) / parts
        Threads.each(parts) { part in
            let base = sums.base + part * width * width
            for row in (part * size)..<max(part * size, min(matrix.rows, (part + 1) * size)) {
                let values = matrix.row(row)
                for first in 0..<width {
                    let factor = Double(values[first])
                    let line = base + first * width
                    for second in 0...first { line[second] += factor * Double(values[second]) }
                }
            }
        }
        var result = [Double](repeating: 0, count: width * width)
        for first in 0..<width {
            for second in 0...first {
                var sum = 0.0
                for part in 0..<parts { sum += sums[part * width * width + first * width + second] }
                result[first * width + second] = sum
                result[second * width + first] = sum
            }
        }
        return result
    }

    /// Makes the columns orthonormal by Cholesky factors of their Gram matrix, twice for accuracy; columns that depend on
    /// others become zeros.
    private static func orthonormalise(_ matrix: DenseRows) {
        for _ in 0..<2 {
            let width = matrix.width
            let inverse = inverseCholesky(gram(matrix), width)
            Threads.ranges(of: matrix.rows, size: 1024) { range in
                var line = [Double](repeating: 0, count: width)
                for row in range {
                    let values = matrix.row(row)
                    for place in 0..<width { line[place] = Double(values[place]) }
                    for column in 0..<width {
                        var sum = 0.0
                        for inner in 0...column { sum += line[inner] * inverse[column * width + inner] }
                        values[column] = Float(sum)
                    }
                }
            }
        }
    }

    /// The inverse of the lower Cholesky factor, row by row; rows of pivots that vanish are zeros.
    private static func inverseCholesky(_ gram: [Double], _ width: Int) -> [Double] {
        var factor = [Double](repeating: 0, count: width * width)
        var inverse = factor
        let scale = (0..<width).reduce(0.0) { max($0, gram[$1 * width + $1]) }
        for row in 0..<width {
            for column in 0...row {
                var sum = gram[row * width + column]
                for inner in 0..<column { sum -= factor[row * width + inner] * factor[column * width + inner] }
                if row == column {
                    factor[row * width + row] = sum > 1e-12 * scale ? sum.squareRoot() : 0
                } else {
                    let pivot = factor[column * width + column]
                    factor[row * width + column] = pivot > 0 ? sum / pivot : 0
                }
            }
            let pivot = factor[row * width + row]
            guard pivot > 0 else { continue }
            inverse[row * width + row] = 1 / pivot
            for column in 0..<row {
                var sum = 0.0
                for inner in column..<row { sum -= factor[row * width + inner] * inverse[inner * width + column] }
                inverse[row * width + column] = sum / pivot
            }
        }
        return inverse
    }
}
