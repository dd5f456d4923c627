/// The identifier of an arXiv article, with or without a version.
///
/// Two schemes exist (arXiv help, "Understanding the arXiv identifier"):
/// - old, 1991-07 to 2007-03: `archive/YYMMNNN`, as in `hep-th/9901001`; a subject class after the archive
///   (`math.GT/0309136`) is accepted and dropped, because the form without it is the preferred one;
/// - new, from 2007-04: `YYMM.NNNN` until 2014-12 and `YYMM.NNNNN` from 2015-01.
///
/// A value is eight bytes. Order is by time: year, month, scheme, archive, number, version; an identifier without a
/// version precedes the same one with a version.
public struct ArxivID: Hashable, Comparable, Sendable {
    /// Bits from high to low: months since 1990-01 (16), archive (8, zero for the new scheme), number (24), version (16).
    @usableFromInline let bits: UInt64

    /// The version, from 1, or nil for the article as such.
    public var version: Int? {
        let number = Int(bits & 0xFFFF)
        return number == 0 ? nil : number
    }

    /// The same article without a version.
    public var unversioned: ArxivID { ArxivID(bits: bits & ~0xFFFF) }

    /// The year of the identifier, 1991...2106.
    public var year: Int { 1990 + months / 12 }

    /// The month of the identifier, 1...12.
    public var month: Int { months % 12 + 1 }

    /// The archive of an old-style identifier, as in `hep-th`; nil for the new scheme.
    public var archive: String? {
        let index = Int(bits >> 40 & 0xFF)
        return index == 0 ? nil : Self.archives[index - 1]
    }

    /// The running number within the month (and archive).
    public var number: Int { Int(bits >> 16 & 0xFF_FFFF) }

    var months: Int { Int(bits >> 48) }

    init(bits: UInt64) {
        self.bits = bits
    }

    init(months: Int, archiveIndex: Int, number: Int, version: Int?) {
        self.bits =
            UInt64(months) << 48 | UInt64(archiveIndex) << 40 | UInt64(number) << 16 | UInt64(version ?? 0)
    }

    /// The same article in a version.
    ///
    /// - Returns: nil unless `version` is 1...65535.
    public func withVersion(_ version: Int) -> ArxivID? {
        guard (1...0xFFFF).contains(version) else { return nil }
        return ArxivID(bits: bits & ~0xFFFF | UInt64(version))
    }

    /// Orders by time, then archive, number and version.
    public static func < (left: ArxivID, right: ArxivID) -> Bool { left.bits < right.bits }

    /// The archives of the old scheme, in alphabetical order: their order is part of the order of identifiers.
    static let archives: [String] = [
        "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn", "chem-ph",
        "cmp-lg",
        "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math",
        "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph", "q-alg", "q-bio",
        "quant-ph", "solv-int", "supr-con",
    ]

    /// The names of ``archives``, none longer than eight bytes, packed into integers so that they compare at once.
    static let archiveKeys: [UInt64] = archives.map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } }
}

extension ArxivID: CustomStringConvertible {
    /// The canonical form: `hep-th/9901001v2`, `math/0309136`, `0704.0001`, `2401.12345v1`.
    public var description: String {
        var text = archive.map { $0 + "/" } ?? ""
        text += Self.padded(year % 100, to: 2) + Self.padded(month, to: 2)
        if archive == nil {
            text += "."
            text += Self.padded(number, to: Self.newSchemeDigits(months: months))
        } else {
            text += Self.padded(number, to: 3)
        }
        if let version { text += "v\(version)" }
        return text
    }

    static func newSchemeDigits(months: Int) -> Int { months >= (2015 - 1990) * 12 ? 5 : 4 }

    private static func padded(_ value: Int, to width: Int) -> String {
        let digits = String(value)
        return digits.utf8.count >= width
            ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
    }
}

extension ArxivID {
    /// The address of the abstract page.
    public var abstractURL: String { "https://arxiv.org/abs/\(description)" }

    /// The DOI that arXiv registers for the article (all versions share it).
    public var doi: String { "10.48550/arxiv.\(unversioned.description.lowercased())" }
}
