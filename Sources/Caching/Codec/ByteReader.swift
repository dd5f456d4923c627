/// Takes values off bytes, checked against their end; nil when they are not there.
struct ByteReader: Sendable {
    private let all: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { all = bytes }

    /// Whether everything was taken.
    var isAtEnd: Bool { position == all.count }

    /// The next byte, which stays.
    var next: UInt8? { position < all.count ? all[position] : nil }

    /// A byte.
    mutating func byte() -> UInt8? {
        guard position < all.count else { return nil }
        defer { position += 1 }
        return all[position]
    }

    /// A number of up to 64 bits in groups of seven, lowest first.
    mutating func number() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = byte() else { return nil }
            let group = UInt64(byte & 127)
            if shift == 63, group > 1 { return nil }
            value |= group << shift
            if byte < 128 { return value }
        }
        return nil
    }

    /// A number with a sign, 64 bits, most significant byte first.
    mutating func fixed() -> UInt64? {
        guard let bytes = bytes(8) else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// That many bytes.
    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= all.count - position else { return nil }
        defer { position += count }
        return Array(all[position..<position + count])
    }

    /// Bytes behind their number.
    mutating func block() -> [UInt8]? {
        guard let count = number(), count <= UInt64(all.count - position) else { return nil }
        return bytes(Int(count))
    }

    /// A text behind the number of its bytes.
    mutating func text() -> String? {
        guard let bytes = block() else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}

/// Puts values one behind the other as ``ByteReader`` takes them off.
struct ByteWriter: Sendable {
    private(set) var result: [UInt8] = []

    /// A byte.
    mutating func byte(_ value: UInt8) { result.append(value) }

    /// A number in groups of seven bits, lowest first.
    mutating func number(_ value: UInt64) {
        var rest = value
        while rest > 127 {
            result.append(UInt8(truncatingIfNeeded: rest) | 128)
            rest >>= 7
        }
        result.append(UInt8(rest))
    }

    /// 64 bits, most significant byte first.
    mutating func fixed(_ value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { result.append(contentsOf: $0) }
    }

    /// Bytes.
    mutating func bytes(_ value: [UInt8]) { result += value }

    /// Bytes behind their number.
    mutating func block(_ value: [UInt8]) {
        number(UInt64(value.count))
        result += value
    }

    /// A text behind the number of its bytes.
    mutating func text(_ value: String) { block(Array(value.utf8)) }
}
