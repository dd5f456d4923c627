public import Literature

/// Reads and changes what the user keeps about papers: collections, tags, notes, watches.
///
/// Papers are kept by identifier and looked up whenever they are read, as any identifier is. So a paper stays where it was put
/// when a later record proves its identifier to be one of several names of a work; two entries that turn out to be one work are
/// shown as one. A paper that the library does not have (any more, or yet) keeps its place.
///
/// Reading is synchronous, thread-safe, sees one consistent state in each call, and never waits for a writer.
public protocol ShelfStore: Sendable {
    // MARK: Collections

    /// All collections in the order of their names.
    func collections() throws -> [PaperCollection]

    /// A collection; nil when there is none of that name.
    func collection(_ name: ShelfName) throws -> PaperCollection?

    /// A page of the papers of a collection, in its order; nil when there is no such collection.
    func papers(in collection: ShelfName, offset: Int, limit: Int) throws -> ShelfPage?

    /// The names of the collections that hold a paper, in order.
    func collections(holding paper: PaperIdentifier) throws -> [ShelfName]

    /// The collections that were deleted and can be brought back, the latest first, with the times of deletion as `updated`.
    func deletedCollections() throws -> [PaperCollection]

    // MARK: Tags

    /// All tags in the order of their names, with how many papers have them.
    func tags() throws -> [TagCount]

    /// The tags of a paper, in the order of their names.
    func tags(of paper: PaperIdentifier) throws -> [ShelfName]

    /// A page of the papers that have a tag, in the order in which they got it; nil when there is no such tag.
    func papers(tagged tag: ShelfName, offset: Int, limit: Int) throws -> ShelfPage?

    // MARK: Notes

    /// The note about a paper, or nil. Notes that were written about several identifiers of one work are read as one text.
    func note(about paper: PaperIdentifier) throws -> PaperNote?

    /// A page of the papers that have a note, the last written first.
    func papersWithNotes(offset: Int, limit: Int) throws -> ShelfPage

    // MARK: Watches

    /// All watches in the order of their names.
    func watches() throws -> [Watch]

    /// A watch; nil when there is none of that name.
    func watch(_ name: ShelfName) throws -> Watch?

    /// The state of the library as of now: what a new watch is marked with.
    func latestMark() throws -> ChangeMark

    /// Every described work that changed after a state, each once, in no particular order; works of which only citations changed
    /// are among them.
    ///
    /// - Parameters:
    ///   - mark: the state; when the library is no later state of it, everything counts as new.
    ///   - limit: the change up to which is looked; later ones are left out.
    /// - Returns: the state up to which was looked.
    func forEachChange(after mark: ChangeMark, upTo limit: Int64, _ body: (WorkChange) throws -> Void) throws
        -> ChangeMark

    // MARK: Everything

    /// Everything on the shelves: collections, tags, notes, watches, each in the order of their names.
    func forEachShelfRecord(_ body: (ShelfRecord) throws -> Void) throws

    // MARK: Changing

    /// Changes the shelves in one transaction, which is durable when this returns and undone when `body` throws.
    ///
    /// - Parameters:
    ///   - now: the time that is noted for what changes.
    ///   - body: uses the editor, which is good for this call only.
    /// - Throws: ``ShelfError/Code/busy`` at once when another program writes to the library; what `body` throws.
    func editShelves<Result>(at now: Timestamp, _ body: (any ShelfEditor) throws -> Result) throws -> Result
}

/// A page of papers from a shelf.
public struct ShelfPage: Hashable, Sendable {
    /// A paper in its place.
    public struct Item: Hashable, Sendable {
        /// By which identifier it is kept, and since when.
        public var entry: ShelfEntry
        /// What the library knows of it; nil when it does not have it.
        public var paper: Paper?
        /// How many works of the library cite it.
        public var citationCount: Int

        /// A paper in its place.
        public init(entry: ShelfEntry, paper: Paper?, citationCount: Int) {
            self.entry = entry
            self.paper = paper
            self.citationCount = citationCount
        }

        /// The identifier under which the paper is filed now.
        public var identifier: PaperIdentifier { paper?.identifier ?? entry.identifier }
    }

    /// How many papers there are in all.
    public var total: Int
    /// Those on this page.
    public var items: [Item]

    /// A page.
    public init(total: Int, items: [Item]) {
        self.total = total
        self.items = items
    }
}
