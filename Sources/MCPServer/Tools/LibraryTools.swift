import Answers
public import Engine
import Literature
import Ports

/// The tools over a library: each asks the Engine one question and shows the answer.
public struct LibraryTools: Sendable {
    let queries: CachedQueries
    let predictions: LinkQuestions

    /// Tools over the library that `queries` asks.
    public init(_ queries: CachedQueries) {
        self.queries = queries
        predictions = LinkQuestions(queries)
    }

    /// All of them, in the order in which they are listed.
    public var all: [Tool] {
        [
            search, paper, citations, references, similar, path, neighbourhood, communities, rankPapers,
            mainPath, trends, recommend, predict, export, library,
        ]
    }
}

// MARK: Parameters that tools share

extension LibraryTools {
    static let paperParameter = ToolParameter(
        "paper",
        .text(limit: 300),
        "The paper: an arXiv identifier in any form (2401.12345, hep-th/9711200, an arxiv.org address), a DOI, s2:HASH or openalex:W1.",
        isRequired: true
    )

    static let dateParameter = ToolParameter(
        "as_of",
        .text(limit: 10),
        "See the citation graph as it was at the end of a year, month or day: 1999, 1999-06, 1999-06-30."
    )

    static func limit(_ range: ClosedRange<Int>, _ standard: Int, _ what: String) -> ToolParameter {
        ToolParameter("limit", .integer(range, standard: standard), "How many \(what) at most.")
    }

    static func identifiers(_ name: String, _ count: ClosedRange<Int>, _ summary: String) -> ToolParameter {
        ToolParameter(name, .list(count: count, limit: 300), summary, isRequired: count.lowerBound > 0)
    }
}

extension ToolArguments {
    /// The identifier given as a parameter that is required.
    func identifier(_ name: String = "paper") throws -> PaperIdentifier {
        try PaperIdentifier(argument: text(name) ?? "", of: name)
    }

    /// The identifiers in a list.
    func identifiers(_ name: String) throws -> [PaperIdentifier] {
        try list(name).map { try PaperIdentifier(argument: $0, of: name) }
    }

    /// The moment asked about.
    func date() throws -> SnapshotDate? {
        guard let text = text("as_of") else { return nil }
        guard let date = SnapshotDate(text) else {
            throw ToolFailure("'as_of' is no date: '\(text)'. Give a year, month or day: 1999, 1999-06, 1999-06-30.")
        }
        return date
    }
}

extension PaperIdentifier {
    /// An identifier given as an argument.
    ///
    /// - Throws: ``ToolFailure`` that says which forms there are.
    init(argument text: String, of name: String) throws {
        if let value = PaperIdentifier(text) {
            self = value
            return
        }
        throw ToolFailure(
            """
            '\(name)': '\(text.oneLine.prefix(100))' is no identifier. arXiv identifiers look like 2401.12345 or hep-th/9711200, DOIs \
            like 10.1103/PhysRevD.76.013009. If you only know a title, call 'search' first.
            """
        )
    }
}

extension ToolFailure {
    /// The library does not have a paper.
    static func unknown(_ identifier: PaperIdentifier) -> ToolFailure {
        ToolFailure(
            """
            \(identifier) is not in the library. Call 'search' with its title or authors to find it under another identifier; if it is \
            not there, it has to be fetched or imported first.
            """
        )
    }
}
