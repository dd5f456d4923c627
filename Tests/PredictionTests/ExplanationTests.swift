import Testing

@testable import Prediction

/// Every fact of an explanation against a count over sets.
@Suite struct ExplanationTests {
    @Test func factsAreThoseOfACount() throws {
        let corpus = SmallWorld.corpus(papers: 300, topics: 5, seed: 21)
        let predictor = LinkPredictor(corpus: corpus, day: 1_280)
        let out = (0..<280).map { Set(corpus.references(of: $0)) }
        let session = predictor.makeSession()
        var kinds = Set<String>()
        for source in LinkSplit(corpus: corpus, day: 1_280, end: 1_300, mode: .warm).sources {
            let query = LinkQuery(corpus: corpus, paper: source.paper, seeds: source.visible)
            session.extractor.evaluate(query)
            let seeds = Set(source.visible)
            let nearest = session.extractor.workspace.context.textNeighbours.prefix(20).map { Int($0.paper) }
            for candidate in session.extractor.candidates.prefix(40).map({ Int($0) }) {
                let citers = (0..<280).filter { out[$0].contains(candidate) }
                for reason in session.reasons(for: candidate, of: query, limit: 10) {
                    kinds.insert(String("\(reason)".prefix { $0 != "(" }))
                    switch reason {
                    case .citedByReferences(let count, let total, let examples):
                        #expect(count == seeds.intersection(citers).count && total == seeds.count)
                        #expect(examples.allSatisfy { seeds.contains($0) && citers.contains($0) })
                    case .citesReferences(let count, let total, let examples):
                        #expect(count == out[candidate].intersection(seeds).count && total == seeds.count)
                        #expect(examples.allSatisfy { out[candidate].contains($0) && seeds.contains($0) })
                    case .citedTogether(let papers, let with):
                        #expect(papers == citers.count { !out[$0].isDisjoint(with: seeds) })
                        let counts = seeds.map { seed in citers.count { out[$0].contains(seed) } }
                        #expect(with.first.map { seed in citers.count { out[$0].contains(seed) } } == counts.max())
                    case .citedByAuthors(let count, let examples):
                        let own = Set(corpus.authors[source.paper])
                        let papers = citers.filter { !own.isDisjoint(with: corpus.authors[$0]) }
                        #expect(count == papers.count && examples.allSatisfy { papers.contains($0) })
                    case .sameAuthors(let names):
                        let shared = Set(corpus.authors[source.paper]).intersection(corpus.authors[candidate])
                        #expect(Set(names) == Set(shared.map { corpus.authorNumbers[$0] }))
                    case .citedByNearest(let count, let total, _):
                        #expect(count == Set(nearest).intersection(citers).count && total == nearest.count)
                    case .sharedWords(let words):
                        let own = Set(corpus.words.numbers(of: source.paper).map { corpus.wordNumbers[$0] })
                        let other = Set(corpus.words.numbers(of: candidate).map { corpus.wordNumbers[$0] })
                        #expect(Set(words).isSubset(of: own.intersection(other)) && words.count <= 5)
                    case .path(let papers):
                        #expect(papers.count == 3 && papers[2] == candidate && seeds.contains(papers[0]))
                        for (a, b) in zip(papers, papers.dropFirst()) {
                            #expect(out[a].contains(b) || out[b].contains(a))
                        }
                    }
                }
            }
        }
        #expect(kinds.count >= 6, "\(kinds)")
    }
}
