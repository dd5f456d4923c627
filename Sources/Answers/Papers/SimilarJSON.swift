public import Engine
import Literature

/// Papers like one, with reasons, as `similar` prints them.
public struct SimilarJSON: Encodable, Sendable {
    struct Reasons: Encodable {
        var cosine: Nullable<Double>
        var sharedReferences: Int
        var citedTogether: Int
        var cites: Bool

        enum CodingKeys: String, CodingKey {
            case cosine
            case sharedReferences = "shared_references"
            case citedTogether = "cited_together"
            case cites = "one_cites_the_other"
        }
    }

    struct Result: Encodable {
        var paper: PaperSummaryJSON
        var rank: Int
        var score: Double
        var reasons: Reasons

        enum CodingKeys: String, CodingKey {
            case rank, score, reasons
        }

        init(_ result: SimilarPaper) {
            paper = PaperSummaryJSON(result.paper, citationCount: result.citationCount)
            rank = result.rank
            score = result.score.rounded4
            reasons = Reasons(
                cosine: Nullable(result.cosine?.rounded4),
                sharedReferences: result.sharedReferences,
                citedTogether: result.citedTogether,
                cites: result.isCited
            )
        }

        func encode(to encoder: any Encoder) throws {
            try paper.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(rank, forKey: .rank)
            try container.encode(score, forKey: .score)
            try container.encode(reasons, forKey: .reasons)
        }
    }

    var identifier: String
    var behind: [String]
    var results: [Result]

    /// An answer.
    public init(_ answer: SimilarPapers.Answer) {
        identifier = answer.paper.identifier.description
        behind = answer.behind.map(\.rawValue)
        results = answer.results.map(Result.init)
    }
}
