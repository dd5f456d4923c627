import Literature

/// One entry of a RIS file while it is read.
struct RISEntry {
    /// Where the entry starts.
    let line: Int
    let byte: Int64
    /// The bytes taken so far.
    private(set) var size = 0
    private var fields: [(tag: String, value: String)] = []

    init(line: Int, byte: Int64) {
        self.line = line
        self.byte = byte
    }

    mutating func take(_ tag: String, _ value: String) {
        size += value.utf8.count + 32
        if !value.isEmpty { fields.append((tag, value)) }
    }

    mutating func takeContinuation(_ text: String) {
        size += text.utf8.count + 1
        guard let last = fields.indices.last else { return }
        fields[last].value += " " + text
    }

    /// What the entry is called in messages.
    var label: String { String((first(["ID", "TI", "T1"]) ?? "").prefix(80)) }

    /// The paper, or why there is none.
    var item: ReadItem {
        guard let record else {
            let message = "entry '\(label)' has no arXiv identifier, DOI or other identifier"
            return .issue(ReadIssue(line: line, byte: byte, message: message))
        }
        return .record(.paper(record))
    }

    private func first(_ tags: [String]) -> String? {
        for tag in tags {
            if let value = fields.first(where: { $0.tag == tag })?.value { return RawText.folded(value) }
        }
        return nil
    }

    private func all(_ tags: Set<String>) -> [String] {
        fields.filter { tags.contains($0.tag) }.map(\.value)
    }

    private var record: PaperRecord? {
        guard var record = PaperRecord(source: .ris, identifiers: identifiers) else { return nil }
        record.title = first(["TI", "T1", "CT"])
        record.abstract = first(["AB", "N2"])
        record.authors = AuthorList(all(["AU", "A1"]).map(AuthorLine.inverted))
        record.doi = LooseIdentifiers.publishedDOI(first(["DO"]))
        record.year = year
        if let venue = first(["JO", "JF", "T2", "JA", "J2"]), LooseIdentifiers.arxivMention(in: venue) == nil,
            venue.lowercased() != "arxiv"
        {
            record.venue = venue
            record.journalReference = journalReference(venue)
        }
        return record
    }

    private var identifiers: [PaperIdentifier] {
        let named = all(["DO", "UR", "L1", "L2", "L3", "L4", "LK", "M1", "M3", "AN", "C1", "C6", "ID"])
        let mentioned = all(["M1", "M3", "AN", "C1", "C6", "N1", "JO", "JF", "T2", "VL", "PB"])
        return named.compactMap(LooseIdentifiers.parse)
            + mentioned.compactMap { LooseIdentifiers.arxivMention(in: $0).map { PaperIdentifier($0) } }
    }

    private var year: Int? {
        let text = first(["PY", "Y1", "DA"]) ?? ""
        let digits = text.utf8.prefix { $0 &- 0x30 < 10 }
        return digits.count == 4 ? Int(String(Substring(digits))) : nil
    }

    /// `Phys. Rev. D 76(1) (2007) 013009-013020`; the journal alone where it carries its volume itself.
    private func journalReference(_ venue: String) -> String? {
        let (volume, number, start, end) = (first(["VL"]), first(["IS"]), first(["SP"]), first(["EP"]))
        guard volume != nil || start != nil else {
            return venue.utf8.contains { $0 &- 0x30 < 10 } ? venue : nil
        }
        var reference = venue
        if let volume { reference += " " + volume }
        if let number { reference += "(\(number))" }
        if let year { reference += " (\(year))" }
        if let start { reference += " " + start + (end.map { $0 == start ? "" : "-" + $0 } ?? "") }
        return reference
    }
}
