/// Checksums that tell versions of a model apart.
enum ModelChecksum {
    /// FNV-1a (64 bits) over the length, the first 64 KiB and 64 bytes of every 64 KiB of a file, as hexadecimal digits.
    ///
    /// Enough to notice another training of the same architecture, in a millisecond; `models pull` checks every byte.
    static func sampled(_ bytes: UnsafeRawBufferPointer) -> String {
        let block = 1 << 16
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { $0.forEach(add) }
        bytes.prefix(block).forEach(add)
        for start in stride(from: block, to: bytes.count, by: block) {
            bytes[start..<min(start + 64, bytes.count)].forEach(add)
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
