public import Literature

/// Writes papers as CSL-JSON (Citation Style Language, schema 1.0), an array with one item a line.
public struct CSLWriter {
    private let output: OutputBuffer
    private var count = 0

    /// A writer into `output`. Call ``finish()`` at the end.
    public init(_ output: OutputBuffer) {
        self.output = output
    }

    /// Writes a paper.
    public mutating func write(_ paper: Paper) throws(OutputError) {
        output.append(count == 0 ? "[\n" : ",\n")
        count += 1
        var json = JSONOutput(output)
        json.object { json in Self.write(paper, &json) }
        try output.flushIfFull()
    }

    /// Closes the array.
    public mutating func finish() throws(OutputError) {
        output.append(count == 0 ? "[]\n" : "\n]\n")
        try output.flush()
    }

    private static func write(_ paper: Paper, _ json: inout JSONOutput) {
        json.member("id", orNull: paper.identifier.description)
        let isPublished = paper.journalReference != nil || paper.venue != nil
        json.member("type", orNull: isPublished ? "article-journal" : "article")
        json.member("title", ifAny: paper.title)
        write(paper.authorsForExport, &json)
        if let year = paper.year {
            json.key("issued")
            json.object { json in
                json.key("date-parts")
                json.array { json in json.array { json in json.number(year) } }
            }
        }
        json.member("container-title", ifAny: paper.venue ?? paper.journalReference)
        json.member("DOI", ifAny: paper.doiForExport)
        json.member("URL", orNull: paper.address)
        json.member("abstract", ifAny: paper.abstract)
        guard let id = paper.arxivID else { return }
        json.member("publisher", orNull: "arXiv")
        json.member("number", orNull: "arXiv:\(id)")
        json.member("note", ifAny: paper.categories.first.map { "arXiv:\(id) [\($0)]" } ?? "arXiv:\(id)")
    }

    private static func write(_ authors: [Author], _ json: inout JSONOutput) {
        guard !authors.isEmpty else { return }
        json.key("author")
        json.array { json in
            for author in authors {
                json.object { json in
                    if author.given.isEmpty, author.suffix.isEmpty {
                        json.member("literal", ifAny: author.family)
                    } else {
                        json.member("family", ifAny: author.family)
                        json.member("given", ifAny: author.given)
                        json.member("suffix", ifAny: author.suffix.isEmpty ? nil : author.suffix)
                    }
                }
            }
        }
    }
}
