import Answers
import Engine
import Literature
import Ports

extension LibraryTools {
    var path: Tool {
        Tool(
            "path",
            title: "How two papers are linked",
            """
            The shortest ways from one paper to another along citations: how a result of one field reached another, or which papers connect \
            two lines of work.
            """,
            parameters: [
                ToolParameter("from", .text(limit: 300), "The paper where the ways start.", isRequired: true),
                ToolParameter("to", .text(limit: 300), "The paper where they end.", isRequired: true),
                ToolParameter("directed", .flag, "Only go from a work to those that it cites."),
                Self.limit(1...10, 1, "ways"), Self.dateParameter,
            ],
            output: Schema.path
        ) { arguments in
            var request = FindPaths.Request(from: try arguments.identifier("from"), to: try arguments.identifier("to"))
            request.isDirected = arguments.flag("directed")
            request.limit = arguments.integer("limit") ?? 1
            request.date = try arguments.date()
            let answer = try await queries.answer(request)
            return try ToolOutput(PathJSON(answer, request), text: AnswerText.path(answer, request))
        }
    }

    var neighbourhood: Tool {
        Tool(
            "neighbourhood",
            title: "The papers around papers",
            """
            The citation graph around papers, up to three citations deep: nodes and edges. Where there are more works than the limit, those \
            cited most are taken first.
            """,
            parameters: [
                Self.identifiers("papers", 1...10, "The papers in the centre."),
                ToolParameter("depth", .integer(0...3, standard: 1), "How many citations deep."),
                ToolParameter(
                    "direction",
                    .choice(ExploreNeighbourhood.Direction.allCases.map(\.rawValue), standard: "both"),
                    "references: what is cited; citations: what cites; or both."
                ),
                Self.limit(1...200, 50, "works"), Self.dateParameter,
            ],
            output: Schema.neighbourhood
        ) { arguments in
            var request = ExploreNeighbourhood.Request(around: try arguments.identifiers("papers"))
            request.depth = arguments.integer("depth") ?? 1
            request.direction = ExploreNeighbourhood.Direction(rawValue: arguments.text("direction") ?? "") ?? .both
            request.limit = arguments.integer("limit") ?? 50
            request.date = try arguments.date()
            let answer = try await queries.answer(request)
            return try ToolOutput(NeighbourhoodJSON(answer, request), text: AnswerText.neighbourhood(answer))
        }
    }

    var communities: Tool {
        Tool(
            "communities",
            title: "The fields of the library",
            """
            Groups of papers that cite each other, largest first: what each is about, its years and its most cited papers. With 'paper' only \
            the group of that paper; level 2 divides each group again.
            """,
            parameters: [
                ToolParameter("paper", .text(limit: 300), "Only the group of this paper."),
                ToolParameter("level", .integer(1...6, standard: 1), "1: groups, 2: the parts of each, and so on."),
                Self.limit(1...50, 10, "groups"),
                ToolParameter("papers", .integer(0...20, standard: 5), "How many papers of each."), Self.dateParameter,
            ],
            output: Schema.communities
        ) { arguments in
            var request = FindCommunities.Request()
            request.member = try arguments.text("paper").map { try PaperIdentifier(argument: $0, of: "paper") }
            request.level = arguments.integer("level") ?? 1
            request.limit = arguments.integer("limit") ?? 10
            request.workLimit = arguments.integer("papers") ?? 5
            request.date = try arguments.date()
            let answer = try await queries.answer(request)
            return try ToolOutput(CommunitiesJSON(answer, request), text: AnswerText.communities(answer))
        }
    }

    var trends: Tool {
        Tool(
            "trends",
            title: "What was written about, and when",
            """
            With 'phrase', 'category' or 'community_of': papers by year or month, the slope of their share and bursts. Without any of them: \
            phrases that were suddenly written about more than usual.
            """,
            parameters: [
                ToolParameter("phrase", .text(limit: 200), "Papers with this phrase in title or abstract."),
                ToolParameter("category", .text(limit: 40), "Papers of this category."),
                ToolParameter("community_of", .text(limit: 300), "Papers of the group of this paper; stands alone."),
                ToolParameter(
                    "by",
                    .choice(TimePeriod.allCases.map(\.rawValue), standard: "year"),
                    "How time is divided."
                ),
                ToolParameter("current", .flag, "Of phrases: only those whose burst lasts to the end."),
                Self.limit(1...100, 20, "phrases"), Self.dateParameter,
            ],
            output: Schema.trends
        ) { arguments in
            let period = TimePeriod(rawValue: arguments.text("by") ?? "") ?? .year
            let (phrase, category) = (arguments.text("phrase"), arguments.text("category"))
            let member = try arguments.text("community_of").map {
                try PaperIdentifier(argument: $0, of: "community_of")
            }
            if phrase == nil, category == nil, member == nil {
                return try await bursts(arguments, period)
            }
            if member != nil, phrase != nil || category != nil {
                throw ToolFailure("'community_of' stands alone. Call again without 'phrase' and 'category'.")
            }
            var request = FindTrends.Request()
            (request.phrase, request.category, request.communityOf) = (phrase, category, member)
            request.period = period
            request.date = try arguments.date()
            let answer = try await queries.answer(request)
            guard answer.papers > 0 else {
                throw ToolFailure(
                    "No dated paper has to do with that. Call 'search' to see what the library has, or try a shorter phrase."
                )
            }
            let json = SeriesJSON(answer, asOf: request.date, by: period.rawValue)
            return try ToolOutput(json, text: AnswerText.series(answer))
        }
    }

    private func bursts(_ arguments: ToolArguments, _ period: TimePeriod) async throws -> ToolOutput {
        var request = FindBursts.Request()
        request.limit = arguments.integer("limit") ?? 20
        request.isCurrent = arguments.flag("current")
        request.period = period
        request.date = try arguments.date()
        let answer = try await queries.answer(request)
        let json = BurstsJSON(answer, asOf: request.date, by: period.rawValue)
        return try ToolOutput(json, text: AnswerText.bursts(answer))
    }

    var recommend: Tool {
        Tool(
            "recommend",
            title: "Papers for a reading list",
            "Papers for somebody who likes some papers, and perhaps dislikes others, by walking the citation graph from them; with reasons.",
            parameters: [
                Self.identifiers("like", 1...50, "Papers liked."),
                Self.identifiers("unlike", 0...50, "Papers disliked: what lies near them is taken off."),
                Self.limit(1...50, 10, "papers"), Self.dateParameter,
            ],
            output: Schema.recommend
        ) { arguments in
            var request = RecommendPapers.Request(likes: try arguments.identifiers("like"))
            request.dislikes = try arguments.identifiers("unlike")
            request.limit = arguments.integer("limit") ?? 10
            request.date = try arguments.date()
            let answer = try await queries.answer(request)
            return try ToolOutput(RecommendJSON(answer, request), text: AnswerText.recommend(answer))
        }
    }

    var predict: Tool {
        Tool(
            "predict_links",
            title: "Citations that are likely missing",
            """
            What a paper, or a draft given by title, abstract and references, should cite and does not, with calibrated probabilities and \
            reasons that can be counted; for a paper also later papers that may have missed it. The first call reads the whole library and \
            takes some seconds.
            """,
            parameters: [
                ToolParameter(
                    "paper",
                    .text(limit: 300),
                    "A paper of the library; or leave it out and describe a draft."
                ),
                ToolParameter("title", .text(limit: 1000), "The draft's title."),
                ToolParameter("abstract", .text(limit: 20_000), "The draft's abstract."),
                Self.identifiers("references", 0...500, "What the draft cites already."),
                ToolParameter("hide_references", .flag, "Of a paper: go by text and authors only."),
                Self.limit(1...50, 10, "papers"),
            ],
            output: Schema.prediction
        ) { arguments in
            let answer = try await prediction(arguments, limit: arguments.integer("limit") ?? 10)
            let known = try predictions.papers(of: answer)
            return try ToolOutput(PredictionJSON(answer, known), text: AnswerText.prediction(answer, known))
        }
    }

    private func prediction(_ arguments: ToolArguments, limit: Int) async throws -> PredictLinks.Answer {
        if let text = arguments.text("paper") {
            let identifier = try PaperIdentifier(argument: text, of: "paper")
            let hides = arguments.flag("hide_references")
            guard let answer = try await predictions.answer(identifier, hidesReferences: hides, limit: limit) else {
                throw ToolFailure.unknown(identifier)
            }
            return answer
        }
        var draft = LinkDraft()
        draft.title = arguments.text("title") ?? ""
        draft.abstract = arguments.text("abstract") ?? ""
        let references = try arguments.identifiers("references")
        for (identifier, paper) in zip(references, try queries.stores.papers.papers(references)) {
            if let paper {
                draft.references.append(paper.identifier.description)
            } else {
                draft.unknown.append(identifier.description)
            }
        }
        guard !draft.title.isEmpty || !draft.abstract.isEmpty || !draft.references.isEmpty else {
            throw ToolFailure("Give 'paper', or a draft: at least one of 'title', 'abstract' and 'references'.")
        }
        return try await predictions.answer(draft, limit: limit)
    }
}
