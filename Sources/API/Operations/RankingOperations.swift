import Answers
import Engine
import HTTPTypes

/// What stands out in the citation graph: the works that rank highest, the main path of a topic, citations that alone link works.
enum RankingOperations {
    static var all: [Operation] { [ranking, mainPath, bridges] }

    private static let year = Schema.integer(1900...2200)

    private static let ranking = Operation(
        method: .get,
        path: PathPattern("/api/graph/ranking"),
        name: "rankWorks",
        summary: "The works that stand highest in the citation graph by a measure.",
        group: .graph,
        parameters: [
            .query(
                "by",
                .choice(RankWorks.Measure.allCases.map(\.rawValue)),
                "The measure. `constraint` gives the least first; `betweenness` of larger libraries is estimated.",
                default: .string(RankWorks.Measure.pagerank.rawValue)
            ),
            .query(
                "damping",
                .number(0...0.99),
                "Of `pagerank`: how probably a reference is followed; less reaches less far back.",
                default: .number(0.5)
            ),
            .query("category", .string(1...64, example: "hep-th"), "Only this category; `cs` takes all of `cs.*`."),
            .query("since", year, "Only this year and later."), .query("until", year, "Only this year and earlier."),
            .limit(20, upTo: RankWorks.Request.greatestLimit), .offset, .asOf,
        ],
        answers: [.json(.named("Ranking"), "The best first, ranked among all works of the graph.")],
        isSettled: true
    ) { call in
        var request = RankWorks.Request()
        request.measure = call.arguments.text("by").flatMap { .init(rawValue: $0) } ?? .pagerank
        request.damping = call.arguments.number("damping") ?? 0.5
        request.category = call.arguments.text("category")
        request.since = call.arguments.integer("since")
        request.until = call.arguments.integer("until")
        if let since = request.since, let until = request.until, since > until {
            throw Problem.wrong("since", "it is later than until")
        }
        request.limit = call.limit
        request.offset = call.offset
        request.date = call.arguments.moment("as_of")
        let answer = try await call.answer(request)
        return try .json(RankingJSON(answer, request), isSettled: answer.behind.isEmpty)
    }

    private static let mainPath = Operation(
        method: .get,
        path: PathPattern("/api/graph/main-path"),
        name: "traceMainPath",
        summary: "The works along which a topic grew: what matches a query, or the community of a paper.",
        group: .graph,
        parameters: [
            .query("q", .string(1...2000, example: "matrix model"), "The topic: papers that match this query."),
            .query("of", .paper, "The topic: the community of this paper."),
            .query("level", .integer(1...6), "With `of`: 1, its community; 2, its part of that.", default: .integer(1)),
            .asOf,
        ],
        answers: [
            .json(.named("MainPath"), "From old to new, each citing the one before; empty when none cites another.")
        ],
        isSettled: true
    ) { call in
        let topic: TraceMainPath.Topic
        switch (call.arguments.text("q"), try call.arguments.paper("of")) {
        case (let query?, nil): topic = .query(query)
        case (nil, let paper?): topic = .community(of: paper, level: call.arguments.integer("level") ?? 1)
        case (nil, nil): throw Problem.wrong("q", "it is missing, and so is of: one of them is needed")
        case (_?, _?): throw Problem.wrong("of", "it stands alone: leave out q")
        }
        var request = TraceMainPath.Request(of: topic)
        request.date = call.arguments.moment("as_of")
        let answer = try await call.answer(request)
        return try .json(MainPathJSON(answer, request), isSettled: answer.behind.isEmpty)
    }

    private static let bridges = Operation(
        method: .get,
        path: PathPattern("/api/graph/bridges"),
        name: "listBridges",
        summary: "Citations that alone link works to the others, those that link most first.",
        group: .graph,
        parameters: [.limit(20, upTo: 500), .asOf],
        answers: [.json(.named("Bridges"), "The citations, with how many works each links and on which side.")],
        isSettled: true
    ) { call in
        var request = FindBridges.Request()
        request.limit = call.limit
        request.date = call.arguments.moment("as_of")
        let answer = try await call.answer(request)
        return try .json(BridgesJSON(answer, request), isSettled: answer.behind.isEmpty)
    }
}
