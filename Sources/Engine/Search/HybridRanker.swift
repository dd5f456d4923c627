import GraphKernel
import Retrieval

/// Puts the rankings by words, meaning and citations together.
///
/// A paper's score is the weighted sum of its scores in each, every one over the greatest of its kind (a convex combination:
/// Bruch, Gai and Ingber, "An analysis of fusion functions for hybrid retrieval", TOIS 2023). The walk along citations starts from
/// the papers that words and meaning put first.
struct HybridRanker {
    /// A paper on its way to a place.
    struct Candidate {
        var document: Int
        var key: String
        var lexical = 0.0
        var semantic: Double?
        var walk = 0.0
        var influence = 0.0
        var isPreferred = false
        var score = 0.0
        var ranks = SearchAnswer.Ranks()
    }

    /// Papers that the walk starts from.
    private static let seeds = 12
    /// Papers that only the walk found.
    private static let found = 40
    private static let walk = PersonalisedPageRank(restart: 0.3, direction: .references, epsilon: 2e-5)

    let index: LexicalIndex
    let graph: CitationGraph?
    var weights = HybridWeights.standard
    private(set) var candidates: [Candidate] = []
    private var places: [Int: Int] = [:]

    init(index: LexicalIndex, graph: CitationGraph?) {
        self.index = index
        self.graph = graph
    }

    /// Whether a document is a candidate.
    func contains(_ document: Int) -> Bool { places[document] != nil }

    /// The candidates as a set of documents.
    var documents: DocumentBitmap {
        var set = DocumentBitmap(count: index.capacity)
        for candidate in candidates { set[candidate.document] = true }
        return set
    }

    /// Adds a document, once, and changes what is known of it.
    mutating func update(_ document: Int, _ change: (inout Candidate) -> Void) {
        if let place = places[document] {
            change(&candidates[place])
        } else if let key = index.key(of: document) {
            var candidate = Candidate(document: document, key: key)
            change(&candidate)
            places[document] = candidates.count
            candidates.append(candidate)
        }
    }

    // MARK: Citations

    /// Walks from the best candidates along what they cite; papers that many of them lead to become candidates too.
    ///
    /// - Parameter isTaken: whether a document may be found that way.
    mutating func follow(from extraSeeds: [Int32] = [], where isTaken: (Int) -> Bool) {
        guard let graph else { return }
        settle()
        var starts = extraSeeds.map { ScoredNode(node: $0, score: 1) }
        for candidate in candidates.sorted(by: Self.precedes).prefix(Self.seeds) where candidate.score > 0 {
            if let node = graph.node(of: candidate.key) { starts.append(ScoredNode(node: node, score: candidate.score)) }
        }
        guard !starts.isEmpty else { return }
        var room = Self.found
        for reached in Self.walk.push(from: starts, in: graph.all).best(4 * Self.found) {
            guard let document = index.document(forKey: graph.key(of: reached.node)), isTaken(document) else { continue }
            if !contains(document) {
                guard room > 0 else { continue }
                room -= 1
            }
            update(document) { $0.walk = reached.score }
        }
        let influence = CitationInfluence(graph)
        for place in candidates.indices {
            guard let node = graph.node(of: candidates[place].key) else { continue }
            candidates[place].influence = influence.percentile(of: node)
        }
    }

    // MARK: Order

    /// Computes scores and places.
    mutating func settle() {
        let greatest = candidates.reduce(into: (lexical: 0.0, semantic: 0.0, walk: 0.0)) { greatest, candidate in
            greatest.lexical = max(greatest.lexical, candidate.lexical)
            greatest.semantic = max(greatest.semantic, candidate.semantic ?? 0)
            greatest.walk = max(greatest.walk, candidate.walk)
        }
        for place in candidates.indices {
            let arms = contributions(of: candidates[place], greatest)
            candidates[place].score = arms.reduce(0, +) + (candidates[place].isPreferred ? weights.preference : 0)
        }
        top = greatest
        rank(\.lexical, \.ranks.lexical)
        rank(\.semanticOrZero, \.ranks.semantic)
        rank(\.walk, \.ranks.graph)
    }

    private var top = (lexical: 0.0, semantic: 0.0, walk: 0.0)

    private func contributions(
        of candidate: Candidate,
        _ greatest: (lexical: Double, semantic: Double, walk: Double)
    ) -> [Double] {
        func share(_ value: Double, _ of: Double) -> Double { of > 0 ? max(0, value) / of : 0 }
        return [
            weights.lexical * share(candidate.lexical, greatest.lexical),
            weights.semantic * share(candidate.semantic ?? 0, greatest.semantic),
            weights.graph * share(candidate.walk, greatest.walk).squareRoot(),
            weights.influence * candidate.influence,
        ]
    }

    private mutating func rank(_ value: KeyPath<Candidate, Double>, _ rank: WritableKeyPath<Candidate, Int?>) {
        let order = candidates.indices.filter { candidates[$0][keyPath: value] > 0 }.sorted { left, right in
            let (one, two) = (candidates[left], candidates[right])
            let (first, second) = (one[keyPath: value], two[keyPath: value])
            return first != second ? first > second : one.key.utf8.lexicographicallyPrecedes(two.key.utf8)
        }
        for (place, candidate) in order.enumerated() { candidates[candidate][keyPath: rank] = place + 1 }
    }

    /// The candidates, best first.
    mutating func ranked() -> [Candidate] {
        settle()
        return candidates.sorted(by: Self.precedes)
    }

    private static func precedes(_ one: Candidate, _ other: Candidate) -> Bool {
        one.score != other.score ? one.score > other.score : one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }

    /// What each ranking adds to a candidate.
    func arms(of candidate: Candidate) -> [ResultExplanation.Arm] {
        let added = contributions(of: candidate, top)
        let arms = [
            ("lexical", candidate.ranks.lexical, candidate.lexical), ("semantic", candidate.ranks.semantic, candidate.semanticOrZero),
            ("graph", candidate.ranks.graph, candidate.walk), ("influence", nil, candidate.influence),
        ]
        return zip(arms, added).filter { $0.0.2 > 0 }.map { arm, contribution in
            ResultExplanation.Arm(name: arm.0, rank: arm.1, score: arm.2, contribution: contribution)
        }
    }
}

extension HybridRanker.Candidate {
    /// The cosine, 0 where there is none.
    var semanticOrZero: Double { semantic ?? 0 }
}
