internal import Retrieval
internal import TextAnalysis

/// The words of a query that is a sentence or a title: each counts, none must be there.
struct QueryWords {
    /// The stems, each once; function words are left out where there are others.
    let terms: [String]

    init(_ query: String) {
        var analyzer = TextAnalyzer()
        let plain = analyzer.terms(of: query, stemming: false)
        let stems = analyzer.terms(of: query, stemming: true)
        let telling = zip(plain, stems).filter { !StopWords.english.contains($0.0) }.map(\.1)
        var seen: Set<String> = []
        terms = (telling.isEmpty ? stems : telling).filter { seen.insert($0).inserted }
    }

    var plan: LexicalPlan { LexicalPlan(.any(terms.map { .term($0, .text) })) }
}
