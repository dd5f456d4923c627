public import Caching
import GraphKernel
import Literature
public import Ports

/// Draws the library: its most cited works in the plane, linked ones near each other, with their communities.
public struct MapLibrary: Sendable {
    /// What is asked.
    public struct Request: Hashable, Sendable, Codable {
        /// How many works at most, the most cited first.
        public var limit = 20_000
        /// How many citations at most.
        public var edgeLimit = 60_000
        /// The moment asked about; nil for now.
        public var date: SnapshotDate?

        /// The whole library, up to 20,000 works.
        public init() {}
    }

    /// The map, in columns: the same place of each is one work.
    public struct Answer: Sendable, Codable {
        /// A community of works.
        public struct Community: Sendable, Codable {
            /// The number that works have in ``Answer/community``.
            public var id: Int
            /// Phrases that tell it apart.
            public var label: String
            /// How many works of the map it has.
            public var size: Int
        }

        /// Identifiers, the most cited first.
        public var identifiers: [String] = []
        /// Places to the right.
        public var x: [Double] = []
        /// Places upwards.
        public var y: [Double] = []
        /// Years; nil where they are unknown.
        public var years: [Int?] = []
        /// Places in ``categories``; nil for a work without one.
        public var category: [Int?] = []
        /// Numbers of ``communities``.
        public var community: [Int] = []
        /// How many works of the library cite each.
        public var citations: [Int] = []
        /// The first categories of the works, the most frequent first.
        public var categories: [String] = []
        /// The larger communities, the largest first.
        public var communities: [Community] = []
        /// Citations: who cites and what is cited, in turn, as places in ``identifiers``.
        public var edges: [Int32] = []
        /// Parts of the index that the library has outgrown.
        public var behind: [IndexPart] = []

        /// An empty map.
        public init() {}
    }

    /// How many communities have labels.
    private static let labelled = 40
    /// Communities of fewer works have none.
    private static let leastSize = 10

    /// Pieces that are not connected with the rest are left out if they have less than this part of all works.
    private static let smallestPart = 1000

    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// Maps of a library.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// The map. The same library has the same map on every machine.
    ///
    /// - Throws: ``GraphQueryError/missing``; ``IndexError``; the stores' errors.
    /// - Complexity: that of ``ForceAtlas2``: some seconds for 20,000 works and 60,000 citations.
    public func callAsFunction(_ request: Request) throws -> Answer {
        let view = try CitationView(papers: papers, indexes: indexes, asOf: request.date)
        let nodes = Self.connected(view.snapshot, Self.mostCited(view.snapshot, request.limit))
        let citations = InnerCitations(view.snapshot, nodes)
        let graph = UndirectedGraph(citations.snapshot)
        let places = ForceAtlas2().layout(graph)
        let partition = CommunityDivision(graph, level: 1, resolution: 1).partition
        let backbone = citations.backbone(partition, limit: request.edgeLimit)

        var answer = Answer()
        answer.behind = view.behind
        answer.x = places.map { Self.rounded($0.x) }
        answer.y = places.map { Self.rounded($0.y) }
        answer.edges = backbone.flatMap { [$0.source, $0.target] }
        answer.community = partition.labels.map { Int($0) }
        answer.citations = nodes.map { view.snapshot.citationCount(of: $0) }
        try describe(nodes, view, &answer)
        answer.communities = try communities(partition, nodes, view)
        return answer
    }

    /// The works that something links, the most cited first, those of equal counts in the order of the graph.
    private static func mostCited(_ snapshot: GraphSnapshot, _ limit: Int) -> [Int32] {
        let linked = (0..<Int32(snapshot.nodeCount)).filter {
            snapshot.citationCount(of: $0) > 0 || snapshot.referenceCount(of: $0) > 0
        }
        let counts = linked.map { snapshot.citationCount(of: $0) }
        let order = linked.indices.sorted { (counts[$1], linked[$0]) < (counts[$0], linked[$1]) }
        return order.prefix(limit).map { linked[$0] }
    }

    /// Those of the works that hang together with many others; small pieces would lie somewhere far outside.
    private static func connected(_ snapshot: GraphSnapshot, _ nodes: [Int32]) -> [Int32] {
        let pieces = Components.weak(of: InnerCitations(snapshot, nodes).snapshot)
        let least = nodes.count / smallestPart
        return nodes.indices.filter { pieces.sizes[Int(pieces.labels[$0])] >= least }.map { nodes[$0] }
    }

    private func describe(_ nodes: [Int32], _ view: CitationView, _ answer: inout Answer) throws {
        let works = try view.works(nodes)
        answer.identifiers = works.map(\.key)
        answer.years = works.map { $0.paper?.year }
        let first = works.map { $0.paper?.categories.first }
        var counts: [String: Int] = [:]
        for name in first { if let name { counts[name, default: 0] += 1 } }
        answer.categories = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        var places: [String: Int] = [:]
        for (place, name) in answer.categories.enumerated() { places[name] = place }
        answer.category = first.map { $0.flatMap { places[$0] } }
    }

    private func communities(
        _ partition: NodePartition,
        _ nodes: [Int32],
        _ view: CitationView
    ) throws -> [Answer.Community] {
        let members = partition.members()
        let chosen = Array(partition.sizes.prefix { $0 >= Self.leastSize }.prefix(Self.labelled).indices)
        let works = chosen.map { members[$0].map { nodes[Int($0)] } }
        let phrases = try CommunityPhrases(view: view).phrases(of: works)
        return chosen.map { number in
            Answer.Community(
                id: number,
                label: phrases[number].prefix(3).joined(separator: ", "),
                size: members[number].count
            )
        }
    }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

/// The citations among the works of a map.
private struct InnerCitations {
    /// The graph of the works, by their places in the list.
    let snapshot: GraphSnapshot

    init(_ snapshot: GraphSnapshot, _ nodes: [Int32]) {
        var places = [Int32](repeating: -1, count: snapshot.nodeCount)
        for (place, node) in nodes.enumerated() { places[Int(node)] = Int32(place) }
        var edges: [CitationEdge] = []
        for (place, node) in nodes.enumerated() {
            for reference in snapshot.references(of: node) where places[Int(reference)] >= 0 {
                edges.append(CitationEdge(Int32(place), places[Int(reference)]))
            }
        }
        self.snapshot = CitationGraph(nodeCount: nodes.count, edges: edges).all
    }

    /// The citations to draw: of each work, its most cited references, those within its community before others. In each round every
    /// work adds its next one, so that none goes without while another has many.
    func backbone(_ partition: NodePartition, limit: Int) -> [CitationEdge] {
        let references = (0..<Int32(snapshot.nodeCount)).map { work in
            // Places are in the order of citations: the smallest is the most cited.
            let all = snapshot.references(of: work).sorted()
            let community = partition.labels[Int(work)]
            return all.filter { partition.labels[Int($0)] == community }
                + all.filter { partition.labels[Int($0)] != community }
        }
        var edges: [CitationEdge] = []
        for round in 0... {
            let before = edges.count
            for (work, own) in references.enumerated() where round < own.count {
                guard edges.count < limit else { return edges }
                edges.append(CitationEdge(Int32(work), own[round]))
            }
            if edges.count == before { break }
        }
        return edges
    }
}

extension MapLibrary.Request: CachedQuery {
    /// The kind.
    public static var kind: QueryKind { QueryKind("map", schema: 2) }

    /// All texts and citations.
    public var tags: [CacheTag] { [.texts, .graph] }

    /// The map.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<MapLibrary.Answer> {
        let answer = try MapLibrary(papers: stores.papers, indexes: stores.indexes)(self)
        return LoadedAnswer(answer, isNegative: answer.identifiers.isEmpty, isPassing: !answer.behind.isEmpty)
    }
}
