public import Literature

/// A work that a paper cites, with the sources that say so.
public struct PaperReference: Hashable, Sendable {
    /// The work that is cited.
    public var identifier: PaperIdentifier
    /// Where the fact came from, in the order of their raw values.
    public var sources: [RecordSource]

    /// A reference.
    public init(identifier: PaperIdentifier, sources: [RecordSource]) {
        self.identifier = identifier
        self.sources = sources
    }
}

extension Paper {
    /// All identifiers, the strongest first.
    var identifiers: [PaperIdentifier] { [identifier] + aliases }

    /// An address under which people find the work.
    var address: String {
        switch identifier {
        case .arxiv(let id): id.abstractURL
        case .doi(let doi): doi.url
        case .semanticScholar(let hash): "https://www.semanticscholar.org/paper/" + hash
        case .corpus(let number): "https://api.semanticscholar.org/CorpusID:\(number)"
        case .openAlex(let number): "https://openalex.org/W\(number)"
        }
    }

    /// The authors one by one; where only a line is known, taken out of it.
    var authorsForExport: [Author] {
        if authors.isEmpty, let authorsText { return AuthorLine.parse(authorsText) }
        return authors
    }

    /// The DOI of the published version: as stated, else among the identifiers.
    var doiForExport: String? {
        if let doi { return doi }
        for case .doi(let found) in identifiers { return found.name }
        return nil
    }
}
