/// A fast hash of bytes into 128 bits for tables in memory, with secrets that are drawn anew in every process so that nobody can
/// prepare collisions.
///
/// Two lanes with secrets of their own read sixteen bytes at a time, multiply and fold; a pair of inputs that collides in one lane
/// (about once in 2⁶⁴) collides in the other as seldom, and independently.
enum ByteHash {
    /// The secrets of both lanes.
    private struct Secrets: Sendable {
        var first: (UInt64, UInt64)
        var second: (UInt64, UInt64)

        init(_ random: inout some RandomNumberGenerator) {
            first = (random.next() | 1, random.next() | 1)
            second = (random.next() | 1, random.next() | 1)
        }
    }

    private static let drawn: Secrets = {
        var random = SystemRandomNumberGenerator()
        return Secrets(&random)
    }()

    private static let fixed: Secrets = {
        var random = SplitMix64(seed: 0)
        return Secrets(&random)
    }()

    /// The hash of an array, different in each process.
    static func hash(_ bytes: [UInt8]) -> (UInt64, UInt64) {
        bytes.withUnsafeBytes { hash($0, drawn) }
    }

    /// 64 bits that are the same in every process; collisions can be prepared.
    static func reproducible(_ bytes: UnsafeRawBufferPointer) -> UInt64 { hash(bytes, fixed).0 }

    private static func hash(_ bytes: UnsafeRawBufferPointer, _ secrets: Secrets) -> (UInt64, UInt64) {
        let count = bytes.count
        var low = secrets.first.0 ^ UInt64(truncatingIfNeeded: count)
        var high = secrets.second.0 ^ UInt64(truncatingIfNeeded: count)
        func mix(_ first: UInt64, _ second: UInt64) {
            low = fold(low ^ first, second ^ secrets.first.1)
            high = fold(high ^ second, first ^ secrets.second.1)
        }
        var offset = 0
        while count - offset >= 16 {
            mix(
                bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
            )
            offset += 16
        }
        let (first, second) = tail(bytes, from: offset)
        mix(first, second)
        return (fold(low, secrets.first.1), fold(high, secrets.second.1))
    }

    /// The last bytes, fewer than sixteen, as two numbers filled up with zeros (the length is in the state already).
    private static func tail(_ bytes: UnsafeRawBufferPointer, from offset: Int) -> (UInt64, UInt64) {
        let rest = bytes.count - offset
        if rest >= 8 {
            // Overlapping the first number is cheaper than a loop over single bytes.
            return (
                bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
            )
        }
        var first: UInt64 = 0
        for place in offset..<bytes.count { first = first << 8 | UInt64(bytes[place]) }
        return (first, 0)
    }

    /// The halves of the double-width product, one upon the other, and upon the factors: a zero does not wipe out the other factor.
    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low ^ (left &+ (right << 32 | right >> 32))
    }
}
