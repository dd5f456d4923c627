public import Literature

/// Makes the reader of a format.
public enum ReaderFactory {
    /// A reader of `input`.
    ///
    /// - Parameters:
    ///   - format: what the input is.
    ///   - input: where the bytes come from.
    ///   - about: the paper whose citations or references the input lists, for Semantic Scholar's pages.
    public static func makeReader(
        for format: SourceFormat,
        input: ByteInput,
        about: PaperIdentifier? = nil
    ) -> any RecordReader {
        switch format {
        case .snapshot: SnapshotReader(input)
        case .semanticScholar: SemanticScholarReader(input, about: about)
        case .openAlex: OpenAlexReader(input)
        case .unarxive: UnarxiveReader(input)
        case .cslJSON: CSLReader(input)
        case .recording: RecordingReader(input)
        case .atom, .oai, .listing, .recordTable, .bibtex, .ris, .citations: AbsentReader(format)
        }
    }
}

/// Stands for a reader that is not there: one issue, then the end.
private struct AbsentReader: RecordReader {
    private var issue: ReadIssue?

    init(_ format: SourceFormat) {
        let message = "no reader for the format \(format.rawValue)"
        issue = ReadIssue(line: 0, byte: 0, message: message, extent: .restOfInput)
    }

    mutating func next() -> ReadItem? {
        defer { issue = nil }
        return issue.map { .issue($0) }
    }
}
