/// A sparse matrix, row by row.
struct WeightedRows: Sendable {
    /// The columns of each row, ascending.
    let columns: CompressedRows
    /// The values, in the order of the columns.
    let weights: FixedArray<Float>
    /// How many columns there are.
    let width: Int

    init(columns: CompressedRows, weights: FixedArray<Float>, width: Int) {
        self.columns = columns
        self.weights = weights
        self.width = width
    }

    /// Writes this matrix times a dense one over `result`.
    func multiply(_ right: DenseRows, into result: DenseRows) {
        Threads.ranges(of: columns.count, size: 512) { range in
            for row in range {
                let (start, target) = (columns.offset(of: row), result.row(row))
                target.update(repeating: 0, count: right.width)
                for (place, column) in columns[row].enumerated() {
                    DenseRows.add(weights[start + place], times: right.row(Int(column)), to: target, right.width)
                }
            }
        }
    }

    /// Rows and columns exchanged.
    func transposed() -> WeightedRows {
        let turned = columns.transposed(columns: width)
        let result = FixedArray<Float>(repeating: 0, count: columns.valueCount)
        var next = (0..<width).map { turned.offset(of: $0) }
        for row in 0..<columns.count {
            let start = columns.offset(of: row)
            for (place, column) in columns[row].enumerated() {
                result[next[Int(column)]] = weights[start + place]
                next[Int(column)] += 1
            }
        }
        return WeightedRows(columns: turned, weights: result, width: columns.count)
    }
}
