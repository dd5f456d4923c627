/// One Unicode scalar read from UTF-8, and the number of bytes it took.
struct DecodedScalar {
    /// The scalar's value, or nil where the bytes are not well-formed UTF-8 (then `length` is 1).
    var value: UInt32?
    var length: Int
}

/// Strict UTF-8 on raw bytes (RFC 3629): overlong forms, surrogates and values above U+10FFFF are invalid.
enum UTF8Scalar {
    /// Decodes the scalar that starts at `index`; `index` must be below `end`.
    static func decode(_ bytes: UnsafePointer<UInt8>, at index: Int, end: Int) -> DecodedScalar {
        let lead = UInt32(bytes[index])
        if lead < 0x80 { return DecodedScalar(value: lead, length: 1) }
        let length: Int
        let least: UInt32
        var value: UInt32
        switch lead {
        case 0xC2...0xDF: (length, least, value) = (2, 0x80, lead & 0x1F)
        case 0xE0...0xEF: (length, least, value) = (3, 0x800, lead & 0x0F)
        case 0xF0...0xF4: (length, least, value) = (4, 0x10000, lead & 0x07)
        default: return DecodedScalar(value: nil, length: 1)
        }
        guard end - index >= length else { return DecodedScalar(value: nil, length: 1) }
        for offset in 1..<length {
            let byte = UInt32(bytes[index + offset])
            guard byte & 0xC0 == 0x80 else { return DecodedScalar(value: nil, length: 1) }
            value = value << 6 | byte & 0x3F
        }
        guard value >= least, value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else {
            return DecodedScalar(value: nil, length: 1)
        }
        return DecodedScalar(value: value, length: length)
    }

    /// The number of bytes that `scalar` takes in UTF-8.
    static func length(of scalar: UInt32) -> Int {
        scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
    }

    /// Writes `scalar` at `target` and returns the number of bytes written (at most 4).
    static func encode(_ scalar: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
        switch length(of: scalar) {
        case 1:
            target[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case 2:
            target[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            target[1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            return 2
        case 3:
            target[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            target[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            target[2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            return 3
        default:
            target[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
            target[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
            target[2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            target[3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            return 4
        }
    }
}
