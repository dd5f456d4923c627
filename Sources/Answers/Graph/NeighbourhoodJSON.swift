public import Engine

/// A neighbourhood, as `neighbourhood` prints it: nodes, and edges from who cites to what is cited.
public struct NeighbourhoodJSON: Encodable, Sendable {
    struct Node: Encodable {
        var member: ExploreNeighbourhood.Member

        enum CodingKeys: String, CodingKey {
            case depth, x, y
        }

        func encode(to encoder: any Encoder) throws {
            try GraphWorkJSON(member.work).encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(member.depth, forKey: .depth)
            if let place = member.place {
                try container.encode(place.x.rounded2, forKey: .x)
                try container.encode(place.y.rounded2, forKey: .y)
            }
        }
    }

    struct Edge: Encodable {
        var source: String
        var target: String
    }

    var asOf: Nullable<String>
    var found: [Int]
    var behind: [String]
    var nodes: [Node]
    var edges: [Edge]

    enum CodingKeys: String, CodingKey {
        case found, behind, nodes, edges
        case asOf = "as_of"
    }

    /// The answer to a request.
    public init(_ answer: ExploreNeighbourhood.Answer, _ request: ExploreNeighbourhood.Request) {
        asOf = Nullable(request.date?.description)
        found = answer.found
        behind = answer.behind.map(\.rawValue)
        nodes = answer.members.map(Node.init)
        edges = answer.edges.map {
            Edge(source: answer.members[$0.citing].work.key, target: answer.members[$0.cited].work.key)
        }
    }
}
