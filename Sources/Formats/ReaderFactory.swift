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
        case .atom: AtomReader(input)
        case .oai: OAIReader(input)
        case .listing: ListingReader(input)
        case .recordTable: RecordTableReader(input)
        case .bibtex: BibTeXReader(input)
        case .ris: RISReader(input)
        case .citations: CitationListReader(input)
        }
    }
}
