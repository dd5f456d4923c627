/// A text format in which metrics are handed out.
public enum ExpositionFormat: Hashable, Sendable, CaseIterable {
    /// Prometheus' text format, version 0.0.4.
    case prometheusText
    /// OpenMetrics, version 1.0.0.
    case openMetrics

    /// The value of the header field Content-Type.
    public var contentType: String {
        switch self {
        case .prometheusText: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The format that a header field Accept likes best (RFC 9110, section 12.5.1).
    ///
    /// OpenMetrics is given only to those who name it; in doubt, and for what cannot be read, it is Prometheus' text format,
    /// which everybody understands.
    ///
    /// - Parameter accept: the field's value; nil when there is none. Any text is read.
    /// - Complexity: O(length of the field).
    public static func preferred(by accept: String?) -> ExpositionFormat {
        var openMetrics = 0.0
        var text: (quality: Double, precision: Int) = (0, -1)
        for range in (accept ?? "").utf8.prefix(8192).split(separator: UInt8(ascii: ",")) {
            guard let range = MediaRange(range) else { continue }
            switch (range.type, range.subtype) {
            case ("application", "openmetrics-text") where ["", "1.0.0", "0.0.1"].contains(range.version):
                openMetrics = max(openMetrics, range.quality)
            case ("text", "plain") where ["", "0.0.4"].contains(range.version):
                text = Self.closer(text, (range.quality, range.version.isEmpty ? 2 : 3))
            case ("text", "*"): text = Self.closer(text, (range.quality, 1))
            case ("*", "*"): text = Self.closer(text, (range.quality, 0))
            default: continue
            }
        }
        return openMetrics > 0 && openMetrics >= text.quality ? .openMetrics : .prometheusText
    }

    /// Of two ranges that match, the more precise one says the quality.
    private static func closer(
        _ known: (quality: Double, precision: Int),
        _ other: (quality: Double, precision: Int)
    ) -> (quality: Double, precision: Int) {
        other.precision > known.precision
            || (other.precision == known.precision && other.quality > known.quality) ? other : known
    }
}
