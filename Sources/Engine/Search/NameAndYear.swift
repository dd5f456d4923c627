import Retrieval
import TextAnalysis

/// A paper meant by its author and year, as in "Maldacena 1997": both stand in the query as words.
struct NameAndYear {
    /// The names, as terms.
    var names: [String]
    /// The year.
    var year: Int

    /// A word names an author when texts have it at most so many times as often.
    private static let textsPerAuthor = 20

    /// Finds a year and at least one name among the plain words of a query; nil when there is none.
    init?(_ words: [QueryPlan.Unit], in index: LexicalIndex, _ analyzer: inout TextAnalyzer) {
        let terms = words.compactMap { $0.word?.terms }.filter { $0.count == 1 }.map { $0[0] }
        let years = terms.compactMap(Self.year)
        guard years.count == 1 else { return nil }
        year = years[0]
        names = terms.filter { term in
            guard Self.year(term) == nil, term.utf8.count > 2, !StopWords.english.contains(term) else { return false }
            let authors = index.documentFrequency(of: term, in: .authors)
            guard authors > 0 else { return false }
            let stem = analyzer.terms(of: term, stemming: true).first ?? term
            return index.documentFrequency(of: stem, in: .text) <= Self.textsPerAuthor * authors
        }
        if names.isEmpty { return nil }
    }

    private static func year(_ term: String) -> Int? {
        guard term.utf8.count == 4, let year = Int(term), (1800...2199).contains(year) else { return nil }
        return year
    }

    /// The papers of that year by authors of all these names.
    func documents(in index: LexicalIndex, where filter: LexicalFilter) -> DocumentBitmap {
        var filter = filter
        filter.authorTerms += names
        let years = filter.years ?? 0...9999
        guard years.contains(year) else { return DocumentBitmap(count: index.capacity) }
        filter.years = year...year
        return index.documents(where: filter)
    }
}
