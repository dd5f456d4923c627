/// Entries as bytes, for tiers: a version, a checksum, fields of fixed size, tags with their versions, the payload; little-endian.
public enum CacheEntryCodec {
    private static let version: UInt8 = 1

    /// The bytes of an entry.
    public static func encode(_ entry: CacheTierEntry) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + entry.tags.count * 40 + entry.payload.count)
        bytes += [version, entry.outcome.rawValue]
        bytes += [UInt8](repeating: 0, count: 8)
        for time in [entry.created, entry.loadNanoseconds, entry.freshUntil, entry.staleUntil, entry.errorUntil] {
            append(UInt64(bitPattern: time), to: &bytes)
        }
        append(UInt64(entry.tags.count), to: &bytes)
        for (tag, version) in entry.tags.sorted(by: { $0.key < $1.key }) {
            append(version, to: &bytes)
            append(UInt64(tag.text.utf8.count), to: &bytes)
            bytes += tag.text.utf8
        }
        bytes += entry.payload
        let sum = checksum(bytes[10...])
        for place in 0..<8 { bytes[2 + place] = UInt8(truncatingIfNeeded: sum >> UInt64(place * 8)) }
        return bytes
    }

    /// Reads what ``encode(_:)`` wrote.
    ///
    /// - Returns: nil for bytes that are damaged or of another version. Total on any bytes.
    public static func decode(_ bytes: [UInt8]) -> CacheTierEntry? {
        var reader = Reader(bytes: bytes)
        guard reader.byte() == version, let outcome = reader.byte().flatMap(CacheOutcome.init),
            let sum = reader.number(),
            sum == checksum(bytes[10...]), let created = reader.signed(), let load = reader.signed(),
            let fresh = reader.signed(), let stale = reader.signed(), let error = reader.signed(),
            let count = reader.number(), count <= UInt64(bytes.count)
        else { return nil }
        var tags: [CacheTag: CacheTagVersion] = [:]
        for _ in 0..<count {
            guard let version = reader.number(), let length = reader.number(), let text = reader.text(length) else {
                return nil
            }
            tags[CacheTag(text: text)] = version
        }
        return CacheTierEntry(
            payload: reader.rest(),
            outcome: outcome,
            created: created,
            loadNanoseconds: load,
            freshUntil: fresh,
            staleUntil: stale,
            errorUntil: error,
            tags: tags
        )
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// FNV-1a over words of eight bytes (G. Fowler, L. C. Noll, K.-P. Vo) with the length at the end: sees damage, not malice.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBytes { bytes in
            var sum: UInt64 = 0xCBF2_9CE4_8422_2325
            var place = 0
            while place + 8 <= bytes.count {
                sum =
                    (sum ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
                    &* 0x100_0000_01B3
                sum ^= sum >> 29
                place += 8
            }
            for byte in bytes[place...] { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
            return sum ^ UInt64(bytes.count)
        }
    }

    /// Takes fields off the front.
    private struct Reader {
        let bytes: [UInt8]
        var place = 0

        mutating func byte() -> UInt8? {
            guard place < bytes.count else { return nil }
            defer { place += 1 }
            return bytes[place]
        }

        mutating func number() -> UInt64? {
            guard bytes.count - place >= 8 else { return nil }
            defer { place += 8 }
            return bytes.withUnsafeBytes {
                UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            }
        }

        mutating func signed() -> Int64? { number().map { Int64(bitPattern: $0) } }

        mutating func text(_ length: UInt64) -> String? {
            guard length <= UInt64(bytes.count - place) else { return nil }
            defer { place += Int(length) }
            return String(decoding: bytes[place..<place + Int(length)], as: UTF8.self)
        }

        func rest() -> [UInt8] { Array(bytes[place...]) }
    }
}
