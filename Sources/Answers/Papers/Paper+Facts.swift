public import Literature

extension Paper {
    /// The names of the authors, or the line that the source gave where they could not be told apart.
    public var authorNames: [String] {
        authors.isEmpty ? authorsText.map { [$0] } ?? [] : authors.map(\.name)
    }

    /// A page about the work.
    public var url: String? {
        switch identifier {
        case .arxiv(let id): id.abstractURL
        case .doi(let doi): doi.url
        case .semanticScholar(let hash): "https://www.semanticscholar.org/paper/\(hash)"
        case .corpus(let number): "https://api.semanticscholar.org/CorpusID:\(number)"
        case .openAlex(let number): "https://openalex.org/W\(number)"
        }
    }

    /// The authors in one short line: up to three names, then how many more.
    public var shortAuthors: String {
        let names = authorNames
        guard names.count > 3 else { return names.joined(separator: ", ") }
        return names.prefix(3).joined(separator: ", ") + " +\(names.count - 3)"
    }
}
