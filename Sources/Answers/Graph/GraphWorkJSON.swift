public import Engine
import Literature

/// A work of the citation graph: a paper as in lists, or what is left of one that the library has no more.
public struct GraphWorkJSON: Encodable, Sendable {
    private var summary: PaperSummaryJSON?
    private var identifier: String
    private var citationCount: Int

    enum CodingKeys: String, CodingKey {
        case identifier
        case citationCount = "citation_count"
    }

    /// A work.
    public init(_ work: GraphWork) {
        summary = work.paper.map { PaperSummaryJSON($0, citationCount: work.citationCount) }
        identifier = work.key
        citationCount = work.citationCount
    }

    /// Writes the paper, or its identifier and citations alone.
    public func encode(to encoder: any Encoder) throws {
        try summary?.encode(to: encoder)
        guard summary == nil else { return }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(identifier, forKey: .identifier)
        try container.encode(citationCount, forKey: .citationCount)
    }
}
