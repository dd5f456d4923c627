/// Names that Prometheus' formats can hold.
enum MetricName {
    /// A metric's name made of any text: `[a-zA-Z_:][a-zA-Z0-9_:]*`; what is not allowed becomes `_`.
    static func metric(_ text: String) -> String { cleaned(text, allowsColons: true) }

    /// A label's name made of any text: `[a-zA-Z_][a-zA-Z0-9_]*`, not `le` or `quantile`, which the formats use
    /// themselves, and not beginning with `__`, which Prometheus keeps for itself.
    static func label(_ text: String) -> String {
        var name = cleaned(text, allowsColons: false)
        while name.hasPrefix("__") { name.removeFirst() }
        return name == "le" || name == "quantile" ? "label_" + name : name
    }

    /// The name of a family: without the suffix that the samples of its kind have.
    static func family(_ text: String, _ kind: MetricKind) -> String {
        let name = metric(text)
        let suffix = kind == .counter ? "_total" : kind == .info ? "_info" : ""
        guard !suffix.isEmpty, name.hasSuffix(suffix), name.utf8.count > suffix.utf8.count else { return name }
        return String(name.dropLast(suffix.utf8.count))
    }

    private static func cleaned(_ text: String, allowsColons: Bool) -> String {
        var name: [UInt8] = []
        name.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
                name.append(byte)
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if name.isEmpty { name.append(UInt8(ascii: "_")) }
                name.append(byte)
            case UInt8(ascii: ":") where allowsColons:
                name.append(byte)
            // One for each character, not for each of its bytes.
            case 0x80...0xBF: continue
            default: name.append(UInt8(ascii: "_"))
            }
        }
        return name.isEmpty ? "_" : String(decoding: name, as: UTF8.self)
    }
}
