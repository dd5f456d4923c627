import TextAnalysis

/// Changes of texts, turned into terms and ready for the index.
struct AnalyzedTexts {
    /// What to do with one work's text.
    struct Step {
        var work: Int64
        var isRemoval: Bool
        /// Where the terms of title, abstract and authors end in ``terms``; each begins where the one before ends.
        var titleEnd: Int
        var abstractEnd: Int
        var authorsEnd: Int
    }

    /// Terms separated by spaces; nothing separates the fields, whose bounds the steps know.
    private(set) var terms: [UInt8] = []
    private(set) var steps: [Step] = []

    /// Analyses changes, in ascending order of works: the index writes ascending rows much faster. The order of the
    /// changes of one work is kept.
    init(_ changes: [TextChange], _ analyzer: inout TextAnalyzer) {
        terms.reserveCapacity(changes.reduce(0) { $0 + ($1.old?.byteCount ?? 0) + ($1.new?.byteCount ?? 0) })
        steps.reserveCapacity(changes.count)
        for change in Self.ascending(changes) {
            if let old = change.old { append(old, of: change.work, isRemoval: true, &analyzer) }
            if let new = change.new { append(new, of: change.work, isRemoval: false, &analyzer) }
        }
    }

    private static func ascending(_ changes: [TextChange]) -> [TextChange] {
        if zip(changes, changes.dropFirst()).allSatisfy({ $0.work <= $1.work }) { return changes }
        return changes.enumerated()
            .sorted { ($0.element.work, $0.offset) < ($1.element.work, $1.offset) }
            .map(\.element)
    }

    private mutating func append(
        _ document: TextDocument,
        of work: Int64,
        isRemoval: Bool,
        _ analyzer: inout TextAnalyzer
    ) {
        let titleEnd = append(document.title, stemming: true, &analyzer)
        let abstractEnd = append(document.abstract, stemming: true, &analyzer)
        let authorsEnd = append(document.authors, stemming: false, &analyzer)
        steps.append(
            Step(
                work: work,
                isRemoval: isRemoval,
                titleEnd: titleEnd,
                abstractEnd: abstractEnd,
                authorsEnd: authorsEnd
            )
        )
    }

    private mutating func append(_ text: String, stemming: Bool, _ analyzer: inout TextAnalyzer) -> Int {
        var text = text
        text.withUTF8 { analyzer.analyze($0, stemming: stemming, into: &terms) }
        return terms.count
    }
}
