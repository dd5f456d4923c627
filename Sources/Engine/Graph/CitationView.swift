import GraphKernel
public import Literature
import Ports

/// Why a question about the citation graph has no answer.
public enum GraphQueryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The library does not have the work.
    case unknown(PaperIdentifier)
    /// The library has the work, but not yet at the date asked about.
    case later(PaperIdentifier, SnapshotDate)
    /// There is no citation graph, and none can be built here.
    case missing

    /// What failed, on what, and what to do.
    public var description: String {
        switch self {
        case .unknown(let identifier): "\(identifier) is not in the library; import a file that has it"
        case .later(let identifier, let date):
            "\(identifier) is later than \(date), or its date is unknown; ask without --as-of"
        case .missing: "the library has no citation graph yet; run: arxiv-cosci index"
        }
    }
}

/// The citation graph of a library as of a moment, with the papers that its nodes stand for.
struct CitationView {
    let snapshot: GraphSnapshot
    let date: SnapshotDate?
    /// Parts of the index that the library has outgrown.
    let behind: [IndexPart]
    let opened: LibraryIndexes.Opened
    let papers: any PaperStore

    var graph: CitationGraph { snapshot.graph }

    /// Opens the graph.
    ///
    /// - Throws: ``GraphQueryError/missing``; ``IndexError``; the stores' errors.
    init(papers: any PaperStore, indexes: LibraryIndexes, asOf date: SnapshotDate?) throws {
        let opened = try indexes.open([.lexical, .graph])
        guard let graph = opened.graph else { throw GraphQueryError.missing }
        snapshot = date.map { graph.prefix(asOf: $0.last.secondsSince1970) } ?? graph.all
        self.date = date
        behind = opened.behind
        self.opened = opened
        self.papers = papers
    }

    /// The node of a work, by any of its identifiers.
    ///
    /// - Throws: ``GraphQueryError`` when it is not in the snapshot.
    func node(of identifier: PaperIdentifier) throws -> Int32 {
        guard let paper = try papers.paper(identifier), let node = graph.node(of: paper.identifier.description) else {
            throw GraphQueryError.unknown(identifier)
        }
        guard snapshot.contains(node) else {
            guard let date else { throw GraphQueryError.unknown(identifier) }
            throw GraphQueryError.later(identifier, date)
        }
        return node
    }

    /// The works that nodes stand for, in their order; citations are counted in the snapshot.
    func works(_ nodes: [Int32]) throws -> [GraphWork] {
        let identifiers = nodes.map { PaperIdentifier(graph.key(of: $0)) }
        let found = try papers.papers(identifiers.compactMap(\.self))
        var place = 0
        return zip(nodes, identifiers).map { node, identifier in
            guard let identifier else { return GraphWork(key: graph.key(of: node), citationCount: 0) }
            defer { place += 1 }
            let count = snapshot.citationCount(of: node)
            // The graph may name a work that the library has merged with another since.
            guard let paper = found[place] else { return GraphWork(key: identifier.description, citationCount: count) }
            return GraphWork(paper: paper, citationCount: count)
        }
    }
}

/// A work of the citation graph.
public struct GraphWork: Sendable {
    /// The work's identifier as text.
    public var key: String
    /// The work; nil when the library has changed since the graph was built and has it no more.
    public var paper: Paper?
    /// How many works cite it, as of the moment asked about.
    public var citationCount: Int

    init(paper: Paper, citationCount: Int) {
        key = paper.identifier.description
        self.paper = paper
        self.citationCount = citationCount
    }

    init(key: String, citationCount: Int) {
        self.key = key
        self.citationCount = citationCount
    }
}
