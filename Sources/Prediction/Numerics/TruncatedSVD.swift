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
    init(of matrix: WeightedRows, rank: Int, iterations: Int = 3, seed: UInt64 = 42) {
        self.init(of: StoredMap(matrix), rank: rank, iterations: iterations, seed: seed)
    }

    /// - Parameters:
    ///   - rank: how many.
    ///   - iterations: multiplications by the matrix and its transpose; more separate close values better.
    /// - Complexity: O(entries · rank · iterations + (rows + columns) · rank²); memory for rank + 8 numbers per row and column.
    init(of matrix: some LinearMap, rank: Int, iterations: Int = 3, seed: UInt64 = 42) {
        let width = min(rank + 8, max(matrix.columns, 1))
        let basis = DenseRows(rows: matrix.columns, width: width)
        let image = DenseRows(rows: matrix.rows, width: width)
        Threads.ranges(of: matrix.columns, size: 1024) { rows in
            // Each range draws what it would if all were drawn in turn.
            var generator = SeededGenerator(seed: seed).advanced(by: 2 * width * rows.lowerBound)
            for place in (rows.lowerBound * width)..<(rows.upperBound * width) {
                basis.values[place] = Float(generator.normal())
            }
        }
        for _ in 0..<iterations {
            Self.orthonormalise(basis)
            matrix.multiply(basis, into: image)
            matrix.multiplyTransposed(image, into: basis)
        }
        Self.orthonormalise(basis)
        matrix.multiply(basis, into: image)
        let (values, vectors) = SymmetricEigen.decompose(Self.gram(image), width)
        let kept = min(rank, width)
        Self.turn(basis, by: vectors, isTriangular: false)
        for row in 0..<basis.rows {
            (basis.values.base + row * kept).update(from: basis.row(row), count: kept)
        }
        rightVectors = DenseRows(rows: basis.rows, width: kept, values: basis.values)
        self.values = values.prefix(kept).map { Float(max($0, 0).squareRoot()) }
    }

    /// Aᵀ A, row by row, by sums of double precision over eight parts of the rows.
    private static func gram(_ matrix: DenseRows) -> [Double] {
        let (width, parts) = (matrix.width, 8)
        // Lines are as long as whole vectors of eight; what stands right of the diagonal is not used.
        let stride = (width + 7) / 8 * 8
        let sums = FixedArray(repeating: 0.0, count: parts * width * stride)
        let size = (matrix.rows + parts - 1) / parts
        Threads.each(parts) { part in
            let base = sums.base + part * width * stride
            let line = FixedArray(repeating: 0.0, count: stride)
            for row in (part * size)..<max(part * size, min(matrix.rows, (part + 1) * size)) {
                widen(matrix.row(row), into: line.base, width)
                for first in 0..<width {
                    addMultiple(of: line.base, line[first], to: base + first * stride, upTo: first)
                }
            }
        }
        var result = [Double](repeating: 0, count: width * width)
        for first in 0..<width {
            for second in 0...first {
                var sum = 0.0
                for part in 0..<parts { sum += sums[(part * width + first) * stride + second] }
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
            var turned = inverse
            for row in 0..<width {
                for column in 0..<width { turned[row * width + column] = inverse[column * width + row] }
            }
            turn(matrix, by: turned, isTriangular: true)
        }
    }

    /// Replaces each row by its product with a square matrix, in double precision.
    ///
    /// - Parameter isTriangular: whether all below the diagonal is zero.
    private static func turn(_ matrix: DenseRows, by square: [Double], isTriangular: Bool) {
        let width = matrix.width
        let stride = (width + 7) / 8 * 8
        let factors = FixedArray(repeating: 0.0, count: width * stride)
        for row in 0..<width {
            for column in 0..<width { factors[row * stride + column] = square[row * width + column] }
        }
        Threads.ranges(of: matrix.rows, size: 1024) { range in
            let line = FixedArray(repeating: 0.0, count: stride)
            for row in range {
                let values = matrix.row(row)
                widen(values, into: line.base, width)
                for start in Swift.stride(from: 0, to: width, by: 8) {
                    var sums = SIMD8<Double>()
                    for inner in 0..<(isTriangular ? min(width, start + 8) : width) {
                        let factor = UnsafeRawPointer(factors.base + inner * stride + start)
                            .loadUnaligned(as: SIMD8<Double>.self)
                        sums += line[inner] * factor
                    }
                    for place in 0..<min(8, width - start) { values[start + place] = Float(sums[place]) }
                }
            }
        }
    }

    private static func widen(_ source: UnsafePointer<Float>, into line: UnsafeMutablePointer<Double>, _ width: Int) {
        for place in 0..<width { line[place] = Double(source[place]) }
    }

    /// Adds a multiple of a line to another, from its start to a place and on to the end of the vector of eight.
    @inline(__always) private static func addMultiple(
        of line: UnsafePointer<Double>,
        _ factor: Double,
        to target: UnsafeMutablePointer<Double>,
        upTo last: Int
    ) {
        for start in Swift.stride(from: 0, through: last, by: 8) {
            let addend = UnsafeRawPointer(line + start).loadUnaligned(as: SIMD8<Double>.self)
            let sum = UnsafeRawPointer(target + start).loadUnaligned(as: SIMD8<Double>.self) + factor * addend
            UnsafeMutableRawPointer(target + start).storeBytes(of: sum, as: SIMD8<Double>.self)
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
