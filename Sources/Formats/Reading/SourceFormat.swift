/// A format that can be read.
public enum SourceFormat: String, CaseIterable, Hashable, Sendable {
    /// The arXiv metadata snapshot: JSON Lines with the fields of the Kaggle data set; also exports of a library.
    case snapshot
    /// An answer of the arXiv query API.
    case atom
    /// OAI-PMH answers with `oai_dc`, `arXiv` or `arXivRaw` records.
    case oai
    /// Semantic Scholar: a paper, a batch, pages of citations, references or search results, or one paper a line.
    case semanticScholar = "semantic-scholar"
    /// OpenAlex: a work, a page of works, or one work a line.
    case openAlex = "openalex"
    /// arXiv's plain-text listings (`.abs`).
    case listing
    /// Tab-separated tables of arXiv records with a header line.
    case recordTable = "record-table"
    /// unarXive full-text records, one a line.
    case unarxive
    /// BibTeX.
    case bibtex
    /// RIS.
    case ris
    /// CSL-JSON.
    case cslJSON = "csl-json"
    /// Lines of citing and cited identifier, separated by a tab or spaces.
    case citations
    /// HTTP answers recorded to files, as JSON (`url`, `status_code`, `body`) or VCR cassettes (YAML).
    case recording

    /// A line for help texts.
    public var summary: String {
        switch self {
        case .snapshot: "arXiv metadata snapshot (Kaggle), JSON Lines; exports of a library"
        case .atom: "arXiv query API, Atom"
        case .oai: "OAI-PMH: oai_dc, arXiv, arXivRaw"
        case .semanticScholar: "Semantic Scholar papers, batches, citations, references, searches"
        case .openAlex: "OpenAlex works"
        case .listing: "arXiv plain-text listings (.abs)"
        case .recordTable: "tab-separated tables of arXiv records"
        case .unarxive: "unarXive full-text records, JSON Lines"
        case .bibtex: "BibTeX"
        case .ris: "RIS"
        case .cslJSON: "CSL-JSON"
        case .citations: "two columns: citing and cited identifier"
        case .recording: "recorded HTTP answers (JSON or VCR cassette)"
        }
    }
}
