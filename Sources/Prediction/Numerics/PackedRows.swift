/// Lists of numbers with how often each comes, one list per row, in a byte and a half per number where they are dense.
///
/// The numbers of a row ascend. Each is written as its distance from the one before it, twice, plus 1 where it comes more than once; then
/// follows how often less 2. Both are written seven bits a byte, low bits first (LEB128).
struct PackedRows: Sendable {
    /// How many rows there are.
    let count: Int
    /// Where the bytes of each row start.
    private let offsets: FixedArray<Int>
    private let lengths: FixedArray<Int32>
    private let bytes: FixedArray<UInt8>

    fileprivate init(count: Int, offsets: FixedArray<Int>, lengths: FixedArray<Int32>, bytes: FixedArray<UInt8>) {
        self.count = count
        self.offsets = offsets
        self.lengths = lengths
        self.bytes = bytes
    }

    /// How many numbers a row has.
    @inline(__always) func length(of row: Int) -> Int { Int(lengths[row]) }

    /// Calls `body` with each number of a row, ascending, and how often it comes.
    @inline(__always) func forEach(_ row: Int, _ body: (_ number: Int, _ times: Int) -> Void) {
        var place = UnsafePointer(bytes.base + offsets[row])
        var number = 0
        for _ in 0..<lengths[row] {
            let step = VariableLength.read(&place)
            number += step >> 1
            body(number, step & 1 == 0 ? 1 : VariableLength.read(&place) + 2)
        }
    }

    /// The numbers of a row, ascending.
    func numbers(of row: Int) -> [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(length(of: row))
        forEach(row) { number, _ in result.append(Int32(truncatingIfNeeded: number)) }
        return result
    }

    /// The numbers of a row, ascending, and how often each comes.
    func counted(_ row: Int) -> [(word: Int32, count: Float)] {
        var result: [(word: Int32, count: Float)] = []
        result.reserveCapacity(length(of: row))
        forEach(row) { result.append((Int32(truncatingIfNeeded: $0), Float($1))) }
        return result
    }

    /// The first rows; they share the memory of all.
    func prefix(rows: Int) -> PackedRows {
        PackedRows(count: rows, offsets: offsets, lengths: lengths, bytes: bytes)
    }

    /// Row r of the result holds, in ascending order, the rows of this one in which r stands, and how often it does.
    ///
    /// The rows are read twice, first to learn how long the result is: nothing else is kept in between.
    /// - Complexity: O(rows + numbers).
    func transposed(columns: Int) -> PackedRows {
        let lengths = FixedArray<Int32>(repeating: 0, count: columns)
        let offsets = FixedArray<Int>(repeating: 0, count: columns + 1)
        let last = FixedArray<Int32>(repeating: 0, count: columns)
        for row in 0..<count {
            forEach(row) { column, times in
                lengths[column] += 1
                offsets[column + 1] += Self.size(row - Int(last[column]), times)
                last[column] = Int32(truncatingIfNeeded: row)
            }
        }
        for column in 0..<columns {
            offsets[column + 1] += offsets[column]
            last[column] = 0
        }
        let result = FixedArray<UInt8>(repeating: 0, count: offsets[columns])
        let next = FixedArray(offsets.array, or: 0)
        for row in 0..<count {
            forEach(row) { column, times in
                let start = result.base + next[column]
                var place = start
                Self.write(row - Int(last[column]), times, at: &place)
                next[column] += place - start
                last[column] = Int32(truncatingIfNeeded: row)
            }
        }
        return PackedRows(count: columns, offsets: offsets, lengths: lengths, bytes: result)
    }

    fileprivate static func size(_ distance: Int, _ times: Int) -> Int {
        VariableLength.size(2 * distance) + (times > 1 ? VariableLength.size(times - 2) : 0)
    }

    fileprivate static func write(_ distance: Int, _ times: Int, at place: inout UnsafeMutablePointer<UInt8>) {
        VariableLength.write(2 * distance + (times > 1 ? 1 : 0), at: &place)
        if times > 1 { VariableLength.write(times - 2, at: &place) }
    }
}

/// Makes rows one after the other.
struct PackedRowsWriter {
    private var offsets: [Int] = [0]
    private var lengths: [Int32] = []
    private var bytes: [UInt8] = []

    /// - Parameters:
    ///   - rows: how many there will be.
    ///   - bytes: how many bytes they will take, as far as is known.
    init(rows: Int, bytes: Int) {
        offsets.reserveCapacity(rows + 1)
        lengths.reserveCapacity(rows)
        self.bytes.reserveCapacity(bytes)
    }

    /// Appends a row; its numbers ascend.
    mutating func append(_ row: [(number: Int32, times: Int32)]) {
        var previous = 0
        for (number, times) in row {
            let step = 2 * (Int(number) - previous)
            VariableLength.append(step + (times > 1 ? 1 : 0), to: &bytes)
            if times > 1 { VariableLength.append(Int(times) - 2, to: &bytes) }
            previous = Int(number)
        }
        lengths.append(Int32(row.count))
        offsets.append(bytes.count)
    }

    /// The rows.
    consuming func finish() -> PackedRows {
        PackedRows(
            count: lengths.count,
            offsets: FixedArray(offsets, or: 0),
            lengths: FixedArray(lengths, or: 0),
            bytes: FixedArray(bytes, or: 0)
        )
    }
}

/// Numbers that are not negative in as many bytes as they need, seven bits each, low bits first; the last byte has its high bit clear.
enum VariableLength {
    /// Reads a number and moves on behind it.
    @inline(__always) static func read(_ place: inout UnsafePointer<UInt8>) -> Int {
        var byte = Int(place.pointee)
        place += 1
        guard byte >= 0x80 else { return byte }
        var value = byte & 0x7F
        var shift = 7
        repeat {
            byte = Int(place.pointee)
            place += 1
            value |= (byte & 0x7F) << shift
            shift += 7
        } while byte >= 0x80
        return value
    }

    /// How many bytes a number takes.
    @inline(__always) static func size(_ value: Int) -> Int {
        max(1, (Int.bitWidth - value.leadingZeroBitCount + 6) / 7)
    }

    /// Writes a number and moves on behind it.
    @inline(__always) static func write(_ value: Int, at place: inout UnsafeMutablePointer<UInt8>) {
        var rest = value
        while rest >= 0x80 {
            place.pointee = UInt8(truncatingIfNeeded: rest) | 0x80
            place += 1
            rest >>= 7
        }
        place.pointee = UInt8(truncatingIfNeeded: rest)
        place += 1
    }

    /// Appends a number.
    @inline(__always) static func append(_ value: Int, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
