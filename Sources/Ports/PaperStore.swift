public import Literature

/// Reads the truth: papers and citations. All methods are synchronous, thread-safe and see one consistent state each.
public protocol PaperStore: Sendable {
    /// The state of the truth: grows with every change.
    func changeCounter() throws -> Int64

    /// The work known by an identifier (any alias), or nil.
    func paper(_ identifier: PaperIdentifier) throws -> Paper?

    /// Works by several identifiers in one consistent state; the answer has the same order, nil for unknown ones.
    func papers(_ identifiers: [PaperIdentifier]) throws -> [Paper?]

    /// The works that a work cites (`.references`) or that cite it (`.citations`).
    ///
    /// - Parameters:
    ///   - order: which come first.
    ///   - offset: how many to leave out from the start.
    ///   - limit: how many to give at most.
    /// - Returns: nil when the work itself is unknown.
    func neighbours(
        of identifier: PaperIdentifier,
        _ direction: CitationDirection,
        by order: CitationOrder,
        offset: Int,
        limit: Int
    ) throws -> CitationPage?

    /// How many works of the library cite each of `identifiers`; 0 for unknown ones.
    func citationCounts(_ identifiers: [PaperIdentifier]) throws -> [Int]

    /// Counts over the whole library.
    func statistics() throws -> LibraryStatistics

    /// Every work in the order of its key in UTF-8 bytes, with what it cites; memory does not grow with the library.
    ///
    /// - Parameter selection: which works.
    func forEachPaper(in selection: PaperSelection, _ body: (Paper, [PaperReference]) throws -> Void) throws

    /// Every record of the works selected, as its source gave it, and every citation between two of them, work by work in
    /// the order of their keys: what a copy of that part of the library is made from.
    func forEachRecord(in selection: PaperSelection, _ body: (SourceRecord) throws -> Void) throws
}

extension PaperStore {
    /// The works that a work cites or that cite it, in the order of their identifiers.
    ///
    /// - Parameters:
    ///   - offset: how many to leave out from the start.
    ///   - limit: how many to give at most.
    /// - Returns: nil when the work itself is unknown.
    public func neighbours(
        of identifier: PaperIdentifier,
        _ direction: CitationDirection,
        offset: Int,
        limit: Int
    ) throws -> CitationPage? {
        try neighbours(of: identifier, direction, by: .identifier, offset: offset, limit: limit)
    }
}

/// Which of the works next to a work come first. Those that are equal follow in the order of their identifiers.
public enum CitationOrder: String, Hashable, Sendable, Codable, CaseIterable {
    /// By identifier.
    case identifier
    /// Those that most works of the library cite.
    case citations
    /// The newest; works without a year come last.
    case year
}

/// The two ways along a citation.
public enum CitationDirection: String, Hashable, Sendable, Codable {
    /// What the work cites.
    case references
    /// What cites the work.
    case citations
}

/// A page of neighbours.
public struct CitationPage: Hashable, Sendable, Codable {
    /// The work asked for.
    public var paper: Paper
    /// How many neighbours there are in all.
    public var total: Int
    /// The neighbours on this page.
    public var works: [Neighbour]

    /// A neighbour with what is known of it.
    public struct Neighbour: Hashable, Sendable, Codable {
        /// The neighbour.
        public var paper: Paper
        /// How many works of the library cite it.
        public var citationCount: Int
        /// The sources that state the citation.
        public var sources: [RecordSource]

        /// A neighbour.
        public init(paper: Paper, citationCount: Int, sources: [RecordSource]) {
            self.paper = paper
            self.citationCount = citationCount
            self.sources = sources
        }
    }

    /// A page.
    public init(paper: Paper, total: Int, works: [Neighbour]) {
        self.paper = paper
        self.total = total
        self.works = works
    }
}

/// Counts over a whole library.
public struct LibraryStatistics: Hashable, Sendable, Codable {
    /// Works with a record of their own.
    public var papers = 0
    /// Works that are only cited or citing.
    public var stubs = 0
    /// Distinct normalised author keys.
    public var authors = 0
    /// Distinct pairs of citing and cited work.
    public var citations = 0
    /// Works whose latest version is withdrawn.
    public var withdrawn = 0
    /// Works by arXiv category (each of a work's categories counts).
    public var categories: [String: Int] = [:]
    /// Works by year.
    public var years: [Int: Int] = [:]

    /// Nothing counted yet.
    public init() {}
}

/// Which works to take.
public struct PaperSelection: Hashable, Sendable {
    /// Only these works, when given.
    public var identifiers: [PaperIdentifier]?
    /// Only works in any of these categories (`hep-th`; an archive such as `cs` or `cs.*` takes all its classes).
    public var categories: [String] = []
    /// Only works of these years.
    public var years: ClosedRange<Int>?
    /// Also works that are only cited.
    public var includesStubs = true

    /// All works.
    public init() {}
}
