import Prediction

/// Says the facts behind a prediction in words.
enum ReasonText {
    /// A fact as a sentence.
    static func sentence(_ reason: LinkReason, _ corpus: PredictionCorpus) -> String {
        func names(_ papers: [Int]) -> String { papers.map { corpus.ids[$0] }.joined(separator: ", ") }
        return switch reason {
        case .citedByReferences(let count, let total, let examples):
            "\(count) of its \(total) references also \(count == 1 ? "cites" : "cite") it (\(names(examples)))"
        case .citesReferences(let count, let total, let examples):
            "it cites \(count) of its \(total) references (\(names(examples)))"
        case .citedTogether(let papers, let with):
            "cited together with \(with.map { corpus.ids[$0] }.joined(separator: " and ")) "
                + "or other references in \(papers) \(papers == 1 ? "paper" : "papers")"
        case .citedByAuthors(let count, let examples):
            "the same authors cite it in \(count) \(count == 1 ? "paper" : "papers") (\(names(examples)))"
        case .sameAuthors(let authors):
            "by the same \(authors.count == 1 ? "author" : "authors"): \(authors.joined(separator: "; "))"
        case .citedByNearest(let count, let total, let examples):
            "\(count) of the \(total) papers nearest in words \(count == 1 ? "cites" : "cite") it (\(names(examples)))"
        case .sharedWords(let words):
            "both speak of \(words.joined(separator: ", "))"
        case .path(let papers):
            "linked by way of \(papers.map { corpus.ids[$0] }.joined(separator: " - "))"
        }
    }
}
