public import Literature

/// Writes citations as lines of citing and cited work, separated by a tab, below a line of column names.
public struct CitationListWriter {
    private let output: OutputBuffer

    /// A writer into `output`, which gets the line of column names.
    public init(_ output: OutputBuffer) {
        self.output = output
        output.append("citing\tcited\n")
    }

    /// Writes a citation.
    public func write(citing: PaperIdentifier, cited: PaperIdentifier) throws(OutputError) {
        output.append(citing.description)
        output.append(0x09)
        output.append(cited.description)
        output.append(0x0A)
        try output.flushIfFull()
    }
}
