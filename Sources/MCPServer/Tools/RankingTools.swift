import Answers
import Engine
import Literature

/// What stands out in the citation graph.
extension LibraryTools {
    var rankPapers: Tool {
        Tool(
            "rank_papers",
            title: "The papers that stand highest",
            """
            The most important papers of the library, of a category or of some years by their place in the citation graph: what to read \
            first. pagerank and citations find foundations, hubs surveys, betweenness and constraint (least first) papers between fields, \
            core the closely knit. Each has its rank among all papers.
            """,
            parameters: [
                ToolParameter(
                    "by",
                    .choice(RankWorks.Measure.allCases.map(\.rawValue), standard: "pagerank"),
                    "The measure."
                ),
                ToolParameter("category", .text(limit: 40), "Only papers of this category; cs takes all of cs.*."),
                ToolParameter("since", .integer(1900...2200, standard: nil), "Only this year and later."),
                ToolParameter("until", .integer(1900...2200, standard: nil), "Only this year and earlier."),
                Self.limit(1...100, 20, "papers"),
                ToolParameter("offset", .integer(0...10_000, standard: 0), "How many to leave out from the start."),
                Self.dateParameter,
            ],
            output: Schema.ranking
        ) { arguments in
            var request = RankWorks.Request()
            request.measure = RankWorks.Measure(rawValue: arguments.text("by") ?? "") ?? .pagerank
            request.category = arguments.text("category")
            (request.since, request.until) = (arguments.integer("since"), arguments.integer("until"))
            if let since = request.since, let until = request.until, since > until {
                throw ToolFailure("'since' is later than 'until'. Call again with the earlier year as 'since'.")
            }
            request.limit = arguments.integer("limit") ?? 20
            request.offset = arguments.integer("offset") ?? 0
            request.date = try arguments.date()
            let answer = try await queries.answer(request)
            return try ToolOutput(RankingJSON(answer, request), text: AnswerText.ranking(answer, request))
        }
    }

    var mainPath: Tool {
        Tool(
            "main_path",
            title: "How a topic grew",
            """
            The main path of a topic: from an old paper to a new one, each citing the one before, over the citations through which most \
            of the topic's knowledge came. The topic is what a query finds by all its words, or the group of a paper (see 'communities').
            """,
            parameters: [
                ToolParameter("query", .text(limit: 2000), "The topic, in the language of 'search'."),
                ToolParameter("paper", .text(limit: 300), "The topic: the group of this paper; instead of 'query'."),
                ToolParameter("level", .integer(1...6, standard: 1), "With 'paper': 1: its group, 2: a part of it."),
                Self.dateParameter,
            ],
            output: Schema.mainPath
        ) { arguments in
            let paper = try arguments.text("paper").map { try PaperIdentifier(argument: $0, of: "paper") }
            let topic: TraceMainPath.Topic
            switch (arguments.text("query"), paper) {
            case (let query?, nil): topic = .query(query)
            case (nil, let paper?): topic = .community(of: paper, level: arguments.integer("level") ?? 1)
            default: throw ToolFailure("Give 'query' or 'paper', one of them.")
            }
            var request = TraceMainPath.Request(of: topic)
            request.date = try arguments.date()
            let answer = try await queries.answer(request)
            return try ToolOutput(MainPathJSON(answer, request), text: AnswerText.mainPath(answer))
        }
    }
}
