/// Remembers stems, because a few thousand words make up most of any text.
///
/// Direct-mapped: a word has one place, and the latest word to want it has it. Words longer than 16 bytes are not kept.
struct StemMemo: Sendable {
    /// A word or stem of at most 16 bytes, padded with zero bytes.
    struct Packed: Equatable, Sendable {
        var low: UInt64 = 0
        var high: UInt64 = 0

        var count: Int {
            high != 0 ? 16 - high.leadingZeroBitCount / 8 : 8 - low.leadingZeroBitCount / 8
        }
    }

    struct Entry: Sendable {
        var word = Packed()
        var stem = Packed()
    }

    static let longestWord = 16
    private static let bits = 14

    private var entries = [Entry](repeating: Entry(), count: 1 << bits)

    /// Gives `body` the entries; see ``stem(_:count:in:)``.
    mutating func withEntries<Result>(_ body: (UnsafeMutablePointer<Entry>) -> Result) -> Result? {
        entries.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map(body) }
    }

    /// Stems the `count` bytes at `word` in place and returns the stem's length.
    ///
    /// At least 16 bytes must be readable and writable at `word`, whatever `count` is.
    static func stem(_ word: UnsafeMutablePointer<UInt8>, count: Int, in entries: UnsafeMutablePointer<Entry>) -> Int {
        guard count <= longestWord else { return EnglishStemmer.stem(word, count: count) }
        let packed = pack(word, count: count)
        let entry = entries + place(of: packed)
        if entry.pointee.word == packed {
            let stem = entry.pointee.stem
            let raw = UnsafeMutableRawPointer(word)
            raw.storeBytes(of: stem.low.littleEndian, as: UInt64.self)
            raw.storeBytes(of: stem.high.littleEndian, toByteOffset: 8, as: UInt64.self)
            return stem.count
        }
        let length = EnglishStemmer.stem(word, count: count)
        entry.pointee = Entry(word: packed, stem: pack(word, count: length))
        return length
    }

    private static func pack(_ word: UnsafeMutablePointer<UInt8>, count: Int) -> Packed {
        let raw = UnsafeRawPointer(word)
        let low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
        guard count > 8 else { return Packed(low: low & mask(count), high: 0) }
        let high = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        return Packed(low: low, high: high & mask(count - 8))
    }

    /// Ones in the lowest `count` bytes.
    private static func mask(_ count: Int) -> UInt64 {
        count >= 8 ? .max : (1 << UInt64(count * 8)) &- 1
    }

    private static func place(of word: Packed) -> Int {
        let mixed = (word.low ^ (word.high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: mixed >> UInt64(64 - bits))
    }
}
