/// The works around given works, to a depth, best first where there are too many.
public struct Neighbourhood: Hashable, Sendable {
    /// A work of the neighbourhood.
    public struct Member: Hashable, Sendable {
        /// The work.
        public var node: Int32
        /// How many citations it is away from the centre.
        public var depth: Int
    }

    /// How a neighbourhood is chosen.
    public struct Query: Hashable, Sendable {
        /// Along which citations it goes.
        public var direction: GraphDirection
        /// How many citations away it ends.
        public var depth: Int
        /// How many works it has at most, the centre included.
        public var limit: Int

        /// A neighbourhood's bounds.
        public init(_ direction: GraphDirection = .both, depth: Int = 1, limit: Int = 500) {
            self.direction = direction
            self.depth = depth
            self.limit = limit
        }
    }

    /// The works: the centre, then depth by depth; within a depth the most cited first, then by number.
    public var members: [Member]
    /// The citations between them, by source, then target.
    public var edges: [CitationEdge]
    /// How many works there were at each depth from 0 around those chosen, before the limit cut them.
    public var found: [Int]

    /// Whether works were left out because there were too many.
    public var isCut: Bool { members.count < found.reduce(0, +) }

    /// The works around `centre`.
    ///
    /// At each depth works are taken as long as there is room: those that are cited most in the snapshot first.
    ///
    /// - Complexity: O(arcs of the works taken).
    public init(around centre: [Int32], in snapshot: GraphSnapshot, _ query: Query) {
        let seen = ZeroedBuffer<Bool>(count: snapshot.nodeCount)
        var level = Set(centre.filter(snapshot.contains)).sorted()
        members = []
        found = []
        for node in level { seen[node] = true }
        for depth in 0...max(0, query.depth) {
            if level.isEmpty { break }
            found.append(level.count)
            let room = max(0, query.limit - members.count)
            let counts = level.map { ScoredNode(node: $0, score: Double(snapshot.citationCount(of: $0))) }
            let kept = counts.best(room)
            members += kept.map { Member(node: $0.node, depth: depth) }
            guard depth < query.depth, members.count < query.limit else { break }
            level = []
            for item in kept {
                snapshot.forEachArc(of: item.node, query.direction) { next in
                    guard !seen[next] else { return }
                    seen[next] = true
                    level.append(next)
                }
            }
        }
        edges = snapshot.citations(among: members.map(\.node))
    }
}

extension GraphSnapshot {
    /// The citations between given works, by source, then target.
    ///
    /// - Complexity: O(references of the works).
    public func citations(among nodes: [Int32]) -> [CitationEdge] {
        let chosen = ZeroedBuffer<Bool>(count: nodeCount)
        let nodes = nodes.filter(contains)
        for node in nodes { chosen[node] = true }
        var edges: [CitationEdge] = []
        for node in Set(nodes).sorted() {
            for target in references(of: node) where chosen[target] { edges.append(CitationEdge(node, target)) }
        }
        return edges
    }
}
