public import Literature

/// Writes papers and citations as GraphML: first all papers, then all citations.
///
/// Nodes carry title, year, primary category and whether they are stubs; edges are directed from the citing to the cited work.
/// Characters that XML 1.0 does not allow are left out.
public struct GraphMLWriter {
    private let output: OutputBuffer

    /// A writer into `output`, which gets the head of the document. Call ``finish()`` at the end.
    public init(_ output: OutputBuffer) {
        self.output = output
        output.append(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
            <key id="title" for="node" attr.name="title" attr.type="string"/>
            <key id="year" for="node" attr.name="year" attr.type="int"/>
            <key id="category" for="node" attr.name="category" attr.type="string"/>
            <key id="stub" for="node" attr.name="stub" attr.type="boolean"/>
            <graph id="citations" edgedefault="directed">

            """
        )
    }

    /// Writes a node. All nodes come before the first edge.
    public func write(_ paper: Paper) throws(OutputError) {
        output.append("<node id=\"")
        escape(paper.identifier.description)
        output.append("\">")
        data("title", paper.title)
        data("year", paper.year.map { "\($0)" })
        data("category", paper.categories.first)
        data("stub", paper.isStub ? "true" : "false")
        output.append("</node>\n")
        try output.flushIfFull()
    }

    /// Writes an edge.
    public func write(citing: PaperIdentifier, cited: PaperIdentifier) throws(OutputError) {
        output.append("<edge source=\"")
        escape(citing.description)
        output.append("\" target=\"")
        escape(cited.description)
        output.append("\"/>\n")
        try output.flushIfFull()
    }

    /// Closes the document.
    public func finish() throws(OutputError) {
        output.append("</graph>\n</graphml>\n")
        try output.flush()
    }

    private func data(_ key: String, _ value: String?) {
        guard let value else { return }
        output.append("<data key=\"\(key)\">")
        escape(value)
        output.append("</data>")
    }

    private func escape(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output.append("&amp;")
            case "<": output.append("&lt;")
            case ">": output.append("&gt;")
            case "\"": output.append("&quot;")
            case "\t", "\n", "\r": output.append(0x20)
            case let scalar where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
            default: output.append(contentsOf: UTF8.encode(scalar) ?? .init())
            }
        }
    }
}
