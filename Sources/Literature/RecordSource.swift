/// Where a fact about a paper came from. Raw values are stored in libraries: never change or reuse one.
public enum RecordSource: UInt8, CaseIterable, Hashable, Sendable, Codable {
    /// The arXiv metadata snapshot in JSON Lines (Kaggle).
    case snapshot = 0
    /// OAI-PMH, `arXivRaw`: carries the version history.
    case oaiRaw = 1
    /// OAI-PMH, `arXiv`.
    case oaiArxiv = 2
    /// The arXiv query API (Atom).
    case atom = 3
    /// OAI-PMH, `oai_dc`.
    case oaiDC = 4
    /// The plain-text listings of arXiv (`.abs`).
    case listing = 5
    /// Tables of arXiv records (tab-separated or JSON with the same columns).
    case recordTable = 6
    /// unarXive full-text records.
    case unarxive = 7
    /// Semantic Scholar.
    case semanticScholar = 8
    /// OpenAlex.
    case openAlex = 9
    /// A BibTeX file.
    case bibtex = 10
    /// A RIS file.
    case ris = 11
    /// A CSL-JSON file.
    case cslJSON = 12
    /// A list of citing and cited identifiers.
    case citationList = 13
    /// An export of another library.
    case library = 14

    /// The name in answers and files.
    public var name: String {
        switch self {
        case .snapshot: "snapshot"
        case .oaiRaw: "oai-arxivraw"
        case .oaiArxiv: "oai-arxiv"
        case .atom: "atom"
        case .oaiDC: "oai-dc"
        case .listing: "listing"
        case .recordTable: "record-table"
        case .unarxive: "unarxive"
        case .semanticScholar: "semantic-scholar"
        case .openAlex: "openalex"
        case .bibtex: "bibtex"
        case .ris: "ris"
        case .cslJSON: "csl-json"
        case .citationList: "citation-list"
        case .library: "library"
        }
    }

    /// Whether the source speaks for arXiv itself, so that a whole newer record replaces an older one of the same source.
    public var isArxivsOwn: Bool { rawValue <= RecordSource.recordTable.rawValue }
}
