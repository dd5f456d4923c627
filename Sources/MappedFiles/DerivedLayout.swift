import CZlib

/// The layout that every derived file shares, little-endian:
///
///     header (64 bytes)   magic, kind, format version, number of sections, source change counter, length, table, checksums
///     sections            each at a multiple of 64 bytes, so that any kernel can read them in place
///     table               for each section: name, offset, length, CRC-32
///
/// Opening checks the header, the table and that every section lies inside the file (microseconds, whatever the size);
/// ``DerivedFile/verify()`` reads everything and checks the sections' checksums.
enum DerivedLayout {
    static let magic: StaticString = "COSCIDRV"
    static let headerSize = 64
    static let alignment = 64
    static let entrySize = 32
    static let nameSize = 8
    static let sectionLimit = 4096

    /// The bytes of a name of at most eight ASCII characters, filled with zeros.
    static func packed(_ name: String) -> UInt64 {
        precondition(name.utf8.count <= nameSize, "names of kinds and sections have at most eight bytes")
        var value: UInt64 = 0
        for (index, byte) in name.utf8.enumerated() { value |= UInt64(byte) << (8 * UInt64(index)) }
        return value
    }

    /// CRC-32 (ISO 3309) of `bytes`, continuing `crc`.
    static func crc(_ bytes: UnsafeRawBufferPointer, continuing crc: UInt32 = 0) -> UInt32 {
        var value = UInt(crc)
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            value = crc32(value, part.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(part.count))
            rest = rest.dropFirst(part.count)
        }
        return UInt32(truncatingIfNeeded: value)
    }
}
