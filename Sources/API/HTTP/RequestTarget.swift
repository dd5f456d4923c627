/// The path and query of a request, taken apart without being believed.
struct RequestTarget: Sendable {
    /// Why a target is refused.
    struct Malformed: Error, Sendable {
        var reason: String
    }

    /// Parts of the path between slashes, decoded; `/` in a part was written `%2F`.
    var segments: [String]
    /// Names and values of the query in their order, decoded.
    var query: [(name: String, value: String)]

    private static let greatestLength = 8 << 10
    private static let greatestSegments = 64
    private static let greatestPairs = 256

    /// Takes a target apart.
    ///
    /// - Throws: ``Malformed`` for escapes that are none, for bytes that are not UTF-8 and for targets beyond all measure.
    init(_ text: String) throws(Malformed) {
        guard text.utf8.count <= Self.greatestLength else { throw Malformed(reason: "the address is too long") }
        guard text.utf8.first == UInt8(ascii: "/") else { throw Malformed(reason: "the address is no path") }
        let end = text.utf8.firstIndex(of: UInt8(ascii: "#")) ?? text.utf8.endIndex
        let mark = text.utf8[..<end].firstIndex(of: UInt8(ascii: "?")) ?? end
        segments = []
        for part in text.utf8[..<mark].dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            segments.append(try Self.decode(part, plusIsSpace: false))
        }
        guard segments.count <= Self.greatestSegments else { throw Malformed(reason: "the path has too many parts") }
        query = []
        guard mark != end else { return }
        for pair in text.utf8[text.utf8.index(after: mark)..<end].split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let value = equals == pair.endIndex ? pair[equals...] : pair[pair.index(after: equals)...]
            query.append(
                (try Self.decode(pair[..<equals], plusIsSpace: true), try Self.decode(value, plusIsSpace: true))
            )
        }
        guard query.count <= Self.greatestPairs else { throw Malformed(reason: "the query has too many parts") }
    }

    private static func decode(_ part: Substring.UTF8View, plusIsSpace: Bool) throws(Malformed) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(part.count)
        var rest = part
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = hexadecimal(rest.popFirst()), let low = hexadecimal(rest.popFirst()) else {
                    throw Malformed(reason: "the address has a '%' without two hexadecimal digits")
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Malformed(reason: "the address is not UTF-8")
        }
        return text
    }

    private static func hexadecimal(_ byte: UInt8?) -> UInt8? {
        switch byte {
        case .some(let byte) where (0x30...0x39).contains(byte): byte - 0x30
        case .some(let byte) where (0x41...0x46).contains(byte): byte - 0x37
        case .some(let byte) where (0x61...0x66).contains(byte): byte - 0x57
        default: nil
        }
    }
}
