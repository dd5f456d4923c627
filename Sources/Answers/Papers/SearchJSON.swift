public import Engine
import TextAnalysis

/// A search answer, as `search` prints it.
public struct SearchJSON: Encodable, Sendable {
    struct Ranks: Encodable {
        var lexical: Nullable<Int>
        var semantic: Nullable<Int>
        var graph: Nullable<Int>

        init(_ ranks: SearchAnswer.Ranks) {
            lexical = Nullable(ranks.lexical)
            semantic = Nullable(ranks.semantic)
            graph = Nullable(ranks.graph)
        }
    }

    struct Explanation: Encodable {
        struct Term: Encodable {
            var text: String
            var score: Double
            var papers: Int
        }

        struct Arm: Encodable {
            var name: String
            var rank: Nullable<Int>
            var score: Double
            var contribution: Double
        }

        var terms: [Term]
        var arms: [Arm]
        var notes: [String]

        init(_ explanation: ResultExplanation) {
            terms = explanation.terms.map { Term(text: $0.text, score: $0.score.rounded4, papers: $0.papers) }
            arms = explanation.arms.map { arm in
                Arm(
                    name: arm.name,
                    rank: Nullable(arm.rank),
                    score: arm.score.rounded4,
                    contribution: arm.contribution.rounded4
                )
            }
            notes = explanation.notes
        }
    }

    /// A part of a snippet; all of them joined are the snippet.
    struct Segment: Encodable {
        var text: String
        var match: Bool
    }

    struct Result: Encodable {
        var rank: Int
        var paper: PaperSummaryJSON
        var score: Double
        var ranks: Ranks
        var snippet: String
        var segments: [Segment]
        var explanation: Explanation?

        enum CodingKeys: String, CodingKey {
            case rank, score, ranks, snippet, explanation
            case segments = "snippet_segments"
        }

        init(_ result: SearchAnswer.Result) {
            rank = result.rank
            paper = PaperSummaryJSON(result.paper, citationCount: result.citationCount)
            score = result.score.rounded4
            ranks = Ranks(result.ranks)
            snippet = result.snippet.text
            segments = result.snippet.segments.map { Segment(text: $0.text, match: $0.isMatch) }
            explanation = result.explanation.map(Explanation.init)
        }

        func encode(to encoder: any Encoder) throws {
            try paper.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(rank, forKey: .rank)
            try container.encode(score, forKey: .score)
            try container.encode(ranks, forKey: .ranks)
            try container.encode(snippet, forKey: .snippet)
            try container.encode(segments, forKey: .segments)
            try container.encodeIfPresent(explanation, forKey: .explanation)
        }
    }

    var query: String
    var mode: String
    var total: Int
    var relaxed: Bool
    var correction: Nullable<String>
    var suggestion: Nullable<String>
    var behind: [String]
    var took: Double
    var results: [Result]

    enum CodingKeys: String, CodingKey {
        case query, mode, total, relaxed, correction, suggestion, behind, results
        case took = "took_ms"
    }

    /// The answer to a query, which is given back as it was typed.
    public init(_ query: String, _ answer: SearchAnswer) {
        self.query = query
        mode = answer.mode.rawValue
        total = answer.total
        relaxed = answer.isRelaxed
        correction = Nullable(answer.correction)
        suggestion = Nullable(answer.suggestion)
        behind = answer.behind.map(\.rawValue)
        took = answer.duration.milliseconds
        results = answer.results.map(Result.init)
    }
}
