public import Engine

/// Citations on which the graph hangs, as `bridges` prints them.
public struct BridgesJSON: Encodable, Sendable {
    struct Bridge: Encodable {
        var size: Int
        var side: String
        var citing: GraphWorkJSON
        var cited: GraphWorkJSON
    }

    var asOf: Nullable<String>
    var count: Int
    var largerCount: Int
    var behind: [String]
    var bridges: [Bridge]

    enum CodingKeys: String, CodingKey {
        case count, behind, bridges
        case asOf = "as_of"
        case largerCount = "larger_count"
    }

    /// The answer to a request.
    public init(_ answer: FindBridges.Answer, _ request: FindBridges.Request) {
        asOf = Nullable(request.date?.description)
        count = answer.count
        largerCount = answer.largerCount
        behind = answer.behind.map(\.rawValue)
        bridges = answer.bridges.map { bridge in
            Bridge(
                size: bridge.size,
                side: bridge.side.rawValue,
                citing: GraphWorkJSON(bridge.citing),
                cited: GraphWorkJSON(bridge.cited)
            )
        }
    }
}
