public import Literature

/// A saved search that tells what is new since it was last looked at.
public struct Watch: Hashable, Sendable {
    /// Which papers it takes.
    public enum Mode: String, Hashable, Sendable, CaseIterable, Codable {
        /// Every paper that matches by words and conditions.
        case lexical
        /// The papers that rank best by meaning.
        case semantic
        /// The papers that rank best by words, meaning and citations together.
        case hybrid
    }

    /// How many watches there may be.
    public static let limit = 1_000
    /// How many of the best papers a watch by rank may take.
    public static let places = 1...1_000

    /// The name.
    public var name: ShelfName
    /// What is searched for, in the language of searches.
    public var query: String
    /// Which papers it takes.
    public var mode: Mode
    /// How many of the best papers it takes, when it goes by rank.
    public var depth: Int
    /// When it was made.
    public var created: Timestamp
    /// When the user last marked what it found as seen.
    public var marked: Timestamp
    /// The state of the library up to which the user has seen what it found.
    public var mark: ChangeMark

    /// A watch.
    public init(
        name: ShelfName,
        query: String,
        mode: Mode,
        depth: Int,
        created: Timestamp,
        marked: Timestamp,
        mark: ChangeMark
    ) {
        self.name = name
        self.query = query
        self.mode = mode
        self.depth = depth
        self.created = created
        self.marked = marked
        self.mark = mark
    }
}
