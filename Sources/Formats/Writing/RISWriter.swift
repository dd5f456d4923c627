public import Literature

/// Writes papers as RIS entries.
public struct RISWriter {
    private let output: OutputBuffer

    /// A writer into `output`.
    public init(_ output: OutputBuffer) {
        self.output = output
    }

    /// Writes a paper.
    public func write(_ paper: Paper) throws(OutputError) {
        let isPublished = paper.journalReference != nil || paper.venue != nil
        field("TY", isPublished ? "JOUR" : "UNPB")
        field("ID", paper.identifier.description)
        field("TI", paper.title)
        for author in paper.authorsForExport { field("AU", Self.name(author)) }
        field("PY", paper.year.map { "\($0)" })
        field("DA", (paper.submitted?.day).map { $0.map { $0 == "-" ? "/" : $0 } }.map { String($0) })
        field("JO", paper.venue ?? paper.journalReference)
        field("DO", paper.doiForExport)
        field("UR", paper.address)
        for identifier in paper.identifiers { field("AN", Self.accession(identifier)) }
        field("AB", paper.abstract)
        for category in paper.categories { field("KW", category) }
        output.append("ER  - \n\n")
        try output.flushIfFull()
    }

    /// One line; white space is folded, because a line feed would end the field.
    private func field(_ tag: String, _ value: String?) {
        guard let value = value.flatMap(RawText.folded) else { return }
        output.append(tag)
        output.append("  - ")
        output.append(value)
        output.append(0x0A)
    }

    private static func name(_ author: Author) -> String {
        var name = author.family
        if !author.given.isEmpty || !author.suffix.isEmpty { name += ", " + author.given }
        if !author.suffix.isEmpty { name += ", " + author.suffix }
        return name
    }

    private static func accession(_ identifier: PaperIdentifier) -> String {
        if case .arxiv(let id) = identifier { "arXiv:\(id)" } else { identifier.description }
    }
}
