import Literature
import Retrieval

extension LexicalDocument.Flags {
    /// The paper has an abstract.
    static let hasAbstract = LexicalDocument.Flags(rawValue: 8)
    /// The paper has a DOI.
    static let hasDOI = LexicalDocument.Flags(rawValue: 16)
    /// The paper has a journal reference.
    static let hasJournal = LexicalDocument.Flags(rawValue: 32)
}

extension LexicalDocument {
    /// What the index holds of a paper. Categories are in lower case, as queries have them.
    init(_ paper: Paper) {
        self.init(
            key: paper.identifier.description,
            title: paper.title ?? "",
            abstract: paper.abstract ?? "",
            authors: paper.authors.isEmpty ? paper.authorsText.map { [$0] } ?? [] : paper.authors.map(\.name),
            categories: paper.categories.map { $0.lowercased() },
            year: paper.year
        )
        if paper.isWithdrawn { flags.insert(.withdrawn) }
        if !abstract.isEmpty { flags.insert(.hasAbstract) }
        if paper.hasDOI { flags.insert(.hasDOI) }
        if paper.journalReference != nil { flags.insert(.hasJournal) }
    }
}

extension Paper {
    /// Whether a DOI of the work is known.
    var hasDOI: Bool {
        if doi != nil { return true }
        return ([identifier] + aliases).contains { if case .doi = $0 { true } else { false } }
    }

    /// What is embedded of a paper: title and abstract.
    var embeddedText: String { [title, abstract].compactMap(\.self).joined(separator: " ") }
}
