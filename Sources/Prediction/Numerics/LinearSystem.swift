/// Small systems of linear equations.
enum LinearSystem {
    /// Solves A x = b for a symmetric positive definite A, row by row, by its Cholesky factor; nil when A is not that.
    ///
    /// - Complexity: O(n³).
    static func solve(_ matrix: [Double], _ right: [Double]) -> [Double]? {
        let size = right.count
        var factor = matrix
        for row in 0..<size {
            for column in 0...row {
                var sum = factor[row * size + column]
                for inner in 0..<column { sum -= factor[row * size + inner] * factor[column * size + inner] }
                if row == column {
                    guard sum > 0 else { return nil }
                    factor[row * size + row] = sum.squareRoot()
                } else {
                    factor[row * size + column] = sum / factor[column * size + column]
                }
            }
        }
        var x = right
        for row in 0..<size {
            for inner in 0..<row { x[row] -= factor[row * size + inner] * x[inner] }
            x[row] /= factor[row * size + row]
        }
        for row in (0..<size).reversed() {
            for inner in (row + 1)..<max(row + 1, size) { x[row] -= factor[inner * size + row] * x[inner] }
            x[row] /= factor[row * size + row]
        }
        return x
    }
}
