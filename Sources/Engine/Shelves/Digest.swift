public import Literature
public import Ports

/// What is new for the watches of a user.
public struct Digest: Hashable, Sendable {
    /// A paper that is news.
    public struct Item: Hashable, Sendable {
        /// The paper.
        public var paper: Paper
        /// How many works of the library cite it.
        public var citationCount: Int
        /// Whether the library did not describe it before.
        public var isNew: Bool
        /// What changed of a paper that it described before: `version`, `withdrawal`, `publication`, `text`, `identity`.
        public var changes: [String]
    }

    /// The news of one watch.
    public struct Section: Hashable, Sendable {
        /// The watch, as it was before it was marked.
        public var watch: Watch
        /// How many papers are new.
        public var newCount: Int
        /// How many papers changed.
        public var updatedCount: Int
        /// New papers first, then changed ones; the newest first in each; no more than were asked for.
        public var items: [Item]
        /// The state of the library up to which this tells; what marks these news, and no more, as seen.
        public var mark: ChangeMark
        /// Parts of the index that are behind the library, so that news may be missing; they will be told later.
        public var behind: [IndexPart]
        /// Why the watch cannot be answered, such as a query that this version does not understand.
        public var failure: String?
    }

    /// The watches in the order of their names.
    public var sections: [Section]
    /// Whether the news were marked as seen.
    public var isMarked: Bool
}
