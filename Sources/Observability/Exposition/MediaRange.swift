/// One range of a header field Accept.
struct MediaRange: Hashable, Sendable {
    /// The type, in lower case; `*` for all.
    var type: String
    /// The subtype, in lower case; `*` for all.
    var subtype: String
    /// The parameter `version`; empty when there is none.
    var version = ""
    /// The weight, 0 to 1.
    var quality = 1.0

    /// A range, or nil for what is none.
    init?(_ text: Substring.UTF8View.SubSequence) {
        var parts = text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(Self.trimmed)
        let names = parts.removeFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, !names[0].isEmpty, !names[1].isEmpty else { return nil }
        type = names[0].lowercased()
        subtype = names[1].lowercased()
        for part in parts {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2 else { continue }
            let value = halves[1].trimmingPrefix("\"")
            switch halves[0].lowercased() {
            case "q": quality = Self.weight(value)
            case "version": version = String(value.hasSuffix("\"") ? value.dropLast() : value)
            default: continue
            }
        }
    }

    /// A weight; what is none counts as zero, so that nothing is given that may not be wanted.
    private static func weight(_ text: Substring) -> Double {
        guard text.utf8.count <= 16, let value = Double(text), value.isFinite else { return 0 }
        return min(1, max(0, value))
    }

    private static func trimmed(_ bytes: Substring.UTF8View.SubSequence) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
