/// A fast hash of bytes for tables in memory, seeded anew in every process so that nobody can prepare collisions.
enum ByteHash {
    /// Two odd numbers without structure (fractions of the square roots of 2 and 3).
    private static let factors: (UInt64, UInt64) = (0x6a09_e667_f3bc_c909, 0xbb67_ae85_84ca_a73b)

    private static let seed = UInt64.random(in: .min ... .max)

    /// The hash of an array; multiplies and folds sixteen bytes at a time.
    static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBytes { hash($0, seed: seed) }
    }

    /// The hash of bytes under a seed.
    static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        let count = bytes.count
        var state = fold(seed ^ UInt64(truncatingIfNeeded: count), factors.0)
        guard let base = bytes.baseAddress, count > 0 else { return fold(state, factors.1) }
        var offset = 0
        while count - offset >= 16 {
            let first = base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let second = base.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
            state = fold(state ^ first ^ factors.0, second ^ factors.1)
            offset += 16
        }
        let (first, second) = tail(bytes, from: offset)
        state = fold(state ^ first ^ factors.0, second ^ factors.1)
        return fold(state, factors.1)
    }

    /// The last bytes, fewer than sixteen, as two numbers filled up with zeros (the length is in the state already).
    private static func tail(_ bytes: UnsafeRawBufferPointer, from offset: Int) -> (UInt64, UInt64) {
        let rest = bytes.count - offset
        if rest >= 8 {
            let first = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            // Overlapping the first number is cheaper than a loop over single bytes.
            let second = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
            return (first, second)
        }
        var first: UInt64 = 0
        for place in offset..<bytes.count { first = first << 8 | UInt64(bytes[place]) }
        return (first, 0)
    }

    /// The halves of the double-width product, one upon the other.
    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
