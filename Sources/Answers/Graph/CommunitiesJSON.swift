public import Engine

/// Communities of the citation graph, as `communities` prints them.
public struct CommunitiesJSON: Encodable, Sendable {
    struct Community: Encodable {
        var number: Int
        var size: Int
        var phrases: [String]
        var years: [Int]
        var cohesion: Double
        var papers: [GraphWorkJSON]
    }

    var asOf: Nullable<String>
    var level: Int
    var count: Int
    var modularity: Double
    var behind: [String]
    var communities: [Community]

    enum CodingKeys: String, CodingKey {
        case level, count, modularity, behind, communities
        case asOf = "as_of"
    }

    /// The answer to a request.
    public init(_ answer: FindCommunities.Answer, _ request: FindCommunities.Request) {
        asOf = Nullable(request.date?.description)
        level = request.level
        count = answer.count
        modularity = answer.modularity.rounded4
        behind = answer.behind.map(\.rawValue)
        communities = answer.communities.map { community in
            Community(
                number: community.number + 1,
                size: community.size,
                phrases: community.phrases,
                years: community.years.map { [$0.lowerBound, $0.upperBound] } ?? [],
                cohesion: community.cohesion.rounded4,
                papers: community.works.map(GraphWorkJSON.init)
            )
        }
    }
}
