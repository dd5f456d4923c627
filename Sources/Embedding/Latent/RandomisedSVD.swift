internal import CKernels

/// The leading right singular vectors of a sparse matrix, by subspace iteration from a random start
/// (Halko, Martinsson and Tropp, 2011, arXiv 0909.4061), with a fixed seed.
struct RandomisedSVD {
    /// Directions beyond those asked for, so that the last ones are right too.
    private static let oversampling = 24
    /// How often the subspace is multiplied by the matrix and its transpose.
    private static let iterations = 3

    /// The singular values, descending.
    let values: [Float]
    /// The right singular vectors: for each column of the matrix `values.count` components.
    let vectors: [Float]

    /// Decomposes `matrix`; gives fewer than `rank` vectors when the matrix is smaller.
    init(_ matrix: SparseRows, rank: Int) {
        let width = min(rank + Self.oversampling, matrix.columnCount, matrix.rowCount)
        guard width > 0 else {
            (values, vectors) = ([], [])
            return
        }
        var state: UInt64 = 0x5EED
        var basis = (0..<(matrix.columnCount * width)).map { _ in Self.noise(&state) }
        Self.orthonormalise(&basis, width)
        for _ in 0..<Self.iterations {
            basis = matrix.transposedTimes(matrix.times(basis, width: width), width: width)
            Self.orthonormalise(&basis, width)
        }
        let image = matrix.times(basis, width: width)
        let gram = Self.gram(image, width)
        let eigen = SymmetricEigen.decompose(gram, size: width)
        let kept = min(rank, width)
        values = eigen.values.prefix(kept).map { Float(max(0, $0).squareRoot()) }
        let turn = eigen.vectors.prefix(kept * width).map(Float.init)
        var turned = [Float](repeating: 0, count: matrix.columnCount * kept)
        ck_sgemm(
            UInt32(CK_GEMM_TRANSPOSE_B),
            matrix.columnCount,
            kept,
            width,
            basis,
            width,
            turn,
            width,
            &turned,
            kept,
            1
        )
        vectors = turned
    }

    /// Uniform numbers from -1 to 1 (SplitMix64).
    private static func noise(_ state: inout UInt64) -> Float {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        word ^= word >> 31
        return Float(word >> 40) / Float(1 << 23) - 1
    }

    /// The inner products of the columns of a matrix of rows of `width`.
    private static func gram(_ rows: [Float], _ width: Int) -> [Double] {
        var products = [Float](repeating: 0, count: width * width)
        let count = rows.count / width
        ck_sgemm(
            UInt32(CK_GEMM_TRANSPOSE_A),
            width,
            width,
            count,
            rows,
            width,
            rows,
            width,
            &products,
            width,
            1
        )
        return products.map(Double.init)
    }

    /// Makes the columns orthonormal through the Cholesky factor of their inner products, twice: the first time leaves the
    /// error of single precision times their condition, the second time removes it.
    private static func orthonormalise(_ rows: inout [Float], _ width: Int) {
        for _ in 0..<2 {
            var factor = gram(rows, width)
            invertCholesky(&factor, width)
            let inverse = factor.map(Float.init)
            var turned = [Float](repeating: 0, count: rows.count)
            ck_sgemm(
                UInt32(CK_GEMM_TRANSPOSE_B),
                rows.count / width,
                width,
                width,
                rows,
                width,
                inverse,
                width,
                &turned,
                width,
                1
            )
            rows = turned
        }
    }

    /// Replaces a symmetric matrix by the inverse of its lower Cholesky factor. Directions that vanish become zero.
    private static func invertCholesky(_ a: inout [Double], _ n: Int) {
        let greatest = (0..<n).reduce(0) { max($0, a[$1 * n + $1]) }
        for j in 0..<n {
            for k in 0..<j { a[j * n + j] -= a[j * n + k] * a[j * n + k] }
            let pivot = a[j * n + j] > 1e-12 * greatest ? a[j * n + j].squareRoot() : 0
            a[j * n + j] = pivot
            for i in (j + 1)..<max(n, j + 1) {
                for k in 0..<j { a[i * n + j] -= a[i * n + k] * a[j * n + k] }
                a[i * n + j] = pivot > 0 ? a[i * n + j] / pivot : 0
            }
        }
        var inverse = [Double](repeating: 0, count: n * n)
        for column in 0..<n where a[column * n + column] > 0 {
            for row in column..<n where a[row * n + row] > 0 {
                var sum = row == column ? 1.0 : 0
                for k in column..<row { sum -= a[row * n + k] * inverse[k * n + column] }
                inverse[row * n + column] = sum / a[row * n + row]
            }
        }
        a = inverse
    }
}
