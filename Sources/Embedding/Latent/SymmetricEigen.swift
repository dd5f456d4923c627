/// The eigenvalues and eigenvectors of a symmetric matrix, by cyclic Jacobi rotations (Golub and Van Loan, 8.5).
enum SymmetricEigen {
    /// Decomposes a matrix of `size` rows.
    ///
    /// - Returns: the eigenvalues in descending order, and for each its vector of length 1, one after the other.
    /// - Complexity: O(size³) per sweep, some eight sweeps.
    static func decompose(_ matrix: [Double], size: Int) -> (values: [Double], vectors: [Double]) {
        var matrix = matrix
        var vectors = [Double](repeating: 0, count: size * size)
        for index in 0..<size { vectors[index * size + index] = 1 }
        let norm = matrix.reduce(0) { $0 + $1 * $1 }
        for _ in 0..<30 {
            var rest = 0.0
            for row in 0..<size {
                for column in 0..<row { rest += matrix[row * size + column] * matrix[row * size + column] }
            }
            guard rest > 1e-22 * norm else { break }
            sweep(&matrix, &vectors, size)
        }
        let order = (0..<size).sorted { (matrix[$0 * size + $0], $1) > (matrix[$1 * size + $1], $0) }
        return (
            order.map { matrix[$0 * size + $0] },
            order.flatMap { vectors[($0 * size)..<(($0 + 1) * size)] }
        )
    }

    private static func sweep(_ matrix: inout [Double], _ vectors: inout [Double], _ size: Int) {
        matrix.withUnsafeMutableBufferPointer { matrix in
            vectors.withUnsafeMutableBufferPointer { vectors in
                for p in 0..<(size - 1) {
                    for q in (p + 1)..<size { rotate(matrix, vectors, size, p, q) }
                }
            }
        }
    }

    /// Makes the elements (p, q) and (q, p) zero.
    private static func rotate(
        _ a: UnsafeMutableBufferPointer<Double>,
        _ v: UnsafeMutableBufferPointer<Double>,
        _ size: Int,
        _ p: Int,
        _ q: Int
    ) {
        let off = a[p * size + q]
        guard off != 0 else { return }
        let theta = (a[q * size + q] - a[p * size + p]) / (2 * off)
        let t = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<size {
            let (x, y) = (a[k * size + p], a[k * size + q])
            a[k * size + p] = c * x - s * y
            a[k * size + q] = s * x + c * y
        }
        for k in 0..<size {
            let (x, y) = (a[p * size + k], a[q * size + k])
            a[p * size + k] = c * x - s * y
            a[q * size + k] = s * x + c * y
            let (m, n) = (v[p * size + k], v[q * size + k])
            v[p * size + k] = c * m - s * n
            v[q * size + k] = s * m + c * n
        }
    }
}
