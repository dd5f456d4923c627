/// Text that grows at its end.
final class JSONBuffer {
    private(set) var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(1 << 12)
    }

    var count: Int { bytes.count }

    func append(_ byte: UInt8) { bytes.append(byte) }

    /// Text that needs no escaping.
    func append(literal text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    func append(number value: some FixedWidthInteger) { append(literal: value.description) }

    /// A number; whole ones have no point.
    func append(_ value: some BinaryFloatingPoint & LosslessStringConvertible) throws {
        guard value.isFinite else {
            let context = EncodingError.Context(codingPath: [], debugDescription: "\(value) has no text in JSON")
            throw EncodingError.invalidValue(value, context)
        }
        let text = value.description
        append(literal: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    /// Any value.
    func append<Value: Encodable>(_ value: Value) throws {
        if let text = value as? String { return append(quoted: text) }
        let encoder = JSONValueEncoder(self)
        try value.encode(to: encoder)
        encoder.finish()
    }

    /// A text with quotation marks around it; what must be escaped is.
    func append(quoted text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { characters in
            var start = 0
            for (index, byte) in characters.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
                bytes.append(contentsOf: characters[start..<index])
                append(literal: Self.escape(byte))
                start = index + 1
            }
            bytes.append(contentsOf: characters[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case 0x22: return "\\\""
        case 0x5C: return "\\\\"
        case 0x08: return "\\b"
        case 0x0C: return "\\f"
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x09: return "\\t"
        default: return byte < 0x10 ? "\\u000" + String(byte, radix: 16) : "\\u00" + String(byte, radix: 16)
        }
    }

    /// Puts pieces of the text from `start` on into another order, each with a comma before it, and drops those not named.
    func rearrange(from start: Int, _ pieces: [Range<Int>], added: [Int: [UInt8]]) {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count - start + 64)
        for (place, piece) in pieces.enumerated() {
            text.append(contentsOf: bytes[piece])
            if let more = added[place] { text.append(contentsOf: more) }
        }
        bytes.replaceSubrange(start..., with: text)
    }

    /// Replaces the byte at a place.
    func set(_ byte: UInt8, at place: Int) { bytes[place] = byte }
}
