import GraphKernel
public import Literature
public import Ports

/// Finds the communities of the citation graph, and says what each is about.
public struct FindCommunities: Sendable {
    /// What is asked.
    public struct Request: Hashable, Sendable, Codable {
        /// 1 for the communities of the whole graph, 2 for the parts of those, and so on.
        public var level = 1
        /// Only the community of this work.
        public var member: PaperIdentifier?
        /// How many communities to give, the largest first.
        public var limit = 10
        /// How many works of each community to give, those cited most within it first.
        public var workLimit = 5
        /// Communities of fewer works are not given, unless one was asked for.
        public var minimumSize = 3
        /// Greater values give more and smaller communities.
        public var resolution = 1.0
        /// The moment asked about; nil for now.
        public var date: SnapshotDate?

        /// The largest communities.
        public init() {}
    }

    /// A community.
    public struct Community: Sendable, Codable {
        /// Its number: 0 is the largest of its level.
        public var number: Int
        /// How many works it has.
        public var size: Int
        /// Phrases of titles that tell it from the others, the most telling first.
        public var phrases: [String]
        /// The works cited most within it, with the number of those citations.
        public var works: [GraphWork]
        /// The years of its first and last dated work.
        public var years: ClosedRange<Int>?
        /// The part of the citations at its works, given and received, that stay inside.
        public var cohesion: Double
    }

    /// The communities.
    public struct Answer: Sendable, Codable {
        /// How many there are, of those large enough.
        public var count: Int
        /// The modularity of the division of the graph.
        public var modularity: Double
        /// The communities asked for.
        public var communities: [Community]
        /// Parts of the index that the library has outgrown.
        public var behind: [IndexPart]
    }

    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// Communities in a library.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// The communities.
    ///
    /// - Throws: ``GraphQueryError`` for an unknown work; ``IndexError``; the stores' errors.
    /// - Complexity: about O(works + citations) for each level.
    public func callAsFunction(_ request: Request) throws -> Answer {
        let view = try CitationView(papers: papers, indexes: indexes, asOf: request.date)
        let node = try request.member.map(view.node)
        let graph = UndirectedGraph(view.snapshot)
        let division = CommunityDivision(graph, level: request.level, resolution: request.resolution)
        let partition = division.partition
        let large = partition.sizes.prefix { $0 >= request.minimumSize }.count
        let chosen = node.map { [Int(partition.labels[Int($0)])] } ?? Array(0..<min(large, request.limit))
        let members = partition.members()
        let phrases = try CommunityPhrases(view: view).phrases(of: chosen.map { members[$0] })
        let communities = try chosen.enumerated().map { place, number in
            let facts = CommunityFacts(view.snapshot, members[number], partition)
            let best = facts.cited.best(request.workLimit)
            var works = try view.works(best.map(\.node))
            for index in works.indices { works[index].citationCount = Int(best[index].score) }
            return Community(
                number: number,
                size: members[number].count,
                phrases: phrases[place],
                works: works,
                years: facts.years,
                cohesion: facts.cohesion
            )
        }
        return Answer(
            count: large,
            modularity: partition.modularity(in: graph, resolution: request.resolution),
            communities: communities,
            behind: view.behind
        )
    }
}

/// The graph divided into communities, and those again into theirs.
struct CommunityDivision {
    /// Communities of this many works or fewer are not divided further.
    private static let leastSize = 20

    private(set) var partition: NodePartition

    init(_ graph: UndirectedGraph, level: Int, resolution: Double) {
        var leiden = Leiden()
        leiden.resolution = resolution
        leiden.threads = 2
        partition = leiden.communities(of: graph)
        for _ in 1..<max(1, level) { divide(graph, leiden) }
    }

    private mutating func divide(_ graph: UndirectedGraph, _ leiden: Leiden) {
        var raw = partition.labels
        for members in partition.members() {
            guard members.count > Self.leastSize else {
                for node in members { raw[Int(node)] = members[0] }
                continue
            }
            let parts = leiden.communities(of: graph.induced(by: members))
            // The first work of each part stands for it.
            var firsts = [Int32](repeating: -1, count: parts.count)
            for (index, node) in members.enumerated() {
                let part = Int(parts.labels[index])
                if firsts[part] < 0 { firsts[part] = node }
                raw[Int(node)] = firsts[part]
            }
        }
        partition = NodePartition(raw: raw)
    }
}

/// Counts about a community.
private struct CommunityFacts {
    /// Each work with the number of members that cite it.
    var cited: [ScoredNode] = []
    var years: ClosedRange<Int>?
    var cohesion = 0.0

    init(_ snapshot: GraphSnapshot, _ members: [Int32], _ partition: NodePartition) {
        guard let first = members.first else { return }
        let label = partition.labels[Int(first)]
        var (inside, all) = (0, 0)
        for node in members {
            let citations = snapshot.citations(of: node)
            let own = citations.count { partition.labels[Int($0)] == label }
            cited.append(ScoredNode(node: node, score: Double(own)))
            let references = snapshot.references(of: node)
            inside += own + references.count { partition.labels[Int($0)] == label }
            all += citations.count + references.count
        }
        cohesion = all == 0 ? 0 : Double(inside) / Double(all)
        let dates = members.map { snapshot.graph.date(of: $0) }.filter { $0 != CitationGraphInput.unknownDate }
        if let low = dates.min(), let high = dates.max() {
            years = Timestamp(secondsSince1970: low).year...Timestamp(secondsSince1970: high).year
        }
    }
}
