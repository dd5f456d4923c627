/// Gives strings numbers, in the order in which they first come.
///
/// The bytes of all strings stand one after the other, and an open table of hashes leads to them: a million words need some 20 MB, where
/// a dictionary of strings would need a hundred.
struct Vocabulary: Sendable {
    private var bytes: [UInt8] = []
    /// Where each string starts, and where the last one ends.
    private var starts: [Int] = [0]
    /// 1 + the number of the string that a place of the table belongs to; 0 where it is free. A power of two long.
    private var table = [Int32](repeating: 0, count: 64)

    /// How many strings have a number.
    var count: Int { starts.count - 1 }

    /// The string of a number.
    subscript(number: Int32) -> String {
        String(decoding: bytes[starts[Int(number)]..<starts[Int(number) + 1]], as: UTF8.self)
    }

    /// The number of a string, a new one if it has none.
    mutating func number(of string: String) -> Int32 {
        var string = string
        return string.withUTF8 { number(of: $0) }
    }

    /// The number of a string that has one.
    func known(_ string: String) -> Int32? {
        var string = string
        return string.withUTF8 { known($0) }
    }

    /// The number of a string of UTF-8, a new one if it has none.
    mutating func number(of string: UnsafeBufferPointer<UInt8>) -> Int32 {
        let place = place(of: string)
        if table[place] > 0 { return table[place] - 1 }
        bytes.append(contentsOf: string)
        starts.append(bytes.count)
        table[place] = Int32(count)
        if 2 * count > table.count { grow() }
        return Int32(starts.count - 2)
    }

    /// The number of a string of UTF-8 that has one.
    func known(_ string: UnsafeBufferPointer<UInt8>) -> Int32? {
        let found = table[place(of: string)]
        return found > 0 ? found - 1 : nil
    }

    /// The same strings in another order.
    ///
    /// - Parameter order: the number that each new number had.
    func reordered(_ order: [Int32]) -> Vocabulary {
        var result = Vocabulary()
        result.bytes.reserveCapacity(bytes.count)
        result.starts.reserveCapacity(starts.count)
        bytes.withUnsafeBufferPointer { all in
            for old in order {
                _ = result.number(of: UnsafeBufferPointer(rebasing: all[starts[Int(old)]..<starts[Int(old) + 1]]))
            }
        }
        return result
    }

    /// Where a string stands in the table, or the free place where it would.
    private func place(of string: UnsafeBufferPointer<UInt8>) -> Int {
        let mask = table.count - 1
        var place = Int(truncatingIfNeeded: Self.hash(string)) & mask
        while table[place] > 0, !isEqual(Int(table[place] - 1), string) { place = (place + 1) & mask }
        return place
    }

    private func isEqual(_ number: Int, _ string: UnsafeBufferPointer<UInt8>) -> Bool {
        let (start, end) = (starts[number], starts[number + 1])
        guard end - start == string.count else { return false }
        for index in 0..<string.count where bytes[start + index] != string[index] { return false }
        return true
    }

    private mutating func grow() {
        table = [Int32](repeating: 0, count: 2 * table.count)
        let mask = table.count - 1
        bytes.withUnsafeBufferPointer { all in
            for number in 0..<count {
                let string = UnsafeBufferPointer(rebasing: all[starts[number]..<starts[number + 1]])
                var place = Int(truncatingIfNeeded: Self.hash(string)) & mask
                while table[place] > 0 { place = (place + 1) & mask }
                table[place] = Int32(number + 1)
            }
        }
    }

    /// FNV-1a (Fowler, Noll and Vo), its high bits folded onto the low ones that choose a place.
    private static func hash(_ string: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in string { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return value ^ (value >> 32)
    }
}
