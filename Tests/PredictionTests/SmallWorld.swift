@testable import Prediction

/// A small world of papers in topics, made anew from a seed: later papers cite earlier ones of their topic, popular ones more.
enum SmallWorld {
    /// The corpus; papers appear one a day from day 1,000.
    static func corpus(papers count: Int = 400, topics: Int = 8, seed: UInt64) -> PredictionCorpus {
        var generator = SeededGenerator(seed: seed)
        var papers: [PredictionPaper] = []
        var citations: [(citing: Int, cited: Int)] = []
        var members = [[Int]](repeating: [], count: topics)
        for paper in 0..<count {
            let topic = generator.below(topics)
            var words = (0..<12).map { _ in "topic\(topic)word\(generator.below(5))" }
            words += (0..<6).map { _ in "common\(generator.below(12))" }
            papers.append(
                PredictionPaper(
                    id: "p\(String(paper + 10_000))",
                    day: Int32(1_000 + paper),
                    title: words.prefix(4).joined(separator: " "),
                    abstract: words.joined(separator: " "),
                    authors: ["author \(topic) \(generator.below(6))"],
                    categories: ["cat\(topic % 3)"]
                )
            )
            var pool = members[topic]
            for _ in 0..<min(9, pool.count) {
                let cited = pool[min(generator.below(pool.count), generator.below(pool.count))]
                citations.append((paper, cited))
                pool.append(cited)
            }
            if paper > 0 { citations.append((paper, generator.below(paper))) }
            members[topic].append(paper)
        }
        return PredictionCorpus(papers: papers, citations: citations)
    }
}
