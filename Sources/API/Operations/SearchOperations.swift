import Answers
import Engine
import Foundation
import HTTPTypes
import Literature
import Ports

/// Searches: by words, by meaning, by both; papers like one; what a beginning may become.
enum SearchOperations {
    static var all: [Operation] {
        SearchMode.allCases.flatMap { [asked($0), posted($0)] } + [similar, similarPosted, complete]
    }

    // MARK: Searching

    private static let query = Schema.string(1...2000, example: "large N limit superconformal")
    private static let year = Schema.integer(1900...2200)

    private static func summary(_ mode: SearchMode) -> String {
        switch mode {
        case .lexical: "Searches by words."
        case .semantic: "Searches by meaning."
        case .hybrid: "Searches by words, meaning and citations together."
        }
    }

    private static func asked(_ mode: SearchMode) -> Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/search/\(mode.rawValue)"),
            name: "search\(mode.rawValue.capitalized)",
            summary: summary(mode),
            group: .search,
            parameters: [
                .required(
                    "q",
                    query,
                    "Words, \"phrases\", -excluded, author:, cat:, year:1997..2001, cites:ID and more."
                ),
                .limit(10), .offset,
                .repeated(
                    "category",
                    .string(1...64, example: "hep-th"),
                    "Only this category; `cs` takes all of `cs.*`."
                ),
                .repeated("author", .string(1...200), "Only papers of this author."),
                .query("since", year, "Only this year and later."),
                .query("until", year, "Only this year and earlier."),
                .query(
                    "explain",
                    .boolean,
                    "Whether results say why they rank where they do.",
                    default: .boolean(false)
                ),
            ],
            answers: [.json(.named("SearchAnswer"), "The best papers.")],
            isSettled: true
        ) { call in
            try await search(call.arguments.text("q") ?? "", mode, call)
        }
    }

    private static func posted(_ mode: SearchMode) -> Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/search/\(mode.rawValue)"),
            name: "search\(mode.rawValue.capitalized)ByBody",
            summary: summary(mode),
            group: .search,
            body: .object(
                Schema.ObjectRule(
                    members: [
                        .optional("q", query, "The query."),
                        .optional("query", query, "The same under its older name."),
                        .optional("limit", .integer(1...100), "How many at most; 10."),
                        .optional("offset", .integer(0...10_000), "How many to leave out from the start."),
                        .optional("category", .array(.string(1...64), 0...20), "Only these categories."),
                        .optional("author", .array(.string(1...200), 0...20), "Only papers of these authors."),
                        .optional("since", year, "Only this year and later."),
                        .optional("until", year, "Only this year and earlier."),
                        .optional("explain", .boolean, "Whether results say why they rank where they do."),
                    ],
                    needsOneOf: ["q", "query"]
                )
            ),
            answers: [.json(.named("SearchAnswer"), "The best papers.")]
        ) { call in
            try await search(call.arguments.text("q") ?? call.arguments.text("query") ?? "", mode, call)
        }
    }

    private static func search(_ text: String, _ mode: SearchMode, _ call: Call) async throws -> Reply {
        let clock = ContinuousClock()
        let start = clock.now
        var request = SearchRequest(text: text)
        request.mode = mode
        request.limit = call.arguments.integer("limit") ?? 10
        request.offset = call.offset
        request.categories = call.arguments.texts("category")
        request.authors = call.arguments.texts("author")
        request.since = call.arguments.integer("since")
        request.until = call.arguments.integer("until")
        request.explains = call.arguments.flag("explain")
        var answer = try await call.answer(SearchQuery(request))
        answer.duration = clock.now - start
        return try .json(SearchJSON(text, answer), isSettled: answer.behind.isEmpty)
    }

    // MARK: Likeness

    private static let similar = Operation(
        method: .get,
        path: PathPattern("/api/search/similar/{id}"),
        name: "listSimilar",
        summary: "Papers like one, with reasons.",
        group: .search,
        parameters: [.paper, .limit(10)],
        answers: [.json(.named("Similar"), "The papers most like it.")],
        isSettled: true
    ) { call in
        try await similar(to: try call.paper(), call)
    }

    private static let similarPosted = Operation(
        method: .post,
        path: PathPattern("/api/search/similar"),
        name: "listSimilarByBody",
        summary: "Papers like one, with reasons.",
        group: .search,
        body: .record([
            .required("paper_id", .paper, "The paper."), .optional("limit", .integer(1...100), "How many at most; 10."),
        ]),
        answers: [.json(.named("Similar"), "The papers most like it.")]
    ) { call in
        guard let paper = try call.arguments.paper("paper_id") else { throw Problem.wrong("paper_id", "it is missing") }
        return try await similar(to: paper, call)
    }

    private static func similar(to paper: PaperIdentifier, _ call: Call) async throws -> Reply {
        let query = SimilarQuery(paper, limit: call.arguments.integer("limit") ?? 10)
        guard let answer = try await call.answer(query) else { throw Problem.unknown(paper) }
        return try .json(SimilarJSON(answer), isSettled: answer.behind.isEmpty)
    }

    // MARK: Completion

    private static let complete = Operation(
        method: .get,
        path: PathPattern("/api/search/complete"),
        name: "complete",
        summary: "What the beginning of a query may become: titles, authors and categories of the library.",
        group: .search,
        parameters: [
            .required("q", .string(1...200, example: "supercond"), "What was typed so far."), .limit(8, upTo: 20),
        ],
        answers: [.json(.named("Completions"), "The likeliest first.")],
        isSettled: true
    ) { call in
        let finder = CompletionFinder(
            typed: call.arguments.text("q") ?? "",
            limit: call.arguments.integer("limit") ?? 8
        )
        return try .json(CompletionsJSON(completions: try await finder.find(call)))
    }
}

/// What the beginning of a query may become.
private struct CompletionsJSON: Encodable {
    var completions: [Completion]
}

/// One of the things that a beginning may become.
private struct Completion: Encodable {
    var text: String
    var kind: String
    var id: String?
}

/// Finds what the beginning of a query may become.
private struct CompletionFinder {
    let typed: String
    let limit: Int

    /// The word that is being typed, without what has a meaning in queries.
    private var lastWord: String {
        let word = typed.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
        return word.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" || $0 == "'" }
    }

    func find(_ call: Call) async throws -> [Completion] {
        let word = lastWord
        guard !word.isEmpty else { return [] }
        let statistics = try await call.answer(StatisticsQuery())
        let categories = statistics.categories.filter { $0.key.lowercased().hasPrefix(word) }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .prefix(2).map { Completion(text: $0.key, kind: "category") }
        let found = try await papers(call)
        let authors = Self.authors(found, beginningWith: word).prefix(3).map { Completion(text: $0, kind: "author") }
        let titles = found.compactMap { result in
            result.paper.title.map { Completion(text: $0, kind: "title", id: result.paper.identifier.description) }
        }
        let others = categories + authors
        return Array(others + titles.prefix(max(1, limit - others.count))).prefix(limit).map(\.self)
    }

    /// Papers with the words before, and one that begins like the last.
    private func papers(_ call: Call) async throws -> [SearchAnswer.Result] {
        let words = typed.split(whereSeparator: \.isWhitespace).map {
            $0.filter { $0.isLetter || $0.isNumber || $0 == "-" }
        }
        .filter { !$0.isEmpty }
        guard let last = words.last else { return [] }
        // The beginning of a word needs some letters before it says anything.
        let end = last.count >= 3 ? last + "*" : last
        var request = SearchRequest(text: (words.dropLast() + [end]).joined(separator: " "))
        request.mode = .lexical
        request.limit = 20
        return try await call.answer(SearchQuery(request)).results
    }

    /// The authors of papers whose family name begins so, those of most papers first.
    private static func authors(_ results: [SearchAnswer.Result], beginningWith word: String) -> [String] {
        var counts: [String: Int] = [:]
        for author in results.flatMap(\.paper.authors) where author.family.lowercased().hasPrefix(word) {
            counts[author.name, default: 0] += 1
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
}
