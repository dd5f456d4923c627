import Literature

/// arXiv category codes: which texts are codes, and how lists of them are written.
enum CategoryCodes {
    /// The archives that ever had categories or were categories themselves.
    private static let archives: Set<String> = [
        "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn", "chem-ph",
        "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "econ", "eess", "funct-an", "gr-qc", "hep-ex", "hep-lat",
        "hep-ph", "hep-th", "math", "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th", "patt-sol", "physics",
        "plasm-ph", "q-alg", "q-bio", "q-fin", "quant-ph", "solv-int", "stat", "supr-con",
    ]

    /// Whether the text is an archive or an archive with a subject class; classes of other schemes (MSC `53D17`, ACM
    /// `F.2.2`) are not.
    static func isCode(_ text: String) -> Bool {
        guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return archives.contains(text) }
        guard archives.contains(String(text[..<dot])) else { return false }
        let subject = text.utf8[dot...].dropFirst()
        return !subject.isEmpty && subject.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "-") }
    }

    /// The codes among `terms` in their order, each once, separated by spaces; nil when there is none.
    static func joined(_ terms: [String]) -> String? {
        var seen: Set<String> = []
        let codes = terms.filter { isCode($0) && seen.insert($0).inserted }
        return codes.isEmpty ? nil : codes.joined(separator: " ")
    }

    /// The codes in a text that separates them by spaces or commas.
    static func folded(_ text: String) -> String? {
        joined(text.utf8.split { $0 <= 0x20 || $0 == UInt8(ascii: ",") }.map { String(Substring($0)) })
    }

    /// The code of the archive of an old-style identifier, where the archive is a category itself (`hep-th`, not `math`).
    static func primary(of id: ArxivID) -> String? {
        guard let archive = id.archive, !["math", "cs", "nlin", "physics", "q-bio"].contains(archive) else {
            return nil
        }
        return archive
    }
}
