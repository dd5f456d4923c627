public import Literature

/// Tells what changed in the truth, so that answers which were kept can be ended where they have to be, and only there.
public protocol ChangeFeed: Sendable {
    /// The random name that a library got when it was made; a copy of its folder keeps it.
    func identity() throws -> String

    /// The last change of the truth.
    ///
    /// Meant to be asked before every answer: as long as nothing was written it costs a microsecond or two.
    func latestChange() throws -> ChangeMark

    /// What changed after a state, up to now, in one consistent state.
    ///
    /// - Parameters:
    ///   - mark: the state; nil for one of which nothing is known.
    ///   - limit: how many works and neighbours of works are named at most; when more changed, none is.
    func changes(after mark: ChangeMark?, limit: Int) throws -> ChangeSummary
}

/// A state of the truth: its change counter, and which rows that change touched, by which two libraries that grew out of
/// copies of one are told apart.
public struct ChangeMark: Hashable, Sendable, Codable, LosslessStringConvertible {
    /// The change counter.
    public var counter: Int64
    /// The first row that the change touched; 0 when there was none yet.
    public var first: Int64
    /// The last row that the change touched.
    public var last: Int64

    /// A state.
    public init(counter: Int64, first: Int64, last: Int64) {
        self.counter = counter
        self.first = first
        self.last = last
    }

    /// Reads what ``description`` writes.
    public init?(_ description: String) {
        let parts = description.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { Int64(String(Substring($0))) }
        guard parts.count == 3, let counter = parts[0], let first = parts[1], let last = parts[2] else { return nil }
        self.init(counter: counter, first: first, last: last)
    }

    /// Counter and rows, separated by colons.
    public var description: String { "\(counter):\(first):\(last)" }
}

/// What changed between two states of the truth.
public struct ChangeSummary: Hashable, Sendable {
    /// A work of which something changed: a record, a citation from it or to it, which identifiers name it.
    public struct Work: Hashable, Sendable {
        /// Every identifier by which the work may have been asked for, before or after.
        public var names: [PaperIdentifier]
        /// The normalised keys of its authors, as they are now.
        public var authors: [String]
        /// Its categories, as they are now.
        public var categories: [String]

        /// A work.
        public init(names: [PaperIdentifier], authors: [String] = [], categories: [String] = []) {
            self.names = names
            self.authors = authors
            self.categories = categories
        }
    }

    /// The state up to which this tells.
    public var mark: ChangeMark
    /// The works that changed. Nil: anything may have changed, because there is more than was asked for, or because the library
    /// is no later state of the one asked about.
    public var works: [Work]?
    /// Identifiers of the works that cite a changed one or are cited by it: lists of their neighbours show what changed.
    public var neighbours: [PaperIdentifier]
    /// Whether the record of any work changed.
    public var textsChanged: Bool
    /// Whether any citation changed, or which identifiers name one work.
    public var citationsChanged: Bool
    /// Whether a work lost an author or a category, so that lists of those no longer hold.
    public var membershipsLost: Bool

    /// A summary that tells everything.
    public init(
        mark: ChangeMark,
        works: [Work]? = nil,
        neighbours: [PaperIdentifier] = [],
        textsChanged: Bool = true,
        citationsChanged: Bool = true,
        membershipsLost: Bool = true
    ) {
        self.mark = mark
        self.works = works
        self.neighbours = neighbours
        self.textsChanged = textsChanged
        self.citationsChanged = citationsChanged
        self.membershipsLost = membershipsLost
    }
}
