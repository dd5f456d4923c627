public import Literature

/// How papers are ranked.
public enum SearchMode: String, Hashable, Sendable, Codable, CaseIterable {
    /// By words, meaning and citations together.
    case hybrid
    /// By words.
    case lexical
    /// By meaning.
    case semantic
}

/// A search as a face passes it on.
public struct SearchRequest: Hashable, Sendable, Codable {
    /// What the user typed, in the language of `QueryParser`.
    public var text: String
    /// How to rank.
    public var mode = SearchMode.hybrid
    /// How many results at most.
    public var limit = 10
    /// How many results to leave out from the start.
    public var offset = 0
    /// Categories of which a paper must have one, besides those in the text.
    public var categories: [String] = []
    /// Authors that a paper must have, besides those in the text.
    public var authors: [String] = []
    /// Papers whose likes are asked for, besides those in the text.
    public var likes: [PaperIdentifier] = []
    /// The first year.
    public var since: Int?
    /// The last year.
    public var until: Int?
    /// Whether results say why they rank where they do.
    public var explains = false

    /// A search for `text`.
    public init(text: String) {
        self.text = text
    }
}
