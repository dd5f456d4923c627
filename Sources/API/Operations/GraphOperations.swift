import Answers
import Engine
import HTTPTypes
import Literature

/// The citation graph: what is around papers, ways between them, communities, trends, recommendations.
enum GraphOperations {
    static var all: [Operation] {
        [
            neighbourhood, path, communities("/api/graph/communities", "listCommunities"),
            communities("/api/graph/clusters", "listClusters"), trends, recommend,
        ]
    }

    private static let directions = Schema.choice(ExploreNeighbourhood.Direction.allCases.map(\.rawValue))

    private static let neighbourhood = Operation(
        method: .get,
        path: PathPattern("/api/graph/citations/{id}"),
        name: "getNeighbourhood",
        summary: "The works around a paper, and the citations between them.",
        group: .graph,
        parameters: [
            .paper, .query("depth", .integer(1...3), "How many citations away it ends.", default: .integer(1)),
            .limit(50, upTo: 2000),
            .query("direction", directions, "Along which citations it goes.", default: .string("both")),
            .query("layout", .boolean, "Whether nodes have places for display.", default: .boolean(false)), .asOf,
        ],
        answers: [.json(.named("Neighbourhood"), "Nodes, and edges from who cites to what is cited.")],
        isSettled: true
    ) { call in
        var request = ExploreNeighbourhood.Request(around: [try call.paper()])
        request.depth = call.arguments.integer("depth") ?? 1
        request.limit = call.arguments.integer("limit") ?? 50
        request.direction = call.arguments.text("direction").flatMap { .init(rawValue: $0) } ?? .both
        request.hasLayout = call.arguments.flag("layout")
        request.date = call.arguments.moment("as_of")
        let answer = try await call.answer(request)
        return try .json(NeighbourhoodJSON(answer, request), isSettled: answer.behind.isEmpty)
    }

    private static let path = Operation(
        method: .get,
        path: PathPattern("/api/graph/path"),
        name: "findPath",
        summary: "The shortest ways between two papers along citations.",
        group: .graph,
        parameters: [
            .required("from", .paper, "Where it begins."), .required("to", .paper, "Where it ends."),
            .query("max", .integer(1...50), "How many of the shortest ways.", default: .integer(1)),
            .query("directed", .boolean, "Whether only references are followed.", default: .boolean(false)), .asOf,
        ],
        answers: [.json(.named("Paths"), "The ways; none when no way leads there.")],
        isSettled: true
    ) { call in
        guard let start = try call.arguments.paper("from"), let end = try call.arguments.paper("to") else {
            throw Problem.wrong("from", "it is missing")
        }
        var request = FindPaths.Request(from: start, to: end)
        request.limit = call.arguments.integer("max") ?? 1
        request.isDirected = call.arguments.flag("directed")
        request.date = call.arguments.moment("as_of")
        let answer = try await call.answer(request)
        return try .json(PathJSON(answer, request), isSettled: answer.behind.isEmpty)
    }

    private static func communities(_ path: String, _ name: String) -> Operation {
        Operation(
            method: .get,
            path: PathPattern(path),
            name: name,
            summary: "Communities of works that cite each other more than others, with phrases that tell them apart.",
            group: .graph,
            parameters: [
                .limit(10),
                .query("papers", .integer(0...50), "How many works of each are shown.", default: .integer(5)),
                .query(
                    "level",
                    .integer(1...6),
                    "1: communities; 2: the parts of each, and so on.",
                    default: .integer(1)
                ),
                .query("of", .paper, "Only the community of this paper."), .asOf,
            ],
            answers: [.json(.named("Communities"), "The largest first.")],
            isSettled: true
        ) { call in
            var request = FindCommunities.Request()
            request.limit = call.arguments.integer("limit") ?? 10
            request.workLimit = call.arguments.integer("papers") ?? 5
            request.level = call.arguments.integer("level") ?? 1
            request.member = try call.arguments.paper("of")
            request.date = call.arguments.moment("as_of")
            let answer = try await call.answer(request)
            return try .json(CommunitiesJSON(answer, request), isSettled: answer.behind.isEmpty)
        }
    }

    // MARK: Trends

    private static let trends = Operation(
        method: .get,
        path: PathPattern("/api/graph/trends"),
        name: "getTrends",
        summary: "Papers by time with a phrase, of a category or around a paper; without any, the phrases that burst.",
        group: .graph,
        parameters: [
            .query("q", .string(1...200, example: "black hole"), "A phrase of titles."),
            .query("category", .string(1...64, example: "hep-th"), "A category."),
            .query("community_of", .paper, "The community of this paper."),
            .query(
                "per",
                .choice(TimePeriod.allCases.map(\.rawValue)),
                "The length of a period.",
                default: .string("year")
            ),
            .query("current", .boolean, "Only phrases that burst now.", default: .boolean(false)), .limit(20), .asOf,
        ],
        answers: [.json(.named("Trends"), "A series of periods, or phrases with their bursts.")],
        isSettled: true
    ) { call in
        let period = call.arguments.text("per").flatMap { TimePeriod(rawValue: $0) } ?? .year
        let date = call.arguments.moment("as_of")
        var series = FindTrends.Request()
        series.phrase = call.arguments.text("q")
        series.category = call.arguments.text("category")
        series.communityOf = try call.arguments.paper("community_of")
        series.period = period
        series.date = date
        guard series.phrase == nil, series.category == nil, series.communityOf == nil else {
            let answer = try await call.answer(series)
            return try .json(SeriesJSON(answer, asOf: date, by: period.rawValue), isSettled: answer.behind.isEmpty)
        }
        var bursts = FindBursts.Request()
        bursts.limit = call.limit
        bursts.isCurrent = call.arguments.flag("current")
        bursts.period = period
        bursts.date = date
        let answer = try await call.answer(bursts)
        return try .json(BurstsJSON(answer, asOf: date, by: period.rawValue), isSettled: answer.behind.isEmpty)
    }

    // MARK: Recommendations

    private static let recommend = Operation(
        method: .post,
        path: PathPattern("/api/graph/recommend"),
        name: "recommend",
        summary: "Papers near those that somebody likes, and away from those they do not.",
        group: .graph,
        body: .record([
            .required("like", .array(.paper, 1...100), "Papers that are liked."),
            .optional("unlike", .array(.paper, 0...100), "Papers that are not."),
            .optional("limit", .integer(1...100), "How many at most; 10."),
            .optional("as_of", .moment, "As the library was at the end of this day, month or year."),
        ]),
        answers: [.json(.named("Recommendations"), "The nearest first, with reasons.")]
    ) { call in
        var request = RecommendPapers.Request(likes: try call.arguments.papers("like"))
        request.dislikes = try call.arguments.papers("unlike")
        request.limit = call.arguments.integer("limit") ?? 10
        request.date = call.arguments.moment("as_of")
        let answer = try await call.answer(request)
        return try .json(RecommendJSON(answer, request), isSettled: answer.behind.isEmpty)
    }
}
