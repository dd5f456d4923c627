/// Places in text where secrets stand by custom.
enum SecretPatterns {
    /// So far addresses are followed, so that the time stays linear.
    private static let longestAddress = 512

    /// A quick look whether ``redacted(_:)`` could change anything.
    static func mayOccur(in bytes: [UInt8]) -> Bool {
        bytes.contains { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: ":") }
            || contains("bearer ", bytes) || contains("basic ", bytes)
    }

    /// The text with passwords in addresses, tokens behind schemes of authorization and the values of fields that are named like
    /// secrets (`name=value`, `name: value`, `"name": "value"`) replaced.
    static func redacted(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            // An empty value is no secret.
            if let end = secret(at: index, in: bytes, written: result), end > index {
                result += Redaction.mark.utf8
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// Where the secret ends that begins here; nil when none begins here.
    private static func secret(at index: Int, in bytes: [UInt8], written: [UInt8]) -> Int? {
        guard index > 0, !isSpace(bytes[index]) else { return nil }
        if bytes[index - 1] == UInt8(ascii: " "), isBehindScheme(written) {
            return valueEnd(from: index, in: bytes)
        }
        switch separator(before: index, in: bytes) {
        case UInt8(ascii: "=")?, UInt8(ascii: ":")?:
            if isBehindSecretName(index, in: bytes), !isScheme(at: index, in: bytes) {
                return valueEnd(from: index, in: bytes)
            }
            return passwordEnd(from: index, in: bytes)
        default:
            return nil
        }
    }

    // MARK: Fields

    /// The sign between a name and the value that begins here, spaces and a quotation mark between them passed over.
    private static func separator(before index: Int, in bytes: [UInt8]) -> UInt8? {
        var place = index - 1
        if isQuote(bytes[place]), place > 0 { place -= 1 }
        while place > 0, bytes[place] == UInt8(ascii: " "), index - place < 4 { place -= 1 }
        return bytes[place]
    }

    private static func isBehindSecretName(_ index: Int, in bytes: [UInt8]) -> Bool {
        guard !isQuote(bytes[index]) else { return false }
        var end = index - 1
        while end > 0, isSpace(bytes[end]) || isQuote(bytes[end]) { end -= 1 }
        guard bytes[end] == UInt8(ascii: "=") || bytes[end] == UInt8(ascii: ":") else { return false }
        // A second colon or an address is no field.
        if bytes[index] == UInt8(ascii: "/") { return false }
        while end > 0, isSpace(bytes[end - 1]) || isQuote(bytes[end - 1]) { end -= 1 }
        var start = end
        while start > 0, isName(bytes[start - 1]), end - start < 64 { start -= 1 }
        let isProse = bytes[index - 1] == UInt8(ascii: " ")
        return start < end
            && Redaction.isSecret(String(decoding: bytes[start..<end], as: UTF8.self), isProse: isProse)
    }

    /// Whether a scheme of authorization begins here: what stands behind it is the secret.
    private static func isScheme(at index: Int, in bytes: [UInt8]) -> Bool {
        let word = bytes[index...].prefix(7).map { $0 | 0x20 }
        return word.starts(with: "bearer ".utf8) || word.starts(with: "basic ".utf8)
    }

    private static func isBehindScheme(_ written: [UInt8]) -> Bool {
        ["bearer ", "basic "].contains { scheme in
            guard written.count >= scheme.utf8.count else { return false }
            let word = written.suffix(scheme.utf8.count).map { $0 | 0x20 }
            guard word.elementsEqual(scheme.utf8) else { return false }
            let place = written.count - scheme.utf8.count
            return place == 0 || !isName(written[place - 1])
        }
    }

    private static func valueEnd(from index: Int, in bytes: [UInt8]) -> Int {
        let isQuoted = isQuote(bytes[index - 1])
        var end = index
        while end < bytes.count {
            if isQuoted ? bytes[end] == bytes[index - 1] : isEnd(bytes[end]) { break }
            end += 1
        }
        return end
    }

    // MARK: Addresses

    /// The end of the password that begins here, in `scheme://user:password@host`.
    private static func passwordEnd(from index: Int, in bytes: [UInt8]) -> Int? {
        guard bytes[index - 1] == UInt8(ascii: ":"), bytes[index] != UInt8(ascii: "/") else { return nil }
        var start = index - 1
        while start > 0, !isAddressEnd(bytes[start - 1]), index - start < longestAddress { start -= 1 }
        guard start >= 3, bytes[(start - 3)..<start].elementsEqual("://".utf8) else { return nil }
        var end = index
        var last: Int?
        // The last @ before the host's end: a careless password may hold one.
        while end < bytes.count, !isAddressEnd(bytes[end]), end - index < longestAddress {
            if bytes[end] == UInt8(ascii: "@") { last = end }
            end += 1
        }
        return last
    }

    // MARK: Bytes

    private static func contains(_ text: String, _ bytes: [UInt8]) -> Bool {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return false }
        return (0...(bytes.count - wanted.count)).contains { start in
            wanted.indices.allSatisfy { bytes[start + $0] | 0x20 == wanted[$0] }
        }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private static func isEnd(_ byte: UInt8) -> Bool {
        isSpace(byte) || isQuote(byte) || "&,;)}]#".utf8.contains(byte)
    }

    private static func isAddressEnd(_ byte: UInt8) -> Bool {
        isSpace(byte) || isQuote(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?")
            || byte == UInt8(ascii: "#") || byte == UInt8(ascii: ",")
    }
}
