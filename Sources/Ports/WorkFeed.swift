public import Literature

/// What builders of derived files read: the truth as a whole, or what changed since a state of it.
public protocol WorkFeed: Sendable {
    /// A name that no other library has: a derived file of one library says nothing about another.
    func libraryIdentity() throws -> String

    /// The state of the truth: grows with every change.
    func changeCounter() throws -> Int64

    /// Every described work, or those touched after a change; one consistent state, memory does not grow with the library.
    ///
    /// - Parameters:
    ///   - counter: a state of the truth from which only the changes are wanted; nil for everything.
    ///   - body: called for each; an identifier under which no described work is filed (any more) comes without a paper.
    /// - Returns: the state that was read.
    func forEachWork(changedAfter counter: Int64?, _ body: (PaperIdentifier, Paper?) throws -> Void) throws -> Int64

    /// How many works ``forEachWork(changedAfter:_:)`` gives at most.
    func workCount(changedAfter counter: Int64?) throws -> Int

    /// All works and the citations between them, in one consistent state.
    func citationTable() throws -> CitationTable
}

/// All works, stubs included, and who cites whom.
public struct CitationTable: Sendable {
    /// The state of the truth.
    public var counter: Int64
    /// The works' identifiers as text, in no particular order.
    public var keys: [String] = []
    /// When each was submitted, in seconds since 1970; the start of its year when only that is known; nil when nothing is.
    public var dates: [Int64?] = []
    /// Positions in ``keys``: who cites, and what, at the same place of ``cited``. Each pair may come more than once.
    public var citing: [Int32] = []
    /// Positions in ``keys``.
    public var cited: [Int32] = []

    /// No works.
    public init(counter: Int64) {
        self.counter = counter
    }
}
