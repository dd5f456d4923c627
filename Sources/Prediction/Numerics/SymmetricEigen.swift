/// Eigenvalues and vectors of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, 8.5).
enum SymmetricEigen {
    /// - Returns: the eigenvalues, descending, and the vectors as columns in the same order, row by row.
    /// - Complexity: O(width³) per sweep, about ten sweeps.
    static func decompose(_ matrix: [Double], _ width: Int) -> (values: [Double], vectors: [Double]) {
        var a = matrix
        var v = [Double](repeating: 0, count: width * width)
        for index in 0..<width { v[index * width + index] = 1 }
        let scale = max((0..<width).reduce(0.0) { max($0, abs(matrix[$1 * width + $1])) }, 1e-300)
        for _ in 0..<30 {
            var largest = 0.0
            for first in 0..<width {
                for second in (first + 1)..<max(first + 1, width) {
                    let off = a[first * width + second]
                    largest = max(largest, abs(off))
                    guard abs(off) > 1e-14 * scale else { continue }
                    rotate(&a, &v, width, first, second)
                }
            }
            if largest <= 1e-12 * scale { break }
        }
        let order = (0..<width).sorted { a[$0 * width + $0] > a[$1 * width + $1] }
        var vectors = v
        for row in 0..<width {
            for (place, column) in order.enumerated() { vectors[row * width + place] = v[row * width + column] }
        }
        return (order.map { a[$0 * width + $0] }, vectors)
    }

    private static func rotate(_ a: inout [Double], _ v: inout [Double], _ width: Int, _ p: Int, _ q: Int) {
        let theta = (a[q * width + q] - a[p * width + p]) / (2 * a[p * width + q])
        let t = (theta >= 0 ? 1.0 : -1.0) / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        a.withUnsafeMutableBufferPointer { a in
            for k in 0..<width {
                let (x, y) = (a[k * width + p], a[k * width + q])
                a[k * width + p] = c * x - s * y
                a[k * width + q] = s * x + c * y
            }
            for k in 0..<width {
                let (x, y) = (a[p * width + k], a[q * width + k])
                a[p * width + k] = c * x - s * y
                a[q * width + k] = s * x + c * y
            }
        }
        v.withUnsafeMutableBufferPointer { v in
            for k in 0..<width {
                let (x, y) = (v[k * width + p], v[k * width + q])
                v[k * width + p] = c * x - s * y
                v[k * width + q] = s * x + c * y
            }
        }
    }
}
