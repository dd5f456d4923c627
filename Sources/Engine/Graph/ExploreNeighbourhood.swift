import GraphKernel
public import Literature
public import Ports

/// Shows the works around works, to a depth.
public struct ExploreNeighbourhood: Sendable {
    /// Along which citations it goes.
    public enum Direction: String, Sendable, CaseIterable {
        /// To what is cited.
        case references
        /// To what cites.
        case citations
        /// Both ways.
        case both
    }

    /// What is asked.
    public struct Request: Sendable {
        /// The works in the centre.
        public var centre: [PaperIdentifier]
        /// Along which citations it goes.
        public var direction = Direction.both
        /// How many citations away it ends.
        public var depth = 1
        /// How many works at most, the centre included.
        public var limit = 50
        /// The moment asked about; nil for now.
        public var date: SnapshotDate?
        /// Whether places for display are computed.
        public var hasLayout = false

        /// The works next to some.
        public init(around centre: [PaperIdentifier]) {
            self.centre = centre
        }
    }

    /// A work of the neighbourhood.
    public struct Member: Sendable {
        /// The work.
        public var work: GraphWork
        /// How many citations it is away from the centre.
        public var depth: Int
        /// Its place for display, when that was asked for: linked works are near each other.
        public var place: (x: Double, y: Double)?
    }

    /// The neighbourhood.
    public struct Answer: Sendable {
        /// The works by depth, within a depth the most cited first.
        public var members: [Member]
        /// The citations between them: positions in ``members`` of who cites and what is cited.
        public var edges: [(citing: Int, cited: Int)]
        /// How many works were found at each depth around those that were taken.
        public var found: [Int]
        /// Parts of the index that the library has outgrown.
        public var behind: [IndexPart]
    }

    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// Neighbourhoods in a library.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// The works around those asked about.
    ///
    /// - Throws: ``GraphQueryError`` for an unknown work; ``IndexError``; the stores' errors.
    public func callAsFunction(_ request: Request) throws -> Answer {
        let view = try CitationView(papers: papers, indexes: indexes, asOf: request.date)
        let centre = try request.centre.map(view.node)
        let query = Neighbourhood.Query(
            request.direction.graphDirection,
            depth: request.depth,
            limit: max(request.limit, centre.count)
        )
        let found = Neighbourhood(around: centre, in: view.snapshot, query)
        let nodes = found.members.map(\.node)
        let places = request.hasLayout ? Self.layout(nodes, view.snapshot) : []
        var positions: [Int32: Int] = [:]
        for (position, node) in nodes.enumerated() { positions[node] = position }
        let members = zip(found.members.indices, try view.works(nodes)).map { index, work in
            Member(work: work, depth: found.members[index].depth, place: places.isEmpty ? nil : places[index])
        }
        let edges = found.edges.compactMap { edge -> (citing: Int, cited: Int)? in
            guard let citing = positions[edge.source], let cited = positions[edge.target] else { return nil }
            return (citing, cited)
        }
        return Answer(members: members, edges: edges, found: found.found, behind: view.behind)
    }

    private static func layout(_ nodes: [Int32], _ snapshot: GraphSnapshot) -> [(x: Double, y: Double)] {
        var numbers: [Int32: Int32] = [:]
        for (number, node) in nodes.enumerated() { numbers[node] = Int32(number) }
        let edges = snapshot.citations(among: nodes).compactMap { edge in
            numbers[edge.source].flatMap { source in numbers[edge.target].map { CitationEdge(source, $0) } }
        }
        let graph = UndirectedGraph(CitationGraph(nodeCount: nodes.count, edges: edges).all)
        return ForceAtlas2().layout(graph).map { ($0.x, $0.y) }
    }
}

extension ExploreNeighbourhood.Direction {
    var graphDirection: GraphDirection {
        switch self {
        case .references: .references
        case .citations: .citations
        case .both: .both
        }
    }
}
