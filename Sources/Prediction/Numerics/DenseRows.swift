/// A matrix of numbers, row by row.
struct DenseRows: Sendable {
    let rows: Int
    let width: Int
    let values: FixedArray<Float>

    /// Zeros.
    init(rows: Int, width: Int) {
        self.rows = rows
        self.width = width
        values = FixedArray(repeating: 0, count: rows * width)
    }

    /// Rows that stand one after the other at the start of `values`.
    init(rows: Int, width: Int, values: FixedArray<Float>) {
        self.rows = rows
        self.width = width
        self.values = values
    }

    /// The start of a row.
    @inline(__always) func row(_ index: Int) -> UnsafeMutablePointer<Float> { values.base + index * width }

    /// Makes the length of a vector 1 unless it is zero.
    static func normalise(_ vector: UnsafeMutablePointer<Float>, _ width: Int) {
        let length = dot(vector, vector, width).squareRoot()
        guard length > 0 else { return }
        for place in 0..<width { vector[place] /= length }
    }

    /// The inner product of two vectors; eight partial sums, so that the order of additions is fixed and can be vectorised.
    @inline(__always) static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ width: Int) -> Float {
        var sums = SIMD8<Float>()
        var place = 0
        while place + 8 <= width {
            let left = UnsafeRawPointer(a + place).loadUnaligned(as: SIMD8<Float>.self)
            let right = UnsafeRawPointer(b + place).loadUnaligned(as: SIMD8<Float>.self)
            sums += left * right
            place += 8
        }
        var sum = sums.sum()
        while place < width {
            sum += a[place] * b[place]
            place += 1
        }
        return sum
    }

    /// Adds a multiple of one vector to another.
    @inline(__always) static func add(
        _ factor: Float,
        times source: UnsafePointer<Float>,
        to target: UnsafeMutablePointer<Float>,
        _ width: Int
    ) {
        var place = 0
        while place + 8 <= width {
            let addend = UnsafeRawPointer(source + place).loadUnaligned(as: SIMD8<Float>.self)
            let sum = UnsafeRawPointer(target + place).loadUnaligned(as: SIMD8<Float>.self) + factor * addend
            UnsafeMutableRawPointer(target + place).storeBytes(of: sum, as: SIMD8<Float>.self)
            place += 8
        }
        while place < width {
            target[place] += factor * source[place]
            place += 1
        }
    }

    /// Some of the rows, one after the other.
    func gathered(_ indices: [Int]) -> DenseRows {
        let result = DenseRows(rows: indices.count, width: width)
        for (place, index) in indices.enumerated() { result.row(place).update(from: row(index), count: width) }
        return result
    }
}
