import GraphKernel
import Literature

/// What communities are about: phrases of their titles that others do not have.
///
/// Titles are read of a bounded number of works, so that the cost does not grow with the library: of each community those that
/// are cited most, and of the rest of the graph works at even distances in time.
struct CommunityPhrases {
    private static let memberLimit = 400
    private static let backgroundLimit = 4_000
    private static let phraseLimit = 4

    let view: CitationView

    /// Phrases of each community, the most telling first.
    func phrases(of communities: [[Int32]]) throws -> [[String]] {
        var labels: [Int32: Int] = [:]
        for (number, members) in communities.enumerated() {
            let cited = members.map { ScoredNode(node: $0, score: Double(view.snapshot.citationCount(of: $0))) }
            for item in cited.best(Self.memberLimit) { labels[item.node] = number }
        }
        let inside = Set(communities.joined())
        for node in background() where !inside.contains(node) { labels[node] = communities.count }
        let nodes = labels.keys.sorted()
        var titles = TitlePhrases()
        let terms = try view.works(nodes).map { work in titles.phrases(of: work.paper?.title ?? "") }
        let raw = nodes.map { Int32(labels[$0] ?? 0) }
        guard raw.count > communities.count else { return communities.map { _ in [] } }
        let partition = NodePartition(raw: raw)
        let found = DistinctiveTerms().terms(of: partition, terms: terms, termCount: titles.count, limit: 24)
        return communities.indices.map { number in
            guard let place = raw.firstIndex(of: Int32(number)) else { return [] }
            let phrases = found[Int(partition.labels[place])].map { (text: titles.text(of: $0.term), papers: $0.count) }
            // A phrase says more than a word.
            let ordered = phrases.filter { $0.text.contains(" ") } + phrases.filter { !$0.text.contains(" ") }
            return TitlePhrases.withoutParts(ordered, limit: Self.phraseLimit).map { ordered[$0].text }
        }
    }

    /// Works all over the graph.
    private func background() -> [Int32] {
        let count = view.snapshot.nodeCount
        let step = max(1, count / Self.backgroundLimit)
        return stride(from: 0, to: count, by: step).map { Int32($0) }
    }
}
