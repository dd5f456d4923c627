import GraphKernel
public import Literature
public import Ports
import Retrieval

/// A paper that is like another one, and why.
public struct SimilarPaper: Sendable {
    /// The place in the ranking, from 1.
    public var rank: Int
    /// The paper.
    public var paper: Paper
    /// How many works of the library cite it.
    public var citationCount: Int
    /// The likeness, from 0 to 1.
    public var score: Double
    /// The cosine of the vectors of meaning; nil when one of the papers has none.
    public var cosine: Double?
    /// How many works both cite.
    public var sharedReferences: Int
    /// How many works cite both.
    public var citedTogether: Int
    /// Whether one of the two cites the other.
    public var isCited: Bool
}

/// Finds papers that are like a paper: near in meaning, citing the same works, cited by the same works.
public struct SimilarPapers: Sendable {
    /// How much each kind of likeness counts. Two thirds of the weight lies on citations where both papers have them: whom authors
    /// cite together says more about a paper than its abstract.
    private static let weights = (meaning: 0.4, references: 0.3, citations: 0.3)
    private static let depth = 200

    private let papers: any PaperStore
    private let indexes: LibraryIndexes

    /// A search over the library and its derived files.
    public init(papers: any PaperStore, indexes: LibraryIndexes) {
        self.papers = papers
        self.indexes = indexes
    }

    /// The answer: the paper asked about, and those like it, best first.
    public struct Answer: Sendable {
        /// The paper asked about.
        public var paper: Paper
        /// Those like it.
        public var results: [SimilarPaper]
        /// Parts of the index that the library has outgrown.
        public var behind: [IndexPart]
    }

    /// The papers most like `identifier`.
    ///
    /// - Returns: nil when the library does not know the paper.
    /// - Throws: ``IndexError``; the stores' errors.
    public func callAsFunction(_ identifier: PaperIdentifier, limit: Int) throws -> Answer? {
        guard let paper = try papers.paper(identifier) else { return nil }
        let opened = try indexes.open(Set(IndexPart.allCases))
        let key = paper.identifier.description
        var found = Likenesses(key: key, opened: opened)
        try found.addMeaning(Self.depth)
        found.addCitations(Self.depth)
        let best = found.ranked(Self.weights).filter { $0.score > 0 }.prefix(limit)
        let identifiers = best.compactMap { PaperIdentifier($0.key) }
        let counts = try papers.citationCounts(identifiers)
        var results: [SimilarPaper] = []
        for (place, other) in try papers.papers(identifiers).enumerated() {
            guard let other else { continue }
            results.append(
                best[place].result(rank: results.count + 1, other, citationCount: counts[place])
            )
        }
        return Answer(paper: paper, results: results, behind: opened.behind)
    }
}

/// The papers like one, while they are collected.
private struct Likenesses {
    struct Entry {
        var key: String
        var cosine: Double?
        var references = 0.0
        var citations = 0.0
        var sharedReferences = 0
        var citedTogether = 0
        var isCited = false
        var score = 0.0

        func result(rank: Int, _ paper: Paper, citationCount: Int) -> SimilarPaper {
            SimilarPaper(
                rank: rank,
                paper: paper,
                citationCount: citationCount,
                score: score,
                cosine: cosine,
                sharedReferences: sharedReferences,
                citedTogether: citedTogether,
                isCited: isCited
            )
        }
    }

    let key: String
    let opened: LibraryIndexes.Opened
    private var entries: [String: Entry] = [:]

    init(key: String, opened: LibraryIndexes.Opened) {
        self.key = key
        self.opened = opened
    }

    mutating func addMeaning(_ depth: Int) throws {
        guard let meaning = opened.meaning, let vector = meaning.vector(ofKey: key) else { return }
        for hit in meaning.vectors.search(vector, limit: depth + 1) {
            guard let other = meaning.vectors.key(of: hit.row), other != key else { continue }
            entries[other, default: Entry(key: other)].cosine = Double(hit.score)
        }
    }

    mutating func addCitations(_ depth: Int) {
        guard let graph = opened.graph, let node = graph.node(of: key) else { return }
        let all = graph.all
        for kind in CitationCoupling.allCases {
            for other in all.mostCoupled(with: [node], by: kind, isNormalised: true, limit: depth) {
                let name = graph.key(of: other.node)
                if entries[name] == nil { entries[name] = Entry(key: name) }
            }
        }
        for name in entries.keys {
            guard let other = graph.node(of: name) else { continue }
            entries[name]?.references = all.normalisedCoupling(node, other, by: .bibliographic)
            entries[name]?.citations = all.normalisedCoupling(node, other, by: .coCitation)
            entries[name]?.sharedReferences = all.coupling(node, other, by: .bibliographic)
            entries[name]?.citedTogether = all.coupling(node, other, by: .coCitation)
            entries[name]?.isCited = all.references(of: node).contains(other) || all.citations(of: node).contains(other)
        }
    }

    /// All of them, best first; works that the library knows only as cited are left out.
    func ranked(_ weights: (meaning: Double, references: Double, citations: Double)) -> [Entry] {
        var list: [Entry] = []
        for var entry in entries.values where opened.lexical.document(forKey: entry.key) != nil {
            if entry.cosine == nil, let meaning = opened.meaning, let vector = meaning.vector(ofKey: key) {
                entry.cosine = meaning.score(ofKey: entry.key, with: vector).map(Double.init)
            }
            entry.score =
                weights.meaning * max(0, entry.cosine ?? 0) + weights.references * entry.references
                + weights.citations * entry.citations
            list.append(entry)
        }
        return list.sorted { one, other in
            one.score != other.score
                ? one.score > other.score : one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
        }
    }
}
