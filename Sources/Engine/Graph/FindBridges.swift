import GraphKernel
public import Ports

/// Finds citations on which the graph hangs: without one of them, some works would no longer be linked to the others.
public struct FindBridges: Sendable {
    /// What is asked.
    public struct Request: Hashable, Sendable, Codable {
        /// How many citations to give, those that hold most works first.
        public var limit = 20
        /// The moment asked about; nil for now.
        public var date: SnapshotDate?

        /// The citations that hold most.
        public init() {}
    }

    /// A side of a citation.
    public enum Side: String, Sendable, Codable, CaseIterable {
        /// That of the work that cites.
        case citing
        /// That of the work that is cited.
        case cited
    }

    /// A citation without which a part of the graph would fall in two.
    public struct Bridge: Sendable, Codable {
        /// Who cites.
        public var citing: GraphWork
        /// What is cited.
        public var cited: GraphWork
        /// How many works the smaller of the two parts has.
        public var size: Int
        /// On which side of the citation the smaller part lies.
        public var side: Side
    }

    /// The citations.
    public struct Answer: Sendable, Codable {
        /// How many such citations there are.
        public var count: Int
        /// How many of them hold more than a single work.
        public var largerCount: Int
        /// Those that were asked for.
        public var bridges: [Bridge]
        /// Parts of the index that the library has outgrown.
        public var behind: [IndexPart]
    }

    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// Bridges of a library.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// The citations that hold most works; of those that hold as many, the older first.
    ///
    /// - Throws: ``GraphQueryError/missing``; ``IndexError``; the stores' errors.
    /// - Complexity: O(works + citations).
    public func callAsFunction(_ request: Request) throws -> Answer {
        let view = try CitationView(papers: papers, indexes: indexes, asOf: request.date)
        let graph = UndirectedGraph(view.snapshot)
        let tree = SpanningForest(of: graph)
        // Where two works cite each other, one of the citations holds without the other.
        let single = graph.bridges().filter { !view.snapshot.areMutual($0.source, $0.target) }
        let cuts = single.map { tree.cut($0) }.sorted { left, right in
            (right.size, left.edge.source, left.edge.target) < (left.size, right.edge.source, right.edge.target)
        }
        let bridges = try cuts.prefix(max(0, request.limit)).map { cut in
            let (one, other) = (cut.edge.source, cut.edge.target)
            let citing = view.snapshot.references(of: other).contains(one) ? other : one
            let works = try view.works([citing, citing == one ? other : one])
            return Bridge(
                citing: works[0],
                cited: works[1],
                size: cut.size,
                side: cut.inner == citing ? .citing : .cited
            )
        }
        return Answer(
            count: cuts.count,
            largerCount: cuts.count { $0.size > 1 },
            bridges: bridges,
            behind: view.behind
        )
    }
}

extension GraphSnapshot {
    /// Whether two works cite each other.
    fileprivate func areMutual(_ one: Int32, _ other: Int32) -> Bool {
        references(of: one).contains(other) && references(of: other).contains(one)
    }
}

/// A tree over each part of a graph that hangs together: every bridge is one of its edges.
private struct SpanningForest {
    /// What a bridge cuts off.
    struct Cut {
        var edge: CitationEdge
        /// How many works the smaller part has.
        var size: Int
        /// The end of the bridge that lies in it.
        var inner: Int32
    }

    /// The node above each; the node itself for a root.
    private var parents: [Int32]
    private var roots: [Int32]
    /// How many nodes each has below it, itself included.
    private var sizes: [Int32]

    init(of graph: UndirectedGraph) {
        let count = graph.nodeCount
        parents = [Int32](repeating: -1, count: count)
        roots = parents
        sizes = [Int32](repeating: 1, count: count)
        var order: [Int32] = []
        order.reserveCapacity(count)
        for root in 0..<Int32(count) where parents[Int(root)] < 0 {
            var next = order.count
            order.append(root)
            (parents[Int(root)], roots[Int(root)]) = (root, root)
            while next < order.count {
                let node = order[next]
                next += 1
                for other in graph.neighbours(of: node) where parents[Int(other)] < 0 {
                    (parents[Int(other)], roots[Int(other)]) = (node, root)
                    order.append(other)
                }
            }
        }
        for node in order.reversed() where parents[Int(node)] != node {
            sizes[Int(parents[Int(node)])] += sizes[Int(node)]
        }
    }

    /// What a bridge cuts off; of two parts of one size the one of the later work.
    func cut(_ bridge: CitationEdge) -> Cut {
        let isTargetBelow = parents[Int(bridge.target)] == bridge.source
        let (lower, upper) = isTargetBelow ? (bridge.target, bridge.source) : (bridge.source, bridge.target)
        let below = Int(sizes[Int(lower)])
        let rest = Int(sizes[Int(roots[Int(lower)])]) - below
        if below == rest { return Cut(edge: bridge, size: below, inner: max(lower, upper)) }
        return Cut(edge: bridge, size: min(below, rest), inner: below < rest ? lower : upper)
    }
}
