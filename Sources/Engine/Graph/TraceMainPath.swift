import GraphKernel
public import Literature
public import Ports

/// Shows the way along which most of a topic's knowledge came: from old works to new ones.
///
/// Hummon and Doreian (1989), by search path counts (Batagelj, 2003) and the key route (Liu and Lu, 2012): see `MainPath`.
public struct TraceMainPath: Sendable {
    /// What a topic is.
    public enum Topic: Hashable, Sendable, Codable {
        /// The works that match a query in all its words and conditions.
        case query(String)
        /// The community of a work: at level 1 one of the whole graph, at 2 a part of that, and so on.
        case community(of: PaperIdentifier, level: Int)
    }

    /// What is asked.
    public struct Request: Hashable, Sendable, Codable {
        /// The topic.
        public var topic: Topic
        /// The moment asked about; nil for now.
        public var date: SnapshotDate?

        /// The main path of a topic.
        public init(of topic: Topic) {
            self.topic = topic
        }
    }

    /// A work of the path.
    public struct Step: Sendable, Codable {
        /// The work.
        public var work: GraphWork
        /// The natural logarithm of the number of ways, from works that cite nothing of the topic to works that none of it cites,
        /// over its citation of the work before; nil for the first.
        public var logWays: Double?
    }

    /// The path.
    public struct Answer: Sendable, Codable {
        /// How many works the topic has.
        public var members: Int
        /// The works from old to new, each citing the one before; none when no work of the topic cites another.
        public var steps: [Step]
        /// Parts of the index that the library has outgrown.
        public var behind: [IndexPart]
    }

    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// Main paths in a library.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// The main path.
    ///
    /// - Throws: ``GraphQueryError`` for an unknown work; `QueryError` for a query that cannot be understood; ``IndexError``; the
    ///   stores' errors.
    /// - Complexity: O(references of the topic's works), after finding them.
    public func callAsFunction(_ request: Request) throws -> Answer {
        let view = try CitationView(papers: papers, indexes: indexes, asOf: request.date)
        let members =
            switch request.topic {
            case .query(let text): try view.nodes(matching: text)
            case .community(let work, let level): try view.community(of: work, level: level)
            }
        let path = MainPath(of: view.snapshot, among: members)
        let steps = zip(path.nodes.indices, try view.works(path.nodes)).map { place, work in
            Step(work: work, logWays: place == 0 ? nil : path.logCounts[place - 1])
        }
        return Answer(members: members.count, steps: steps, behind: view.behind)
    }
}
