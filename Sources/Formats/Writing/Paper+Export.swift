import Literature

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
