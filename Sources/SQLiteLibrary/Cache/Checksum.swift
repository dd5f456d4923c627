import Caching

/// Sees damage of an entry that SQLite does not see: a cache must rather find an answer anew than give a wrong one.
enum Checksum {
    /// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo) over words of eight bytes, of an entry's bytes and the key that they belong to.
    static func of(_ digest: CacheKeyDigest, _ bytes: UnsafeRawBufferPointer) -> Int64 {
        var sum = digest.bytes.withUnsafeBytes { adding($0, to: 0xCBF2_9CE4_8422_2325) }
        sum = adding(bytes, to: sum)
        return Int64(bitPattern: sum ^ UInt64(bytes.count))
    }

    private static func adding(_ bytes: UnsafeRawBufferPointer, to start: UInt64) -> UInt64 {
        var sum = start
        var place = 0
        while place + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            sum = (sum ^ word) &* 0x100_0000_01B3
            // Without this the upper bits of a word would never reach the lower ones.
            sum ^= sum >> 29
            place += 8
        }
        for byte in bytes[place...] { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return sum
    }
}
