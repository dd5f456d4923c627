/// Rows of words in the order in which they come, before all are known.
///
/// Each row holds its distinct words in the order in which they first come, and how often each does, written as ``PackedRows``
/// writes them but for the distances.
struct ArrivingRows {
    /// The words that have come so far.
    private(set) var words = Vocabulary()
    private var bytes: [UInt8] = []
    private var starts: [Int] = [0]
    /// The row in which each word came last, and where it stands there.
    private var lastRow: [Int32] = []
    private var placeInRow: [Int32] = []
    private var row: [(number: Int32, times: Int32)] = []

    /// How many rows have ended.
    var count: Int { starts.count - 1 }

    /// How many bytes they take.
    var byteCount: Int { bytes.count }

    /// How many distinct words the row that has not ended has so far.
    var distinctCount: Int { row.count }

    /// Adds a word to the row that has not ended.
    mutating func add(_ word: UnsafeBufferPointer<UInt8>) {
        let number = Int(words.number(of: word))
        if number == lastRow.count {
            lastRow.append(-1)
            placeInRow.append(0)
        }
        if Int(lastRow[number]) == count {
            row[Int(placeInRow[number])].times += 1
        } else {
            lastRow[number] = Int32(count)
            placeInRow[number] = Int32(row.count)
            row.append((Int32(number), 1))
        }
    }

    /// Adds a word to the row that has not ended.
    mutating func add(_ word: String) {
        var word = word
        word.withUTF8 { add($0) }
    }

    /// Ends the row.
    mutating func endRow() {
        for (number, times) in row {
            VariableLength.append(2 * Int(number) + (times > 1 ? 1 : 0), to: &bytes)
            if times > 1 { VariableLength.append(Int(times) - 2, to: &bytes) }
        }
        row.removeAll(keepingCapacity: true)
        starts.append(bytes.count)
    }

    /// Reads a row that has ended.
    func read(_ index: Int, into result: inout [(number: Int32, times: Int32)]) {
        result.removeAll(keepingCapacity: true)
        bytes.withUnsafeBufferPointer { all in
            guard let base = all.baseAddress else { return }
            var place = base + starts[index]
            let end = base + starts[index + 1]
            while place < end {
                let value = VariableLength.read(&place)
                let times = value & 1 == 0 ? 1 : VariableLength.read(&place) + 2
                result.append((Int32(truncatingIfNeeded: value >> 1), Int32(truncatingIfNeeded: times)))
            }
        }
    }
}

/// Gives words new numbers in the order in which they are asked for.
struct Renumbering {
    private var numbers: [Int32]
    /// The old number of each new one.
    private(set) var order: [Int32] = []

    /// Room for old numbers below `count`.
    init(count: Int) {
        numbers = [Int32](repeating: -1, count: count)
        order.reserveCapacity(count)
    }

    /// The new number of a word.
    mutating func callAsFunction(_ old: Int32) -> Int32 {
        if numbers[Int(old)] < 0 {
            numbers[Int(old)] = Int32(order.count)
            order.append(old)
        }
        return numbers[Int(old)]
    }
}
