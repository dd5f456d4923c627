import Testing

@testable import Prediction

@Suite struct NumericsTests {
    @Test func eigenvectorsOfASymmetricMatrix() {
        var generator = SeededGenerator(seed: 1)
        let width = 12
        var matrix = [Double](repeating: 0, count: width * width)
        for row in 0..<width {
            for column in 0...row {
                let value = generator.normal()
                matrix[row * width + column] = value
                matrix[column * width + row] = value
            }
        }
        let (values, vectors) = SymmetricEigen.decompose(matrix, width)
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
        for column in 0..<width {
            for row in 0..<width {
                let image = (0..<width).reduce(0.0) { $0 + matrix[row * width + $1] * vectors[$1 * width + column] }
                #expect(abs(image - values[column] * vectors[row * width + column]) < 1e-10)
            }
        }
    }

    @Test func singularVectorsOfAMatrixOfLowRank() {
        var generator = SeededGenerator(seed: 2)
        let (rows, columns, rank) = (80, 50, 5)
        let left = (0..<(rows * rank)).map { _ in generator.normal() }
        let right = (0..<(columns * rank)).map { _ in generator.normal() }
        let dense = (0..<rows).map { row in
            (0..<columns).map { column in
                Float((0..<rank).reduce(0.0) { $0 + left[row * rank + $1] * right[column * rank + $1] })
            }
        }
        let matrix = WeightedRows(
            columns: CompressedRows(rows: dense.map { _ in (0..<Int32(columns)).map { $0 } }),
            weights: FixedArray(dense.flatMap { $0 }, or: 0),
            width: columns
        )
        let svd = TruncatedSVD(of: matrix, rank: 8)
        #expect(svd.values[4] > 1 && svd.values[5] < 0.01 * svd.values[0])
        // A V Vᵀ = A.
        let image = DenseRows(rows: matrix.columns.count, width: svd.rightVectors.width)
        matrix.multiply(svd.rightVectors, into: image)
        for row in 0..<rows {
            for column in 0..<columns {
                let value = (0..<8).reduce(Float(0)) { $0 + image.row(row)[$1] * svd.rightVectors.row(column)[$1] }
                #expect(abs(value - dense[row][column]) < 0.01)
            }
        }
    }

    @Test func aLinearSystemIsSolved() throws {
        let solution = try #require(LinearSystem.solve([4, 1, 1, 3], [1, 2]))
        #expect(abs(solution[0] - 1.0 / 11) < 1e-12 && abs(solution[1] - 7.0 / 11) < 1e-12)
        #expect(LinearSystem.solve([1, 2, 2, 1], [1, 1]) == nil)
    }

    @Test func rowsAreTransposedAndCut() {
        let rows = CompressedRows(rows: [[1, 2], [], [0, 2]])
        // The rows must live as long as what is read from them.
        let turned = rows.transposed(columns: 3)
        #expect((0..<3).map { Array(turned[$0]) } == [[2], [0], [0, 2]])
        let prefix = rows.prefix(rows: 2, below: 2)
        #expect((0..<2).map { Array(prefix[$0]) } == [[1], []])
    }
}
