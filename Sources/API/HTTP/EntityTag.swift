import Crypto

/// Tags of bodies (RFC 9110, 8.8.3), by which a client learns that what it has is still right.
enum EntityTag {
    /// The tag of a body: 96 bits of its SHA-256.
    static func make(_ bytes: some Sequence<UInt8>) -> String {
        var hash = SHA256()
        let isWhole: Void? = bytes.withContiguousStorageIfAvailable {
            hash.update(bufferPointer: UnsafeRawBufferPointer($0))
        }
        if isWhole == nil { hash.update(data: Array(bytes)) }
        return "\"" + hash.finalize().prefix(12).hexadecimal + "\""
    }

    /// Whether a client that sent `If-None-Match` has what the tag stands for. Weak comparison: how it was compressed does not count.
    static func matches(_ condition: String, _ tag: String) -> Bool {
        if condition == "*" { return true }
        return condition.split(separator: ",").contains { part in
            var candidate = part.drop { $0 == " " || $0 == "\t" }
            while candidate.last == " " || candidate.last == "\t" { candidate.removeLast() }
            if candidate.hasPrefix("W/") { candidate.removeFirst(2) }
            return candidate == tag
        }
    }
}

extension Sequence<UInt8> {
    /// Two hexadecimal digits a byte, lower-case.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
