import Literature
public import Ports

/// What a paper cites and what cites it, as `cites` prints it: one direction or both.
public struct CitesJSON: Encodable, Sendable {
    struct Work: Encodable {
        var paper: PaperSummaryJSON
        var sources: [String]

        enum CodingKeys: String, CodingKey {
            case sources
        }

        func encode(to encoder: any Encoder) throws {
            try paper.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(sources, forKey: .sources)
        }
    }

    struct Side: Encodable {
        var total: Int
        var results: [Work]
    }

    var identifier: String
    var references: Side?
    var citations: Side?

    /// Nothing yet about a paper, named as it was asked for.
    public init(identifier: String) {
        self.identifier = identifier
    }

    /// Adds a page of one direction.
    public mutating func add(_ page: CitationPage, _ direction: CitationDirection) {
        let side = Side(
            total: page.total,
            results: page.works.map { work in
                Work(
                    paper: PaperSummaryJSON(work.paper, citationCount: work.citationCount),
                    sources: work.sources.map(\.name)
                )
            }
        )
        if direction == .references { references = side } else { citations = side }
    }
}
