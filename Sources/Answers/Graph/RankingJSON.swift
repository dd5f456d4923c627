public import Engine
import Literature

/// Works by their place in the citation graph, as `rank` prints them.
public struct RankingJSON: Encodable, Sendable {
    struct Result: Encodable {
        var entry: RankWorks.Entry

        enum CodingKeys: String, CodingKey {
            case rank, percentile, score
            case referenceCount = "reference_count"
        }

        func encode(to encoder: any Encoder) throws {
            try GraphWorkJSON(entry.work).encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(entry.referenceCount, forKey: .referenceCount)
            try container.encode(entry.rank, forKey: .rank)
            try container.encode(entry.percentile.rounded4, forKey: .percentile)
            try container.encode(entry.score.rounded(significant: 6), forKey: .score)
        }
    }

    var by: String
    var asOf: Nullable<String>
    var ranked: Int
    var total: Int
    var pivots: Nullable<Int>
    var behind: [String]
    var results: [Result]

    enum CodingKeys: String, CodingKey {
        case by, ranked, total, pivots, behind, results
        case asOf = "as_of"
    }

    /// The answer to a request.
    public init(_ answer: RankWorks.Answer, _ request: RankWorks.Request) {
        by = request.measure.rawValue
        asOf = Nullable(request.date?.description)
        ranked = answer.ranked
        total = answer.total
        pivots = Nullable(answer.pivots)
        behind = answer.behind.map(\.rawValue)
        results = answer.entries.map(Result.init)
    }
}
