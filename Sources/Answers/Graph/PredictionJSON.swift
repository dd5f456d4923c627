public import Engine
public import Literature

/// Predicted citations with reasons, as `predict` prints them.
public struct PredictionJSON: Encodable, Sendable {
    struct Link: Encodable {
        var rank: Int
        var identifier: String
        var title: Nullable<String>
        var probability: Double
        var cited: Bool
        var reasons: [String]
    }

    var identifier: Nullable<String>
    var asOf: String
    var references: Int
    var unknown: [String]
    var cites: [Link]
    var citedBy: [Link]

    enum CodingKeys: String, CodingKey {
        case identifier, references, unknown, cites
        case asOf = "as_of"
        case citedBy = "cited_by"
    }

    /// An answer.
    ///
    /// - Parameter known: the papers it names, by identifier, for their titles.
    public init(_ answer: PredictLinks.Answer, _ known: [String: Paper]) {
        func links(_ links: [PredictLinks.Link]) -> [Link] {
            links.enumerated().map { rank, link in
                Link(
                    rank: rank + 1,
                    identifier: link.identifier,
                    title: Nullable(known[link.identifier]?.title),
                    probability: link.probability.rounded4,
                    cited: link.isCited,
                    reasons: link.reasons
                )
            }
        }
        identifier = Nullable(answer.identifier)
        asOf = PredictionDay.text(answer.day)
        references = answer.references
        unknown = answer.unknown
        cites = links(answer.cites)
        citedBy = links(answer.citedBy)
    }
}
