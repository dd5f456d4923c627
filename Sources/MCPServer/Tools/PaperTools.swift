import Answers
import Engine
import Formats
import Literature
import Ports

extension LibraryTools {
    var search: Tool {
        Tool(
            "search",
            title: "Search papers",
            """
            Find papers of the library by words, meaning, authors, categories, years or identifier, best first. The query has a \
            language: "exact phrase", -without, author:witten, title:brane, cat:hep-th, year:1995..1997, cites:ID, refs:ID, like:ID, OR. \
            Every result says how it ranks by words, by meaning and by citations.
            """,
            parameters: [
                ToolParameter("query", .text(limit: 2000), "What to look for.", isRequired: true),
                ToolParameter(
                    "mode",
                    .choice(SearchMode.allCases.map(\.rawValue), standard: SearchMode.hybrid.rawValue),
                    "hybrid ranks by words, meaning and citations; lexical by words alone; semantic by meaning alone."
                ),
                Self.limit(1...50, 10, "papers"),
                ToolParameter(
                    "offset",
                    .integer(0...10_000, standard: 0),
                    "How many papers to leave out from the start."
                ),
                ToolParameter(
                    "categories",
                    .list(count: 0...20, limit: 40),
                    "Only papers in one of these: hep-th; math takes all classes of math."
                ),
                ToolParameter("authors", .list(count: 0...10, limit: 200), "Only papers by all of these authors."),
                ToolParameter("since", .integer(1900...2200, standard: nil), "Only this year and later."),
                ToolParameter("until", .integer(1900...2200, standard: nil), "Only this year and earlier."),
                ToolParameter("explain", .flag, "Say of every result why it ranks where it does."),
            ],
            output: Schema.search
        ) { arguments in
            var request = SearchRequest(text: arguments.text("query") ?? "")
            request.mode = SearchMode(rawValue: arguments.text("mode") ?? "") ?? .hybrid
            request.limit = arguments.integer("limit") ?? 10
            request.offset = arguments.integer("offset") ?? 0
            request.categories = arguments.list("categories")
            request.authors = arguments.list("authors")
            request.since = arguments.integer("since")
            request.until = arguments.integer("until")
            request.explains = arguments.flag("explain")
            let clock = ContinuousClock()
            let start = clock.now
            var answer = try await queries.answer(SearchQuery(request))
            answer.duration = clock.now - start
            return try ToolOutput(SearchJSON(request.text, answer), text: AnswerText.search(answer))
        }
    }

    var paper: Tool {
        Tool(
            "get_paper",
            title: "Read a paper's record",
            """
            Everything the library knows about one paper: title, authors, abstract, categories, versions, whether it was withdrawn, journal, \
            DOI, how often it is cited here, and its address at arXiv.
            """,
            parameters: [Self.paperParameter],
            output: Schema.paper
        ) { arguments in
            let identifier = try arguments.identifier()
            guard let found = try await queries.answer(ShowQuery(identifier)) else {
                throw ToolFailure.unknown(identifier)
            }
            let json = PaperJSON(found.paper, citationCount: found.citationCount, referenceCount: found.referenceCount)
            return try ToolOutput(json, text: AnswerText.paper(found))
        }
    }

    var citations: Tool {
        neighbours(
            "citations",
            .citations,
            title: "What cites a paper",
            """
            The works of the library that cite a paper, with how often each is cited itself; sort by citations to see the most \
            important first. Page with limit and offset.
            """,
            output: Schema.citations
        )
    }

    var references: Tool {
        neighbours(
            "references",
            .references,
            title: "What a paper cites",
            """
            The works that a paper cites. Works marked as stubs are known only from citations: the library has no record of them. Page \
            with limit and offset.
            """,
            output: Schema.references
        )
    }

    private func neighbours(
        _ name: String,
        _ direction: CitationDirection,
        title: String,
        _ summary: String,
        output: JSONValue
    ) -> Tool {
        Tool(
            name,
            title: title,
            summary,
            parameters: [
                Self.paperParameter, Self.limit(1...100, 25, "works"),
                ToolParameter(
                    "sort",
                    .choice(CitationOrder.allCases.map(\.rawValue), standard: CitationOrder.identifier.rawValue),
                    "Which come first: by identifier, the most cited (citations), or the newest (year)."
                ),
                ToolParameter(
                    "offset",
                    .integer(0...1_000_000, standard: 0),
                    "How many works to leave out from the start."
                ),
            ],
            output: output
        ) { arguments in
            let identifier = try arguments.identifier()
            let offset = arguments.integer("offset") ?? 0
            let query = CitesQuery(
                identifier,
                direction,
                by: arguments.text("sort").flatMap(CitationOrder.init) ?? .identifier,
                offset: offset,
                limit: arguments.integer("limit") ?? 25
            )
            guard let page = try await queries.answer(query) else { throw ToolFailure.unknown(identifier) }
            var json = CitesJSON(identifier: identifier.description)
            json.add(page, direction)
            return try ToolOutput(json, text: AnswerText.neighbours(page, direction, offset: offset))
        }
    }

    var similar: Tool {
        Tool(
            "similar",
            title: "Papers like a paper",
            """
            Papers that are like one: near in meaning, citing the same works, cited by the same works. Each says how much of each there is.
            """,
            parameters: [Self.paperParameter, Self.limit(1...50, 10, "papers")],
            output: Schema.similar
        ) { arguments in
            let identifier = try arguments.identifier()
            let query = SimilarQuery(identifier, limit: arguments.integer("limit") ?? 10)
            guard let answer = try await queries.answer(query) else { throw ToolFailure.unknown(identifier) }
            return try ToolOutput(SimilarJSON(answer), text: AnswerText.similar(answer))
        }
    }

    var library: Tool {
        Tool(
            "library",
            title: "What the library holds",
            "How many papers, authors and citations the library has, by category and year. Call it first to see what can be found here.",
            parameters: [],
            output: Schema.library
        ) { _ in
            let statistics = try await queries.answer(StatisticsQuery())
            return try ToolOutput(LibraryJSON(statistics), text: AnswerText.library(statistics))
        }
    }

    var export: Tool {
        Tool(
            "export",
            title: "Export a bibliography",
            "Records of papers as BibTeX, RIS or CSL-JSON, for a manuscript or a reference manager.",
            parameters: [
                Self.identifiers("papers", 1...100, "The papers, by any of their identifiers."),
                ToolParameter(
                    "format",
                    .choice(["bibtex", "ris", "csl-json"], standard: "bibtex"),
                    "The format."
                ),
            ],
            output: Schema.export
        ) { arguments in
            let identifiers = try arguments.identifiers("papers")
            let format = ExportFormat(rawValue: arguments.text("format") ?? "") ?? .bibtex
            let papers = queries.stores.papers
            let found = try papers.papers(identifiers)
            let missing = zip(identifiers, found).filter { $1 == nil }.map(\.0.description)
            var selection = PaperSelection()
            selection.identifiers = found.compactMap { $0?.identifier }
            guard selection.identifiers?.isEmpty == false else { throw ToolFailure.unknown(identifiers[0]) }
            let output = OutputBuffer()
            let count = try ExportPapers(papers: papers)(format, of: selection, to: output)
            let content = String(decoding: output.bytes, as: UTF8.self)
            let json = ExportJSON(format: format.rawValue, papers: count, missing: missing, content: content)
            return try ToolOutput(json, text: AnswerText.export(json))
        }
    }
}
