#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Joins what the arms of a search found into one ranking.
///
/// Each arm gives its best ``depth`` documents; every one of them is then scored by the other arms too, so that a document
/// does not lose because one arm did not list it. A walk through the citation graph starts at ``seeds(_:)`` of a first
/// fusion without proximity; a second fusion takes it into account.
public struct RankFusion: Sendable {
    /// How often a walk through the graph goes back to where it started.
    ///
    /// Chosen on titles of hep-th papers of 2000 and 2001, to find their references (nDCG@10, recall@100; 2026-11-26): 0.5: .218,
    /// .487 and .223, .471; 0.3: .222, .505 and .229, .486; 0.15: .229, .496 and .237, .488; 0.05: .235, .480 and .246, .464.
    public static let walkRestart = 0.15
    /// How many documents of each arm are candidates.
    public static let depth = 200
    /// At how many of the best hits walks through the graph start.
    public static let seedCount = 30
    /// How much more a better hit is worth as a start: weights fall by e for each 1/6 of score.
    private static let seedSharpness = 6.0

    /// How much each arm counts.
    public var weights: FusionWeights

    /// A fusion.
    public init(weights: FusionWeights = .standard) {
        self.weights = weights
    }

    /// The joint ranking of `candidates`, best first, equal scores by number.
    ///
    /// - Parameters:
    ///   - candidates: each document once.
    ///   - ideal: the greatest BM25 score that the query's words can give (``LexicalIndex/idealScore(of:in:parameters:)``); the
    ///     greatest among the candidates where that is not known.
    /// - Complexity: O(n log n).
    public func fuse(_ candidates: [FusionCandidate], ideal: Float? = nil) -> [FusedHit] {
        let greatest = candidates.reduce(Float(0)) { max($0, $1.lexical ?? 0) }
        let divisor = max(ideal ?? greatest, greatest)
        let least = candidates.compactMap(\.semantic).min() ?? 0
        let lexical = ranks(candidates) { $0.lexical }
        let semantic = ranks(candidates) { $0.semantic }
        let graph = ranks(candidates) { candidate in
            let value = self.graph(candidate)
            return value > 0 ? value : nil
        }
        var hits: [FusedHit] = []
        hits.reserveCapacity(candidates.count)
        for (index, candidate) in candidates.enumerated() {
            let words = divisor > 0 ? weights.lexical * (candidate.lexical ?? 0) / divisor : 0
            // Without a vector a document is held to be as far as the farthest candidate.
            let meaning = weights.semantic * (candidate.semantic ?? least)
            let citations = self.graph(candidate)
            hits.append(
                FusedHit(
                    id: candidate.id,
                    score: words + meaning + citations,
                    lexical: ArmShare(rank: lexical[index], contribution: words),
                    semantic: ArmShare(rank: semantic[index], contribution: meaning),
                    graph: ArmShare(rank: graph[index], contribution: citations)
                )
            )
        }
        return hits.sorted { ($0.score, $1.id) > ($1.score, $0.id) }
    }

    /// Where a walk through the citation graph starts: the best hits, with weights that sum to 1.
    ///
    /// - Parameter hits: best first.
    public func seeds(_ hits: [FusedHit]) -> [(id: Int, weight: Double)] {
        guard let best = hits.first?.score else { return [] }
        let raw = hits.prefix(Self.seedCount).map { hit in
            (id: hit.id, weight: exp(Double(hit.score - best) * Self.seedSharpness))
        }
        let sum = raw.reduce(0) { $0 + $1.weight }
        return raw.map { (id: $0.id, weight: $0.weight / sum) }
    }

    private func graph(_ candidate: FusionCandidate) -> Float {
        weights.influence * candidate.influence + weights.proximity * log1pf(1000 * max(0, candidate.proximity))
    }

    /// The place of each candidate by one value, from 1; nil without the value.
    private func ranks(_ candidates: [FusionCandidate], by value: (FusionCandidate) -> Float?) -> [Int?] {
        let known = candidates.indices.compactMap { index in value(candidates[index]).map { (index: index, value: $0) }
        }
        var ranks = [Int?](repeating: nil, count: candidates.count)
        let sorted = known.sorted { first, second in
            (first.value, candidates[second.index].id) > (second.value, candidates[first.index].id)
        }
        for (place, entry) in sorted.enumerated() { ranks[entry.index] = place + 1 }
        return ranks
    }
}
