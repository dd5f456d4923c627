public import Engine
import Literature

/// Recommendations with reasons, as `recommend` prints them.
public struct RecommendJSON: Encodable, Sendable {
    struct Reasons: Encodable {
        var citedTogether: Int
        var citedByLikes: Int
        var citesLikes: Int

        enum CodingKeys: String, CodingKey {
            case citedTogether = "cited_together"
            case citedByLikes = "cited_by_likes"
            case citesLikes = "cites_likes"
        }
    }

    struct Result: Encodable {
        var result: RecommendPapers.Recommendation

        enum CodingKeys: String, CodingKey {
            case rank, score, reasons
        }

        func encode(to encoder: any Encoder) throws {
            try GraphWorkJSON(result.work).encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(result.rank, forKey: .rank)
            try container.encode(result.score.rounded4, forKey: .score)
            let reasons = Reasons(
                citedTogether: result.citedTogether,
                citedByLikes: result.citedByLikes,
                citesLikes: result.citesLikes
            )
            try container.encode(reasons, forKey: .reasons)
        }
    }

    var asOf: Nullable<String>
    var likes: [String]
    var dislikes: [String]
    var behind: [String]
    var results: [Result]

    enum CodingKeys: String, CodingKey {
        case likes, dislikes, behind, results
        case asOf = "as_of"
    }

    /// The answer to a request.
    public init(_ answer: RecommendPapers.Answer, _ request: RecommendPapers.Request) {
        asOf = Nullable(request.date?.description)
        likes = request.likes.map(\.description)
        dislikes = request.dislikes.map(\.description)
        behind = answer.behind.map(\.rawValue)
        results = answer.results.map(Result.init)
    }
}
