import GraphKernel
public import Literature
public import Ports

/// Finds the shortest ways from one work to another along citations.
public struct FindPaths: Sendable {
    /// What is asked.
    public struct Request: Sendable {
        /// Where the ways start.
        public var start: PaperIdentifier
        /// Where they end.
        public var end: PaperIdentifier
        /// Whether a way goes only from a work to those that it cites.
        public var isDirected = false
        /// How many ways to give.
        public var limit = 1
        /// The moment asked about; nil for now.
        public var date: SnapshotDate?

        /// One way between two works.
        public init(from start: PaperIdentifier, to end: PaperIdentifier) {
            self.start = start
            self.end = end
        }
    }

    /// A step of a way.
    public struct Step: Sendable {
        /// The work.
        public var work: GraphWork
        /// Whether the work before cites this one (rather than being cited by it); nil for the first.
        public var isCited: Bool?
    }

    /// The ways.
    public struct Answer: Sendable {
        /// How many citations each way has; nil when there is no way.
        public var length: Int?
        /// How many shortest ways there are in all.
        public var count: UInt64
        /// The ways that were asked for.
        public var paths: [[Step]]
        /// Parts of the index that the library has outgrown.
        public var behind: [IndexPart]
    }

    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// Paths in a library.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// The shortest ways.
    ///
    /// - Throws: ``GraphQueryError`` for an unknown work; ``IndexError``; the stores' errors.
    public func callAsFunction(_ request: Request) throws -> Answer {
        let view = try CitationView(papers: papers, indexes: indexes, asOf: request.date)
        let (start, end) = (try view.node(of: request.start), try view.node(of: request.end))
        let search = ShortestPaths(request.isDirected ? .references : .both, limit: request.limit)
        guard let found = search.between(start, end, in: view.snapshot) else {
            return Answer(length: nil, count: 0, paths: [], behind: view.behind)
        }
        let paths = try found.paths.map { nodes in
            zip(nodes.indices, try view.works(nodes)).map { place, work in
                guard place > 0 else { return Step(work: work) }
                return Step(work: work, isCited: view.snapshot.references(of: nodes[place - 1]).contains(nodes[place]))
            }
        }
        return Answer(length: found.length, count: found.count, paths: paths, behind: view.behind)
    }
}
