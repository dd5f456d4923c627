import Literature

/// What an entry says about a paper.
struct BibTeXEntry {
    private let fields: [String: String]

    init(type: String, key: String, fields: [(name: String, value: String)]) {
        self.fields = Dictionary(fields, uniquingKeysWith: { first, _ in first })
    }

    /// The paper; nil when the entry names none.
    var record: PaperRecord? {
        guard var record = PaperRecord(source: .bibtex, identifiers: identifiers) else { return nil }
        record.title = text("title").map(Self.withoutOuterBraces).flatMap(RawText.folded)
        record.abstract = fields["abstract"].flatMap(RawText.trimmed).map(BibTeXText.unescaped)
        record.authors = AuthorList(BibTeXNames.parse(fields["author"] ?? ""))
        record.doi = LooseIdentifiers.publishedDOI(fields["doi"].map(BibTeXText.bare))
        record.year = year
        record.categories = text("primaryclass").flatMap(CategoryCodes.folded)
        record.reportNumber = text("reportnumber")
        setVenue(of: &record)
        return record
    }

    private func text(_ name: String) -> String? {
        fields[name].flatMap(RawText.folded).map(BibTeXText.unescaped)
    }

    // MARK: Identifiers

    private var identifiers: [PaperIdentifier] {
        var found: [PaperIdentifier] = []
        if let id = eprint { found.append(PaperIdentifier(id)) }
        for name in ["doi", "url", "ee", "link"] {
            if let text = fields[name].map(BibTeXText.bare), let id = LooseIdentifiers.parse(text) { found.append(id) }
        }
        for name in ["journal", "note", "howpublished", "eid", "number", "volume", "archive", "annote"] {
            guard let text = fields[name], let id = LooseIdentifiers.arxivMention(in: text) else { continue }
            found.append(PaperIdentifier(id))
        }
        return found
    }

    /// The `eprint` field; old numbers (`9901001`) take their archive from `archivePrefix` or `primaryClass`.
    private var eprint: ArxivID? {
        guard let text = fields["eprint"].map(BibTeXText.bare) else { return nil }
        let prefix = (fields["archiveprefix"] ?? fields["eprinttype"]).map(BibTeXText.bare)?.lowercased()
        if let id = ArxivID(text), prefix == nil || prefix == "arxiv" || text.contains("/") { return id }
        for archive in [prefix, fields["primaryclass"].map(BibTeXText.bare)] {
            if let archive, let id = ArxivID("\(archive)/\(text)") { return id }
        }
        return nil
    }

    private var year: Int? {
        let text = fields["year"] ?? fields["date"] ?? ""
        let digits = text.utf8.drop { !($0 &- 0x30 < 10) }.prefix { $0 &- 0x30 < 10 }
        guard digits.count == 4 else { return nil }
        return Int(String(Substring(digits)))
    }

    // MARK: Venue

    private func setVenue(of record: inout PaperRecord) {
        guard let name = text("journal") ?? text("journaltitle") ?? text("booktitle") else { return }
        let venue = Self.withoutOuterBraces(name)
        guard LooseIdentifiers.arxivMention(in: venue) == nil,
            !["arxiv", "arxiv preprint", "corr"].contains(venue.lowercased())
        else { return }
        record.venue = venue
        record.journalReference = journalReference(venue)
    }

    /// `Phys. Rev. D 76 (2007) 013009`; the journal alone where it carries its volume itself.
    private func journalReference(_ venue: String) -> String? {
        let (volume, number, pages) = (text("volume"), text("number"), text("pages") ?? text("eid"))
        guard volume != nil || pages != nil else {
            return venue.utf8.contains { $0 &- 0x30 < 10 } ? venue : nil
        }
        var reference = venue
        if let volume { reference += " " + volume }
        if let number { reference += "(\(number))" }
        if let year { reference += " (\(year))" }
        if let pages { reference += " " + pages.replacingDoubleHyphens() }
        return reference
    }

    /// Titles are often braced a second time to keep their case.
    static func withoutOuterBraces(_ text: String) -> String {
        var text = Substring(text)
        while text.utf8.first == UInt8(ascii: "{"), text.utf8.last == UInt8(ascii: "}"), Self.isOneGroup(text) {
            text = text.dropFirst().dropLast()
        }
        return String(text)
    }

    /// Whether the first brace is closed by the last, and does not hold a TeX command only (`{\"o}`).
    private static func isOneGroup(_ text: Substring) -> Bool {
        var depth = 0
        for (index, byte) in text.utf8.enumerated() {
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0, index < text.utf8.count - 1 { return false }
        }
        return depth == 0 && !(text.utf8.count <= 6 && text.utf8.dropFirst().first == UInt8(ascii: "\\"))
    }
}

extension String {
    /// Ranges of pages with one hyphen: `12--34` becomes `12-34`.
    fileprivate func replacingDoubleHyphens() -> String {
        var output: [UInt8] = []
        for byte in utf8 where !(byte == UInt8(ascii: "-") && output.last == UInt8(ascii: "-")) { output.append(byte) }
        return String(decoding: output, as: UTF8.self)
    }
}
