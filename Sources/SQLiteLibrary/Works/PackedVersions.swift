import Literature

/// The form in which a record's versions are stored: for each `v` and its number, then as far as known `@` and the seconds
/// since 1970 when it was made, `s` and its size, `t` and the length of its type in bytes, `:` and the type, and `w` when it
/// is withdrawn. An example: `v1@1175541522s58v2@1185219920t1:D`.
enum PackedVersions {
    /// Writes versions at the end of a buffer; NULL for none.
    static func append(_ versions: [PaperVersion], to text: inout ScratchText) -> ScratchText.Span {
        if versions.isEmpty { return .null }
        let start = text.count
        for version in versions {
            append("v", version.number, to: &text)
            if let created = version.created { append("@", Int(created.secondsSince1970), to: &text) }
            if let size = version.size { append("s", size, to: &text) }
            if let type = version.sourceType {
                append("t", type.utf8.count, to: &text)
                text.append(byte: UInt8(ascii: ":"))
                _ = text.append(type)
            }
            if version.isWithdrawn { text.append(byte: UInt8(ascii: "w")) }
        }
        return ScratchText.Span(start: start, count: text.count - start)
    }

    private static func append(_ mark: Unicode.Scalar, _ value: Int, to text: inout ScratchText) {
        text.append(byte: UInt8(ascii: mark))
        if value < 0 { text.append(byte: UInt8(ascii: "-")) }
        text.append(decimal: value.magnitude)
    }

    /// Reads what ``append(_:to:)`` wrote; what cannot be read ends the list.
    static func versions(_ bytes: UnsafeBufferPointer<UInt8>) -> [PaperVersion] {
        var versions: [PaperVersion] = []
        var rest = bytes[...]
        while let mark = rest.popFirst() {
            if mark == UInt8(ascii: "w"), !versions.isEmpty {
                versions[versions.count - 1].isWithdrawn = true
                continue
            }
            guard let value = integer(&rest) else { break }
            if mark == UInt8(ascii: "v") {
                versions.append(PaperVersion(number: value))
            } else if versions.isEmpty || !set(mark, value, &versions[versions.count - 1], &rest) {
                break
            }
        }
        return versions
    }

    private static func set(
        _ mark: UInt8,
        _ value: Int,
        _ version: inout PaperVersion,
        _ rest: inout Slice<UnsafeBufferPointer<UInt8>>
    ) -> Bool {
        switch mark {
        case UInt8(ascii: "@"): version.created = Timestamp(secondsSince1970: Int64(value))
        case UInt8(ascii: "s"): version.size = value
        case UInt8(ascii: "t"):
            guard rest.popFirst() == UInt8(ascii: ":"), 0...rest.count ~= value else { return false }
            version.sourceType = String(decoding: rest.prefix(value), as: UTF8.self)
            rest = rest.dropFirst(value)
        default: return false
        }
        return true
    }

    private static func integer(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        let digits = rest.prefix { $0 &- 0x30 < 10 }
        guard !digits.isEmpty else { return nil }
        var value = 0
        for digit in digits {
            // Downwards: the least integer has no counterpart above zero.
            let (product, isTooLong) = value.multipliedReportingOverflow(by: 10)
            let (next, isTooLarge) = product.subtractingReportingOverflow(Int(digit & 15))
            if isTooLong || isTooLarge { return nil }
            value = next
        }
        rest = rest.dropFirst(digits.count)
        if isNegative { return value }
        return value == .min ? nil : -value
    }
}
