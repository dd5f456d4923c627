/// What a work is known by. The cases stand in order of strength: a work is filed under the strongest one known.
public enum PaperIdentifier: Hashable, Sendable {
    /// An arXiv article, never with a version.
    case arxiv(ArxivID)
    /// A DOI that is not arXiv's own.
    case doi(DOI)
    /// A Semantic Scholar paper: 40 hexadecimal digits, lower-case.
    case semanticScholar(String)
    /// A Semantic Scholar corpus number.
    case corpus(UInt64)
    /// An OpenAlex work number (`W2741809807`).
    case openAlex(UInt64)

    /// An arXiv article, without its version.
    public init(_ id: ArxivID) {
        self = .arxiv(id.unversioned)
    }

    /// A DOI; arXiv's own DOIs (`10.48550/arXiv.…`) name the article itself.
    public init(_ doi: DOI) {
        if doi.name.hasPrefix("10.48550/arxiv."), let id = ArxivID(doi.name) {
            self = .arxiv(id.unversioned)
        } else {
            self = .doi(doi)
        }
    }

    /// 0 for the strongest kind.
    public var strength: Int {
        switch self {
        case .arxiv: 0
        case .doi: 1
        case .semanticScholar: 2
        case .corpus: 3
        case .openAlex: 4
        }
    }

    /// The arXiv identifier, if it is one.
    public var arxivID: ArxivID? {
        if case .arxiv(let id) = self { id } else { nil }
    }
}

extension PaperIdentifier: CustomStringConvertible {
    /// The form used in files and answers: `hep-th/9711200` for arXiv, otherwise `doi:…`, `s2:…`, `corpus:…`, `openalex:W…`.
    public var description: String {
        switch self {
        case .arxiv(let id): id.description
        case .doi(let doi): "doi:" + doi.name
        case .semanticScholar(let hash): "s2:" + hash
        case .corpus(let number): "corpus:\(number)"
        case .openAlex(let number): "openalex:W\(number)"
        }
    }
}

extension PaperIdentifier: LosslessStringConvertible {
    /// Parses what ``description`` writes and what people paste: any form of an arXiv identifier or DOI, `s2:`, a bare
    /// Semantic Scholar hash, `CorpusId:`, an OpenAlex work or its address.
    ///
    /// Total; nil when the text names no work.
    public init?(_ text: String) {
        if let id = ArxivID(text) {
            self = .arxiv(id.unversioned)
        } else if let doi = DOI(text) {
            self.init(doi)
        } else if let other = Self.foreign(text) {
            self = other
        } else {
            return nil
        }
    }

    private static func foreign(_ text: String) -> PaperIdentifier? {
        var name = text.lowercased()
        while let last = name.utf8.last, last <= 0x20 { name.removeLast() }
        while let first = name.utf8.first, first <= 0x20 { name.removeFirst() }
        if let number = suffix(of: name, after: ["corpusid:", "corpus:"]) {
            return UInt64(number).map { .corpus($0) }
        }
        let openAlex = suffix(of: name, after: ["https://openalex.org/", "http://openalex.org/", "openalex:"]) ?? name
        if openAlex.hasPrefix("w"), openAlex.utf8.count > 1, openAlex.utf8.dropFirst().allSatisfy({ $0 &- 0x30 < 10 }) {
            return UInt64(openAlex.dropFirst()).map { .openAlex($0) }
        }
        let hash = suffix(of: name, after: ["s2:"]) ?? name
        let isHash = hash.utf8.count == 40 && hash.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x61 < 6 }
        return isHash ? .semanticScholar(hash) : nil
    }

    private static func suffix(of text: String, after prefixes: [String]) -> String? {
        for prefix in prefixes where text.hasPrefix(prefix) { return String(text.dropFirst(prefix.count)) }
        return nil
    }
}

extension PaperIdentifier: Comparable {
    /// Orders by strength, then arXiv identifiers by time, the others by value.
    public static func < (left: PaperIdentifier, right: PaperIdentifier) -> Bool {
        switch (left, right) {
        case (.arxiv(let one), .arxiv(let other)): one < other
        case (.doi(let one), .doi(let other)): one < other
        case (.semanticScholar(let one), .semanticScholar(let other)): one < other
        case (.corpus(let one), .corpus(let other)): one < other
        case (.openAlex(let one), .openAlex(let other)): one < other
        default: left.strength < right.strength
        }
    }
}

extension PaperIdentifier: Codable {
    /// Reads what ``description`` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = PaperIdentifier(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' names no work")
        }
        self = value
    }

    /// Writes ``description``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
