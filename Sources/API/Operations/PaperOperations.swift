import Answers
import Engine
import Formats
import HTTPTypes
import Literature
import Ports

/// Papers: one, some, lists of them, and what they cite.
enum PaperOperations {
    static var all: [Operation] { [list, one, batch, citations, references, history, exportOne, exportSome] }

    private static let list = Operation(
        method: .get,
        path: PathPattern("/api/papers"),
        name: "listPapers",
        summary: "Papers that match a query and filters, or all of them, a page at a time.",
        group: .papers,
        parameters: [
            .query("q", .string(0...1000, example: "supersymmetry"), "A query; see searches."),
            .repeated("category", .string(1...64, example: "hep-th"), "Only this category; `cs` takes all of `cs.*`."),
            .repeated("author", .string(1...200), "Only papers of this author."),
            .query("year_from", .integer(1900...2200), "Only this year and later."),
            .query("year_to", .integer(1900...2200), "Only this year and earlier."),
            .limit(),
            .query("cursor", .string(1...64), "Where to go on: `next_cursor` of the page before."),
        ],
        answers: [.json(.named("PaperList"), "A page of papers.")],
        isSettled: true
    ) { call in
        var request = SearchRequest(text: call.arguments.text("q") ?? "")
        request.mode = .lexical
        request.categories = call.arguments.texts("category")
        request.authors = call.arguments.texts("author")
        request.since = call.arguments.integer("year_from")
        request.until = call.arguments.integer("year_to")
        request.limit = call.limit
        request.offset = try PageCursor.offset(call.arguments.text("cursor"))
        // Without any condition all papers are meant: those of every year.
        if request.text.isEmpty, request.categories.isEmpty, request.authors.isEmpty, request.since == nil,
            request.until == nil
        {
            request.since = 0
        }
        let answer = try await call.answer(SearchQuery(request))
        return try .json(PaperListJSON(answer, request), isSettled: answer.behind.isEmpty)
    }

    private static let one = Operation(
        method: .get,
        path: PathPattern("/api/papers/{id}"),
        name: "getPaper",
        summary: "A paper with everything that is known of it.",
        group: .papers,
        parameters: [.paper],
        answers: [.json(.named("Paper"), "The paper.")],
        isSettled: true
    ) { call in
        let paper = try call.paper()
        guard let found = try await call.answer(ShowQuery(paper)) else { throw Problem.unknown(paper) }
        try call.checkVersion(found.paper)
        return try .json(
            PaperJSON(found.paper, citationCount: found.citationCount, referenceCount: found.referenceCount)
        )
    }

    private static let batch = Operation(
        method: .post,
        path: PathPattern("/api/papers/batch"),
        name: "getPapers",
        summary: "Several papers at once.",
        group: .papers,
        body: .record([.required("ids", .array(.paper, 1...500), "The papers.")]),
        answers: [.json(.named("PaperBatch"), "Those that the library has, in the order asked for.")]
    ) { call in
        var answer = PaperBatchJSON()
        for (text, paper) in zip(call.arguments.texts("ids"), try call.arguments.papers("ids")) {
            if let found = try await call.answer(ShowQuery(paper)) {
                let (citations, references) = (found.citationCount, found.referenceCount)
                answer.papers.append(PaperJSON(found.paper, citationCount: citations, referenceCount: references))
            } else {
                answer.missing.append(text)
            }
        }
        return try .json(answer)
    }

    // MARK: Citations

    private static let citations = neighbours(
        "/api/papers/{id}/citations",
        "listCitations",
        "The works that cite a paper.",
        .citations
    )
    private static let references = neighbours(
        "/api/papers/{id}/references",
        "listReferences",
        "The works that a paper cites.",
        .references
    )

    private static func neighbours(
        _ path: String,
        _ name: String,
        _ summary: String,
        _ direction: CitationDirection
    ) -> Operation {
        Operation(
            method: .get,
            path: PathPattern(path),
            name: name,
            summary: summary,
            group: .papers,
            parameters: [
                .paper, .limit(upTo: 500), .offset,
                .query(
                    "sort",
                    .choice(CitationOrder.allCases.map(\.rawValue)),
                    "Which come first: by identifier, the most cited, or the newest.",
                    default: .string(CitationOrder.identifier.rawValue)
                ),
            ],
            answers: [.json(.named("Citations"), "A page of works.")],
            isSettled: true
        ) { call in
            let paper = try call.paper()
            let order = call.arguments.text("sort").flatMap(CitationOrder.init) ?? .identifier
            let query = CitesQuery(paper, direction, by: order, offset: call.offset, limit: call.limit)
            guard let page = try await call.answer(query) else { throw Problem.unknown(paper) }
            var answer = CitesJSON(identifier: paper.description)
            answer.add(page, direction)
            return try .json(answer)
        }
    }

    private static let history = Operation(
        method: .get,
        path: PathPattern("/api/papers/{id}/history"),
        name: "getHistory",
        summary: "How many works of each year cite a paper.",
        group: .papers,
        parameters: [.paper],
        answers: [.json(.named("History"), "Citations by year; works without a year are left out.")],
        isSettled: true
    ) { call in
        let paper = try call.paper()
        guard let page = try await call.answer(CitesQuery(paper, .citations, offset: 0, limit: 100_000)) else {
            throw Problem.unknown(paper)
        }
        var years: [String: Int] = [:]
        for work in page.works { if let year = work.paper.year { years[String(year), default: 0] += 1 } }
        return try .json(HistoryJSON(identifier: paper.description, total: page.total, years: years))
    }

    // MARK: Export

    private static let formats: [(name: String, format: ExportFormat, type: String)] = [
        ("bibtex", .bibtex, "application/x-bibtex"), ("ris", .ris, "application/x-research-info-systems"),
        ("csl-json", .cslJSON, "application/vnd.citationstyles.csl+json"),
    ]
    static let formatRule = Schema.choice(formats.map(\.name))
    static let exported = Operation.Outcome(
        status: .ok,
        summary: "The papers in the format asked for.",
        content: formats.map { ($0.type, $0.name == "csl-json" ? Schema.list(.any) : Schema.string) }
    )

    private static let exportOne = Operation(
        method: .get,
        path: PathPattern("/api/papers/{id}/export"),
        name: "exportPaper",
        summary: "A paper for bibliographies.",
        group: .papers,
        parameters: [.paper, .query("format", formatRule, "The format.", default: .string("bibtex"))],
        answers: [exported],
        isSettled: true
    ) { call in
        try export([try call.paper()], call)
    }

    private static let exportSome = Operation(
        method: .post,
        path: PathPattern("/api/export"),
        name: "exportPapers",
        summary: "Several papers for bibliographies.",
        group: .papers,
        body: .record([
            .required("ids", .array(.paper, 1...1000), "The papers."), .optional("format", formatRule, "The format."),
        ]),
        answers: [exported]
    ) { call in
        try export(try call.arguments.papers("ids"), call)
    }

    /// Papers in the format asked for.
    static func export(_ papers: [PaperIdentifier], _ call: Call) throws -> Reply {
        let name = call.arguments.text("format") ?? "bibtex"
        guard let chosen = formats.first(where: { $0.name == name }) else {
            throw Problem.wrong("format", "there is no such format")
        }
        let store = call.services.queries.stores.papers
        if let missing = try zip(papers, store.papers(papers)).first(where: { $1 == nil }) {
            throw Problem.unknown(missing.0)
        }
        var selection = PaperSelection()
        selection.identifiers = papers
        let buffer = OutputBuffer()
        _ = try ExportPapers(papers: store)(chosen.format, of: selection, to: buffer)
        return Reply(.bytes(Array(buffer.bytes), type: chosen.type))
    }
}

extension Problem {
    /// A paper that the library does not have.
    static func unknown(_ paper: PaperIdentifier) -> Problem { .notFound("\(paper) is not in the library") }
}

extension Call {
    /// The paper in the path.
    func paper() throws -> PaperIdentifier {
        guard let paper = try arguments.paper("id") else { throw Problem.wrong("id", "it is missing") }
        return paper
    }

    /// Refuses a version that the paper named in the path does not have.
    func checkVersion(_ paper: Paper) throws {
        guard let version = arguments.text("id").flatMap({ ArxivID($0)?.version }),
            let latest = paper.versions.last?.number,
            !paper.versions.contains(where: { $0.number == version })
        else { return }
        throw Problem.notFound("\(paper.identifier) has no version \(version); the latest known is v\(latest)")
    }
}

/// Places in lists, as clients send them back.
enum PageCursor {
    private static let greatest = 10_000

    /// How many results a cursor leaves out.
    static func offset(_ cursor: String?) throws -> Int {
        guard let cursor else { return 0 }
        guard cursor.hasPrefix("o"), let offset = Int(cursor.dropFirst()), (0...greatest).contains(offset) else {
            throw Problem.wrong("cursor", "it must be a next_cursor of an answer")
        }
        return offset
    }

    /// The cursor that leaves out so many results; nil when there are no more.
    static func next(_ offset: Int, of total: Int) -> String? {
        offset < total && offset <= greatest ? "o\(offset)" : nil
    }
}

/// A page of papers.
private struct PaperListJSON: Encodable {
    var papers: [PaperSummaryJSON]
    var total: Int
    var next_cursor: Nullable<String>

    init(_ answer: SearchAnswer, _ request: SearchRequest) {
        papers = answer.results.map { PaperSummaryJSON($0.paper, citationCount: $0.citationCount) }
        total = answer.total
        let end = request.offset + answer.results.count
        next_cursor = Nullable(answer.results.isEmpty ? nil : PageCursor.next(end, of: answer.total))
    }
}

/// Several papers.
private struct PaperBatchJSON: Encodable {
    var papers: [PaperJSON] = []
    var missing: [String] = []
}

/// Citations by year.
private struct HistoryJSON: Encodable {
    var identifier: String
    var total: Int
    var years: [String: Int]
}
