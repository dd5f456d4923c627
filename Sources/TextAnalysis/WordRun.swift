/// The letters and digits at the start of eight bytes, found and folded without a branch per byte.
///
/// Words are so short that a loop over bytes is spent on mispredicted exits; this is the scanner's hot path.
struct WordRun {
    /// The eight bytes with letters in lower case, in memory order; only the first ``count`` have a meaning.
    let folded: UInt64
    /// How many of the eight bytes, from the first, are ASCII letters or digits.
    let count: Int
    /// Whether one of them is a digit.
    let hasDigit: Bool

    /// Reads the eight bytes at `start`.
    init(_ start: UnsafeRawPointer) {
        let word = UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
        // Bit 5 tells capitals from small letters, and every digit has it.
        let lower = word | Self.all(0x20)
        let letters = Self.bytes(of: lower, from: UInt8(ascii: "a"), to: UInt8(ascii: "z"))
        let digits = Self.bytes(of: word, from: UInt8(ascii: "0"), to: UInt8(ascii: "9"))
        let ends = ~(letters | digits) & Self.all(0x80) | word & Self.all(0x80)
        folded = lower.littleEndian
        count = ends.trailingZeroBitCount / 8
        // The bits below the first end; all of them when there is none.
        hasDigit = digits & (ends ^ (ends &- 1)) & ~ends != 0
    }

    /// Sets the top bit of every byte of `word` from `low` to `high`; says nothing about bytes above 0x7F.
    private static func bytes(of word: UInt64, from low: UInt8, to high: UInt8) -> UInt64 {
        // Without their top bits the bytes cannot carry into each other.
        let seven = word & all(0x7F)
        return (seven &+ all(0x80 - low)) & ~(seven &+ all(0x7F - high)) & all(0x80)
    }

    private static func all(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }
}
