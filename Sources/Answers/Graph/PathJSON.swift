public import Engine
import Literature

/// Shortest ways between two papers, as `path` prints them.
public struct PathJSON: Encodable, Sendable {
    struct Step: Encodable {
        var work: GraphWorkJSON
        var isCited: Bool?

        enum CodingKeys: String, CodingKey {
            case step
        }

        func encode(to encoder: any Encoder) throws {
            try work.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(Nullable(isCited.map { $0 ? "cites" : "cited_by" }), forKey: .step)
        }
    }

    var from: String
    var to: String
    var asOf: Nullable<String>
    var length: Nullable<Int>
    var count: UInt64
    var behind: [String]
    var paths: [[Step]]

    enum CodingKeys: String, CodingKey {
        case from, to, length, count, behind, paths
        case asOf = "as_of"
    }

    /// The answer to a request.
    public init(_ answer: FindPaths.Answer, _ request: FindPaths.Request) {
        from = request.start.description
        to = request.end.description
        asOf = Nullable(request.date?.description)
        length = Nullable(answer.length)
        count = answer.count
        behind = answer.behind.map(\.rawValue)
        paths = answer.paths.map { $0.map { Step(work: GraphWorkJSON($0.work), isCited: $0.isCited) } }
    }
}
