import CKernels

/// The precisions in which GraphSAGE computes: single for work, double to check derivatives.
protocol SageScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
    /// C (m × n) = op(A) (m × k) · op(B) (k × n), or added to C; row by row. A transposed matrix is stored k × m or n × k.
    static func multiply(
        _ a: UnsafePointer<Self>,
        transposed: Bool,
        _ b: UnsafePointer<Self>,
        transposed: Bool,
        into c: UnsafeMutablePointer<Self>,
        rows: Int,
        columns: Int,
        inner: Int,
        adding: Bool
    )
    /// e^x and log x.
    static func exponential(_ value: Self) -> Self
    static func logarithm(_ value: Self) -> Self
}

extension Float: SageScalar {
    static func multiply(
        _ a: UnsafePointer<Float>,
        transposed aTurned: Bool,
        _ b: UnsafePointer<Float>,
        transposed bTurned: Bool,
        into c: UnsafeMutablePointer<Float>,
        rows: Int,
        columns: Int,
        inner: Int,
        adding: Bool
    ) {
        let flags =
            (aTurned ? CK_GEMM_TRANSPOSE_A : 0) | (bTurned ? CK_GEMM_TRANSPOSE_B : 0)
            | (adding ? CK_GEMM_ACCUMULATE : 0)
        ck_sgemm(
            UInt32(flags),
            rows,
            columns,
            inner,
            a,
            aTurned ? rows : inner,
            b,
            bTurned ? inner : columns,
            c,
            columns,
            2
        )
    }

    static func exponential(_ value: Float) -> Float { ScalarMath.exp(value) }
    static func logarithm(_ value: Float) -> Float { ScalarMath.log(value) }
}

extension Double: SageScalar {
    static func multiply(
        _ a: UnsafePointer<Double>,
        transposed aTurned: Bool,
        _ b: UnsafePointer<Double>,
        transposed bTurned: Bool,
        into c: UnsafeMutablePointer<Double>,
        rows: Int,
        columns: Int,
        inner: Int,
        adding: Bool
    ) {
        for row in 0..<rows {
            for column in 0..<columns {
                var sum = adding ? c[row * columns + column] : 0
                for place in 0..<inner {
                    let left = aTurned ? a[place * rows + row] : a[row * inner + place]
                    let right = bTurned ? b[column * inner + place] : b[place * columns + column]
                    sum += left * right
                }
                c[row * columns + column] = sum
            }
        }
    }

    static func exponential(_ value: Double) -> Double { ScalarMath.exp(value) }
    static func logarithm(_ value: Double) -> Double { ScalarMath.log(value) }
}
