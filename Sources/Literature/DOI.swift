/// A digital object identifier in its normal form: without resolver, lower-cased (DOI names are case-insensitive, DOI
/// Handbook 2.4).
public struct DOI: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name, as in `10.1103/physrevd.76.013009`.
    public let name: String

    /// Parses `10.prefix/suffix`, with `doi:` or a resolver's address before it; white space around it is dropped.
    ///
    /// Total. Nil when there is no registrant prefix of digits, no suffix, or white space or a control character inside.
    public init?(_ text: String) {
        var name = Substring(text)
        while let first = name.utf8.first, first <= 0x20 { name = name.dropFirst() }
        while let last = name.utf8.last, last <= 0x20 || last == UInt8(ascii: ".") || last == UInt8(ascii: ",") {
            name = name.dropLast()
        }
        var lower = name.lowercased()
        for prefix in ["https://", "http://", "www.", "dx.", "doi.org/", "doi:", "doi "] where lower.hasPrefix(prefix) {
            lower.removeFirst(prefix.count)
        }
        while lower.utf8.first == 0x20 { lower.removeFirst() }
        guard Self.isWellFormed(lower) else { return nil }
        self.name = lower
    }

    private static func isWellFormed(_ text: String) -> Bool {
        guard text.hasPrefix("10."), text.utf8.count <= 512 else { return false }
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return false }
        let registrant = text.utf8[..<slash].dropFirst(3)
        guard !registrant.isEmpty, text.utf8.index(after: slash) < text.utf8.endIndex else { return false }
        guard registrant.allSatisfy({ $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") }) else { return false }
        return text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    /// The name.
    public var description: String { name }

    /// The resolver's address.
    public var url: String { "https://doi.org/\(name)" }

    /// Orders by the bytes of the names.
    public static func < (left: DOI, right: DOI) -> Bool { left.name < right.name }
}
