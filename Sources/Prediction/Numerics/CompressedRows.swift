/// Lists of numbers, one per row, stored one after the other (compressed sparse rows).
struct CompressedRows: Sendable {
    /// How many rows there are.
    let count: Int
    private let offsets: FixedArray<Int>
    private let values: FixedArray<Int32>

    /// The rows, each as it is given.
    init(rows: [[Int32]]) {
        let offsets = FixedArray(repeating: 0, count: rows.count + 1)
        for (index, row) in rows.enumerated() { offsets[index + 1] = offsets[index] + row.count }
        let values = FixedArray<Int32>(repeating: 0, count: offsets[rows.count])
        for (index, row) in rows.enumerated() {
            for (place, value) in row.enumerated() { values[offsets[index] + place] = value }
        }
        self.init(count: rows.count, offsets: offsets, values: values)
    }

    /// Rows that stand one after the other.
    ///
    /// - Parameter starts: where each starts, and where the last one ends.
    init(starts: [Int], values: [Int32]) {
        self.init(count: starts.count - 1, offsets: FixedArray(starts, or: 0), values: FixedArray(values, or: 0))
    }

    /// Distinct pairs, each a row and a number in it; the numbers of a row ascend.
    ///
    /// - Parameter pair: which pair two elements at the same place make; asked twice for each.
    /// - Complexity: O(pairs · log pairs of a row); memory is that of the result.
    init(rows: Int, from: [Int32], to: [Int32], pair: (Int32, Int32) -> (row: Int32, value: Int32)?) {
        let next = FixedArray(repeating: 0, count: rows + 1)
        let pairs = min(from.count, to.count)
        for place in 0..<pairs {
            if let (row, _) = pair(from[place], to[place]) { next[Int(row) + 1] += 1 }
        }
        for row in 0..<rows { next[row + 1] += next[row] }
        let values = FixedArray<Int32>(repeating: 0, count: next[rows])
        for place in 0..<pairs {
            guard let (row, value) = pair(from[place], to[place]) else { continue }
            values[next[Int(row)]] = value
            next[Int(row)] += 1
        }
        // Each row now ends where the next one started; what comes twice is closed up in place.
        let offsets = FixedArray(repeating: 0, count: rows + 1)
        var (start, kept) = (0, 0)
        for row in 0..<rows {
            let end = next[row]
            var list = UnsafeMutableBufferPointer(start: values.base + start, count: end - start)
            list.sort()
            for place in start..<end where kept == offsets[row] || values[kept - 1] != values[place] {
                values[kept] = values[place]
                kept += 1
            }
            offsets[row + 1] = kept
            start = end
        }
        self.init(count: rows, offsets: offsets, values: values)
    }

    private init(count: Int, offsets: FixedArray<Int>, values: FixedArray<Int32>) {
        self.count = count
        self.offsets = offsets
        self.values = values
    }

    /// How many numbers there are in all rows.
    var valueCount: Int { offsets[count] }

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
        for place in 0..<valueCount { offsets[Int(values[place]) + 1] += 1 }
        for column in 0..<columns { offsets[column + 1] += offsets[column] }
        let next = FixedArray(offsets.array, or: 0)
        let result = FixedArray<Int32>(repeating: 0, count: valueCount)
        for row in 0..<count {
            for value in self[row] {
                result[next[Int(value)]] = Int32(row)
                next[Int(value)] += 1
            }
        }
        return CompressedRows(count: columns, offsets: offsets, values: result)
    }

    /// The first rows, with only the numbers below a limit; they share the memory of all where none is left out.
    func prefix(rows: Int, below limit: Int) -> CompressedRows {
        if (0..<offsets[rows]).allSatisfy({ values[$0] < limit }) {
            return CompressedRows(count: rows, offsets: offsets, values: values)
        }
        let kept = FixedArray(repeating: 0, count: rows + 1)
        for row in 0..<rows {
            kept[row + 1] = kept[row] + self[row].reduce(0) { $1 < limit ? $0 + 1 : $0 }
        }
        let result = FixedArray<Int32>(repeating: 0, count: kept[rows])
        for row in 0..<rows {
            var place = kept[row]
            for value in self[row] where value < limit {
                result[place] = value
                place += 1
            }
        }
        return CompressedRows(count: rows, offsets: kept, values: result)
    }
}
