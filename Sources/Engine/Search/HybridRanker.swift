import GraphKernel
import Retrieval

/// Collects what words, meaning and citations say of papers, and puts it together by `RankFusion`.
///
/// The walk along citations starts from the papers that words and meaning put first; papers that it leads to become candidates
/// too. Papers that fit a name and a year of the query stand before all others.
struct HybridRanker {
    /// A paper with its place.
    struct Ranked {
        var document: Int
        var key: String
        var score: Double
        var ranks = SearchAnswer.Ranks()
        var arms: [ResultExplanation.Arm] = []
    }

    private static let walk = PersonalisedPageRank(restart: RankFusion.walkRestart, direction: .both, epsilon: 1e-5)

    let index: LexicalIndex
    let graph: CitationGraph?
    let means: CohortMeans?
    /// The greatest score that the query's words can give.
    var ideal: Float?
    /// How many words the query has that say something.
    var termCount = Int.max
    /// How the rankings are put together.
    var fusion = RankFusion()
    private(set) var candidates: [Int: FusionCandidate] = [:]
    private var preferred: Set<Int> = []

    init(index: LexicalIndex, graph: CitationGraph?, means: CohortMeans?) {
        self.index = index
        self.graph = graph
        self.means = means
    }

    /// The candidates as a set of documents.
    var documents: DocumentBitmap {
        var set = DocumentBitmap(count: index.capacity)
        for document in candidates.keys { set[document] = true }
        return set
    }

    /// Adds a document, once, and changes what is known of it.
    mutating func update(_ document: Int, _ change: (inout FusionCandidate) -> Void = { _ in }) {
        change(&candidates[document, default: FusionCandidate(id: document)])
    }

    /// Puts a document before all others.
    mutating func prefer(_ document: Int) {
        update(document)
        preferred.insert(document)
    }

    // MARK: Citations

    /// Notes how much each candidate is cited.
    private mutating func addInfluence() {
        guard let graph, let means else { return }
        for document in candidates.keys {
            guard let node = node(of: document) else { continue }
            candidates[document]?.influence = means.influence(
                citations: graph.citations(of: node).count,
                year: index.year(of: document)
            )
        }
    }

    private func node(of document: Int) -> Int32? {
        index.key(of: document).flatMap { graph?.node(of: $0) }
    }

    /// Walks from the best candidates along citations; the papers that it leads to most become candidates.
    ///
    /// - Parameters:
    ///   - nodes: works to start from besides.
    ///   - isTaken: whether a document may become a candidate that way.
    mutating func follow(from nodes: [Int32], where isTaken: (Int) -> Bool) {
        guard let graph else { return }
        addInfluence()
        var starts = nodes.map { ScoredNode(node: $0, score: 1) }
        // From the best before citations count more: a walk from those that everybody cites gets nowhere.
        for seed in fusion.seeds(sorted(isEmphasising: false)) {
            if let node = node(of: seed.id) { starts.append(ScoredNode(node: node, score: seed.weight)) }
        }
        guard !starts.isEmpty else { return }
        for reached in Self.walk.push(from: starts, in: graph.all).best(RankFusion.depth) {
            guard let document = index.document(forKey: graph.key(of: reached.node)), isTaken(document) else {
                continue
            }
            update(document) { $0.proximity = Float(reached.score) }
        }
        addInfluence()
    }

    // MARK: Order

    private func sorted(isEmphasising: Bool = true) -> [FusedHit] {
        // In the order of numbers, so that equal sums are equal to the last bit.
        let fused = fusion.fuse(candidates.values.sorted { $0.id < $1.id }, ideal: ideal)
        let hits = isEmphasising ? emphasised(fused) : fused
        guard !preferred.isEmpty else { return hits }
        let (first, rest) = (hits.filter { preferred.contains($0.id) }, hits.filter { !preferred.contains($0.id) })
        return first + rest
    }

    /// Lets citations count more for papers that have words of a short query.
    ///
    /// One or two words name a topic. Hundreds of papers have both, and BM25 tells only which is shortest; which one a reader
    /// means is told by the others that cite it. Long queries, by which the weights of the fusion were chosen, stay as they are.
    private func emphasised(_ hits: [FusedHit]) -> [FusedHit] {
        let emphasis = Self.emphasis(termCount)
        guard emphasis > 0 else { return hits }
        return hits.map { hit in
            var hit = hit
            let influence = fusion.weights.influence * (candidates[hit.id]?.influence ?? 0)
            let more = influence * emphasis * wordShare(of: hit)
            hit.graph.contribution += more
            hit.score += more
            return hit
        }.sorted { ($0.score, $1.id) > ($1.score, $0.id) }
    }

    /// How much more citations count for a paper that has all words of a query of so many.
    private static func emphasis(_ termCount: Int) -> Float {
        max(0, 10 - 2 * Float(min(termCount, 100)))
    }

    /// From 0 for a paper without the query's words to 1 for one that has about a quarter of what there can be of them.
    private func wordShare(of hit: FusedHit) -> Float {
        min(1, 4 * hit.lexical.contribution / fusion.weights.lexical)
    }

    /// The candidates, best first; equal scores by key.
    func ranked() -> [Ranked] {
        let hits = sorted().compactMap { hit in
            index.key(of: hit.id).map { (hit: hit, key: $0, isFirst: preferred.contains(hit.id)) }
        }
        let ordered = hits.sorted { one, other in
            if one.isFirst != other.isFirst { return one.isFirst }
            if one.hit.score != other.hit.score { return one.hit.score > other.hit.score }
            return one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
        }
        return ordered.map { entry in
            var ranked = Ranked(document: entry.hit.id, key: entry.key, score: Double(entry.hit.score))
            ranked.ranks.lexical = entry.hit.lexical.rank
            ranked.ranks.semantic = entry.hit.semantic.rank
            ranked.ranks.graph = entry.hit.graph.rank
            ranked.arms = arms(of: entry.hit)
            return ranked
        }
    }

    private func arms(of hit: FusedHit) -> [ResultExplanation.Arm] {
        guard let candidate = candidates[hit.id] else { return [] }
        let influence =
            fusion.weights.influence * candidate.influence * (1 + Self.emphasis(termCount) * wordShare(of: hit))
        let arms: [ResultExplanation.Arm?] = [
            candidate.lexical.map { arm("lexical", hit.lexical.rank, $0, hit.lexical.contribution) },
            // A paper without a vector is held to be as far as the farthest candidate.
            hit.semantic.contribution != 0
                ? arm("semantic", hit.semantic.rank, candidate.semantic ?? 0, hit.semantic.contribution) : nil,
            candidate.proximity > 0
                ? arm("graph", hit.graph.rank, candidate.proximity, hit.graph.contribution - influence) : nil,
            candidate.influence > 0 ? arm("influence", nil, candidate.influence, influence) : nil,
        ]
        return arms.compactMap(\.self)
    }

    private func arm(_ name: String, _ rank: Int?, _ score: Float, _ contribution: Float) -> ResultExplanation.Arm {
        ResultExplanation.Arm(name: name, rank: rank, score: Double(score), contribution: Double(contribution))
    }
}
