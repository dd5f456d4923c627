/// A matrix of few entries, row by row.
struct SparseRows {
    let rowCount: Int
    let columnCount: Int
    let starts: [Int]
    let columns: [UInt32]
    let values: [Float]

    /// This matrix times a dense one of `columnCount` rows of `width`.
    func times(_ dense: [Float], width: Int) -> [Float] {
        var product = [Float](repeating: 0, count: rowCount * width)
        product.withUnsafeMutableBufferPointer { product in
            dense.withUnsafeBufferPointer { dense in
                forEachEntry { row, column, value in
                    Self.add(value, dense, column * width, to: product, row * width, width)
                }
            }
        }
        return product
    }

    /// The transpose of this matrix times a dense one of `rowCount` rows of `width`.
    func transposedTimes(_ dense: [Float], width: Int) -> [Float] {
        var product = [Float](repeating: 0, count: columnCount * width)
        product.withUnsafeMutableBufferPointer { product in
            dense.withUnsafeBufferPointer { dense in
                forEachEntry { row, column, value in
                    Self.add(value, dense, row * width, to: product, column * width, width)
                }
            }
        }
        return product
    }

    @inline(__always)
    private func forEachEntry(_ body: (Int, Int, Float) -> Void) {
        for row in 0..<rowCount {
            for entry in starts[row]..<starts[row + 1] { body(row, Int(columns[entry]), values[entry]) }
        }
    }

    /// Adds `factor` times a row of one matrix to a row of another.
    @inline(__always)
    static func add(
        _ factor: Float,
        _ from: UnsafeBufferPointer<Float>,
        _ start: Int,
        to target: UnsafeMutableBufferPointer<Float>,
        _ place: Int,
        _ width: Int
    ) {
        guard let source = from.baseAddress?.advanced(by: start), let sum = target.baseAddress?.advanced(by: place)
        else { return }
        for index in 0..<width { sum[index] += factor * source[index] }
    }
}
