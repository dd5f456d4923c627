/// A matrix that can be multiplied by dense ones; it need not be stored.
protocol LinearMap: Sendable {
    /// How many rows the matrix has.
    var rows: Int { get }
    /// How many columns it has.
    var columns: Int { get }

    /// Writes the matrix times `right`, which has a row for each column, over `result`, which has a row for each row.
    func multiply(_ right: DenseRows, into result: DenseRows)

    /// Writes the transposed matrix times `right`, which has a row for each row, over `result`, which has a row for each column.
    func multiplyTransposed(_ right: DenseRows, into result: DenseRows)
}

/// A stored matrix with its transpose.
struct StoredMap: LinearMap {
    private let matrix: WeightedRows
    private let turned: WeightedRows

    init(_ matrix: WeightedRows) {
        self.matrix = matrix
        turned = matrix.transposed()
    }

    var rows: Int { matrix.columns.count }
    var columns: Int { matrix.width }

    func multiply(_ right: DenseRows, into result: DenseRows) { matrix.multiply(right, into: result) }
    func multiplyTransposed(_ right: DenseRows, into result: DenseRows) { turned.multiply(right, into: result) }
}
