import Literature
import Ports
import Retrieval
import TextAnalysis

/// Finds what a word that the library does not know may have been meant to be.
struct SpellingCorrector {
    let index: LexicalIndex
    let acronyms: AcronymTable?
    let papers: any PaperStore
    private var analyzer = TextAnalyzer()

    /// Shorter words have too many neighbours.
    private static let shortest = 4
    /// From this length on two mistakes are allowed.
    private static let lengthForTwo = 8
    /// A word in so few papers may be a mistake of theirs, when another is so many times as frequent.
    private static let rare = 5
    private static let muchMore = 25
    private static let candidates = 8

    init(index: LexicalIndex, acronyms: AcronymTable?, papers: any PaperStore) {
        self.index = index
        self.acronyms = acronyms
        self.papers = papers
    }

    /// The query with its unknown words replaced by the nearest known ones; nil when there is nothing to replace.
    ///
    /// - Parameter includesRare: whether rare words are doubted too.
    mutating func corrected(_ query: Query, includesRare: Bool) throws -> Query? {
        guard let expression = query.expression else { return nil }
        var corrected = query
        corrected.expression = try self.corrected(expression, includesRare)
        return corrected == query ? nil : corrected
    }

    private mutating func corrected(
        _ expression: QueryExpression,
        _ includesRare: Bool
    ) throws -> QueryExpression {
        switch expression {
        case .text(var text):
            guard text.kind != .prefix else { return expression }
            for place in text.terms.indices {
                if let better = try nearest(to: text.terms[place], in: text.field, includesRare) {
                    text.terms[place] = better
                }
            }
            return .text(text)
        case .all(let parts): return .all(try parts.map { try corrected($0, includesRare) })
        case .any(let parts): return .any(try parts.map { try corrected($0, includesRare) })
        case .filter, .not: return expression
        }
    }

    // MARK: One word

    private struct Candidate {
        var term: String
        var distance: Int
        var papers: Int
        var isStem: Bool
    }

    private mutating func nearest(
        to term: String,
        in field: QueryText.Field,
        _ includesRare: Bool
    ) throws -> String? {
        let length = term.unicodeScalars.count
        let hasDigits = term.unicodeScalars.contains { $0.properties.numericType != nil }
        guard length >= Self.shortest, !hasDigits else { return nil }
        let stem = analyzer.terms(of: term, stemming: true).first ?? term
        let own = frequency(of: term, stem: stem, in: field)
        guard own <= (includesRare ? Self.rare : 0), acronyms?.expansions(of: term).isEmpty ?? true else { return nil }
        let distance = length >= Self.lengthForTwo ? 2 : 1
        var found: [Candidate] = []
        if field != .authors {
            found += index.similarTerms(to: stem, in: .title, distance: distance, limit: Self.candidates).map {
                Candidate(
                    term: $0.statistics.term,
                    distance: $0.distance,
                    papers: $0.statistics.documents,
                    isStem: true
                )
            }
        }
        if field == .any || field == .authors {
            found += index.similarTerms(to: term, in: .authors, distance: distance, limit: Self.candidates).map {
                Candidate(
                    term: $0.statistics.term,
                    distance: $0.distance,
                    papers: $0.statistics.documents,
                    isStem: false
                )
            }
        }
        let best = found.filter { $0.papers > own * Self.muchMore }
            .min { ($0.distance, $1.papers, $0.term) < ($1.distance, $0.papers, $1.term) }
        guard let best else { return nil }
        return best.isStem ? try word(withStem: best.term) : best.term
    }

    private func frequency(of term: String, stem: String, in field: QueryText.Field) -> Int {
        switch field {
        case .authors: index.documentFrequency(of: term, in: .authors)
        case .title: index.documentFrequency(of: stem, in: .title)
        case .abstract: index.documentFrequency(of: stem, in: .abstract)
        case .any: index.documentFrequency(of: stem, in: .text) + index.documentFrequency(of: term, in: .authors)
        }
    }

    /// A word of the library that has this stem: the index keeps stems only.
    private mutating func word(withStem stem: String) throws -> String? {
        guard let hit = index.search(LexicalPlan(.term(stem, .text)), limit: 1).hits.first,
            let key = index.key(of: hit.document), let identifier = PaperIdentifier(key),
            let paper = try papers.paper(identifier)
        else { return nil }
        let text = [paper.title, paper.abstract].compactMap(\.self).joined(separator: "\n")
        let stems = analyzer.terms(of: text, stemming: true)
        let words = analyzer.terms(of: text, stemming: false)
        return stems.firstIndex(of: stem).map { words[$0] }
    }
}
