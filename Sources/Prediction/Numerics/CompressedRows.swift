/// Lists of numbers, one per row, stored one after the other (compressed sparse rows).
struct CompressedRows: Sendable {
    private let offsets: FixedArray<Int>
    private let values: FixedArray<Int32>

    /// The rows, each as it is given.
    init(rows: [[Int32]]) {
        offsets = FixedArray(repeating: 0, count: rows.count + 1)
        var total = 0
        for (index, row) in rows.enumerated() {
            total += row.count
            offsets[index + 1] = total
        }
        values = FixedArray(repeating: 0, count: total)
        for (index, row) in rows.enumerated() {
            for (place, value) in row.enumerated() { values[offsets[index] + place] = value }
        }
    }

    private init(offsets: FixedArray<Int>, values: FixedArray<Int32>) {
        self.offsets = offsets
        self.values = values
    }

    /// How many rows there are.
    var count: Int { offsets.count - 1 }

    /// How many numbers there are in all rows.
    var valueCount: Int { values.count }

    /// The numbers of a row.
    subscript(row: Int) -> UnsafeBufferPointer<Int32> {
        @inline(__always) get {
            UnsafeBufferPointer(start: values.base + offsets[row], count: offsets[row + 1] - offsets[row])
        }
    }

    /// Where the numbers of a row start among all.
    @inline(__always) func offset(of row: Int) -> Int { offsets[row] }

    /// How many numbers a row has.
    @inline(__always) func length(of row: Int) -> Int { offsets[row + 1] - offsets[row] }

    /// Row r of the result holds, in ascending order, the rows of this one in which r stands.
    ///
    /// - Complexity: O(rows + values).
    func transposed(columns: Int) -> CompressedRows {
        let offsets = FixedArray(repeating: 0, count: columns + 1)
        for place in 0..<values.count { offsets[Int(values[place]) + 1] += 1 }
        for column in 0..<columns { offsets[column + 1] += offsets[column] }
        let next = FixedArray(offsets.array, or: 0)
        let result = FixedArray<Int32>(repeating: 0, count: values.count)
        for row in 0..<count {
            for value in self[row] {
                result[next[Int(value)]] = Int32(row)
                next[Int(value)] += 1
            }
        }
        return CompressedRows(offsets: offsets, values: result)
    }

    /// The first rows, with only the numbers below a limit.
    func prefix(rows: Int, below limit: Int) -> CompressedRows {
        let offsets = FixedArray(repeating: 0, count: rows + 1)
        for row in 0..<rows {
            offsets[row + 1] = offsets[row] + self[row].reduce(0) { $1 < limit ? $0 + 1 : $0 }
        }
        let result = FixedArray<Int32>(repeating: 0, count: offsets[rows])
        for row in 0..<rows {
            var place = offsets[row]
            for value in self[row] where value < limit {
                result[place] = value
                place += 1
            }
        }
        return CompressedRows(offsets: offsets, values: result)
    }
}
