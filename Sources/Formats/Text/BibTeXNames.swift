import Literature

/// The names of an `author` field: `Last, First and First von Last and {A Corporation} and others`.
enum BibTeXNames {
    /// The authors in order; `others` is dropped.
    static func parse(_ text: String) -> [Author] {
        names(Array((RawText.folded(text) ?? "").utf8)).compactMap(author)
    }

    /// Splits at ` and ` outside of braces.
    private static func names(_ bytes: [UInt8]) -> [[UInt8]] {
        var names: [[UInt8]] = []
        var depth = 0
        var start = 0
        var at = 0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "{") { depth += 1 }
            if bytes[at] == UInt8(ascii: "}") { depth = max(0, depth - 1) }
            if depth == 0, bytes[at] == 0x20, isAnd(bytes, at) {
                names.append(Array(bytes[start..<at]))
                start = at + 5
                at = start
            } else {
                at += 1
            }
        }
        if start < bytes.count { names.append(Array(bytes[start...])) }
        return names
    }

    private static func isAnd(_ bytes: [UInt8], _ at: Int) -> Bool {
        at + 4 < bytes.count && bytes[at + 4] == 0x20 && bytes[at + 1] | 0x20 == UInt8(ascii: "a")
            && bytes[at + 2] | 0x20 == UInt8(ascii: "n") && bytes[at + 3] | 0x20 == UInt8(ascii: "d")
    }

    private static func author(_ bytes: [UInt8]) -> Author? {
        let parts = commaParts(bytes)
        guard let first = parts.first, !first.isEmpty else { return nil }
        if parts.count == 1 {
            if first.lowercased() == "others" { return nil }
            let whole = withoutGroup(first)
            if whole != first { return Author(family: BibTeXText.unescaped(whole)) }
            return PersonName.split(BibTeXText.unescaped(first))
        }
        let (suffix, given) = parts.count == 2 ? ("", parts[1]) : (parts[1], parts[2...].joined(separator: ", "))
        return Author(
            family: BibTeXText.unescaped(withoutGroup(first)),
            given: BibTeXText.unescaped(withoutGroup(given)),
            suffix: BibTeXText.unescaped(withoutGroup(suffix))
        )
    }

    /// Splits at commas outside of braces.
    private static func commaParts(_ bytes: [UInt8]) -> [String] {
        var parts: [[UInt8]] = [[]]
        var depth = 0
        for byte in bytes {
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
            if byte == UInt8(ascii: ","), depth == 0 {
                parts.append([])
            } else {
                parts[parts.count - 1].append(byte)
            }
        }
        return parts.map { RawText.trimmed(String(decoding: $0, as: UTF8.self)) ?? "" }
    }

    private static func withoutGroup(_ text: String) -> String { BibTeXEntry.withoutOuterBraces(text) }
}

/// The characters that BibTeX or TeX reserve.
enum BibTeXText {
    private static let reserved: [UInt8] = Array("&%#_$".utf8)

    /// Undoes what ``escaped(_:)`` does: `{\&}` becomes `&`. Other TeX is kept.
    static func unescaped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            if at + 3 < bytes.count, bytes[at] == UInt8(ascii: "{"), bytes[at + 1] == UInt8(ascii: "\\"),
                bytes[at + 3] == UInt8(ascii: "}"), reserved.contains(bytes[at + 2])
            {
                output.append(bytes[at + 2])
                at += 4
            } else {
                output.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Makes a text safe as a value of a field and keeps its TeX: reserved characters outside of formulas that are not escaped
    /// yet become `{\&}`, braces without a partner are left out.
    static func escaped(_ text: String) -> String {
        let bytes = balanced(Array(text.utf8))
        var dollars = bytes.indices.filter { bytes[$0] == UInt8(ascii: "$") && !isEscaped(bytes, $0) }.count
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 16)
        var isMath = false
        for (index, byte) in bytes.enumerated() {
            guard reserved.contains(byte), !isEscaped(bytes, index) else {
                output.append(byte)
                continue
            }
            if byte == UInt8(ascii: "$"), isMath || dollars > 1 {
                // One of a pair: the formula stays a formula.
                isMath.toggle()
                dollars -= 1
                output.append(byte)
            } else if isMath {
                output.append(byte)
            } else {
                output += [UInt8(ascii: "{"), UInt8(ascii: "\\"), byte, UInt8(ascii: "}")]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func isEscaped(_ bytes: [UInt8], _ index: Int) -> Bool {
        index > 0 && bytes[index - 1] == UInt8(ascii: "\\")
    }

    /// Leaves out braces that have no partner.
    private static func balanced(_ bytes: [UInt8]) -> [UInt8] {
        var open: [Int] = []
        var dropped: Set<Int> = []
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "{") { open.append(index) }
            if byte == UInt8(ascii: "}"), open.popLast() == nil { dropped.insert(index) }
        }
        dropped.formUnion(open)
        if dropped.isEmpty { return bytes }
        return bytes.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
    }

    /// An address or identifier without braces and TeX escapes.
    static func bare(_ text: String) -> String {
        let bytes = text.utf8.filter { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: "\\") }
        return RawText.trimmed(String(decoding: bytes, as: UTF8.self)) ?? ""
    }
}
