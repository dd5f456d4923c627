import Literature

/// Finds identifiers in fields of bibliographies that were not made for them.
enum LooseIdentifiers {
    /// The work that an address or identifier names.
    static func parse(_ text: String) -> PaperIdentifier? {
        if let id = PaperIdentifier(text) {
            // A bare "W1990" is rather somebody's citation key than a work of OpenAlex.
            if case .openAlex = id, text.range(ofLowercased: "openalex") == nil { return nil }
            return id
        }
        let lower = text.lowercased()
        guard let range = lower.range(ofLowercased: "semanticscholar.org/") else { return nil }
        let rest = String(lower[range.upperBound...])
        if let colon = rest.range(ofLowercased: "corpusid:") {
            return PaperIdentifier("corpus:" + rest[colon.upperBound...])
        }
        let last = rest.split { $0 == "/" || $0 == "?" || $0 == "#" }.last { $0.utf8.count == 40 }
        return last.flatMap { PaperIdentifier("s2:" + $0) }
    }

    /// A DOI as the DOI of a published version; arXiv's own is none.
    static func publishedDOI(_ text: String?) -> String? {
        guard let text else { return nil }
        if let doi = DOI(text), PaperIdentifier(doi).arxivID != nil { return nil }
        return text
    }

    /// The first article that a text mentions as `arXiv:…` or by its address.
    static func arxivMention(in text: String) -> ArxivID? {
        var rest = text
        while let range = rest.range(ofLowercased: "arxiv") {
            let tail = rest[range.upperBound...]
            if tail.utf8.first == UInt8(ascii: ":"), let id = ArxivID(word(tail.dropFirst())) { return id }
            if tail.hasPrefix(".org/"), let id = ArxivID("arxiv" + word(tail)) { return id }
            rest = String(tail)
        }
        return nil
    }

    /// The text up to the next character that no identifier has, without a full stop at the end.
    private static func word(_ text: Substring) -> String {
        let start = text.utf8.drop { $0 == 0x20 }
        let bytes = start.prefix { $0 > 0x20 && $0 < 0x7F && !Array(",;()[]{}\"<>".utf8).contains($0) }
        var word = Substring(bytes)
        while word.utf8.last == UInt8(ascii: ".") { word = word.dropLast() }
        return String(word)
    }
}
