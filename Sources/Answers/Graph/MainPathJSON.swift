public import Engine
import Literature

/// The main path of a topic, as `main-path` prints it: works from old to new, each citing the one before.
public struct MainPathJSON: Encodable, Sendable {
    struct Step: Encodable {
        var step: TraceMainPath.Step

        enum CodingKeys: String, CodingKey {
            case logWays = "log10_ways"
        }

        func encode(to encoder: any Encoder) throws {
            try GraphWorkJSON(step.work).encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(Nullable(step.log10Ways?.rounded4), forKey: .logWays)
        }
    }

    var query: Nullable<String>
    var of: Nullable<String>
    var level: Nullable<Int>
    var asOf: Nullable<String>
    var members: Int
    var behind: [String]
    var steps: [Step]

    enum CodingKeys: String, CodingKey {
        case query, of, level, members, behind, steps
        case asOf = "as_of"
    }

    /// The answer to a request.
    public init(_ answer: TraceMainPath.Answer, _ request: TraceMainPath.Request) {
        switch request.topic {
        case .query(let text): (query, of, level) = (Nullable(text), Nullable(nil), Nullable(nil))
        case .community(let work, let level):
            (query, of, self.level) = (Nullable(nil), Nullable(work.description), Nullable(level))
        }
        asOf = Nullable(request.date?.description)
        members = answer.members
        behind = answer.behind.map(\.rawValue)
        steps = answer.steps.map(Step.init)
    }
}

extension TraceMainPath.Step {
    private static let logOfTen = 2.302585092994046

    /// The decimal logarithm of the number of ways over the citation of the work before; nil for the first.
    public var log10Ways: Double? { logWays.map { $0 / Self.logOfTen } }
}
