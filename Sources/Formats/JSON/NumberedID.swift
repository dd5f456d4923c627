import Literature

/// arXiv identifiers that a table took for decimal numbers on their way: `0912.5510` became `912.551`, `1912.13252`
/// became `1912.1325199999999`.
enum NumberedID {
    /// The identifier whose number was written as `text`; nil when there is none.
    ///
    /// Each number stands for one identifier only, as the date tells how many digits there were.
    static func restored(_ text: String) -> ArxivID? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, (3...4).contains(parts[0].count), (1...20).contains(parts[1].count),
            parts.allSatisfy({ $0.allSatisfy { $0 &- 0x30 < 10 } }), let value = Double(text)
        else { return nil }
        let yearAndMonth = Int(value)
        let width = yearAndMonth >= 1501 ? 5 : 4
        let scale = width == 5 ? 100_000.0 : 10_000.0
        let number = ((value - Double(yearAndMonth)) * scale).rounded()
        guard abs((value - Double(yearAndMonth)) * scale - number) < 0.001 else { return nil }
        return ArxivID(padded(yearAndMonth, to: 4) + "." + padded(Int(number), to: width))
    }

    private static func padded(_ value: Int, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
