import Literature
public import Ports

/// A paper on a shelf: as in other lists, and since when it has been there.
public struct ShelfPaperJSON: Encodable, Sendable {
    var paper: PaperSummaryJSON
    var isInLibrary: Bool
    var filedAs: String
    var added: String

    enum CodingKeys: String, CodingKey {
        case isInLibrary = "in_library"
        case filedAs = "filed_as"
        case added
    }

    /// A paper in its place; one that the library does not have has nothing but its identifier.
    public init(_ item: ShelfPage.Item) {
        paper = PaperSummaryJSON(
            item.paper ?? Paper(identifier: item.entry.identifier, merging: []),
            citationCount: item.citationCount
        )
        isInLibrary = item.paper != nil
        filedAs = item.entry.identifier.description
        added = item.entry.added.description
    }

    /// Writes the paper's keys and the shelf's.
    public func encode(to encoder: any Encoder) throws {
        try paper.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isInLibrary, forKey: .isInLibrary)
        try container.encode(filedAs, forKey: .filedAs)
        try container.encode(added, forKey: .added)
    }
}
