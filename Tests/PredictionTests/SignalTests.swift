import Testing

@testable import Prediction

/// Signals against sums written down as their definitions say, over sets.
@Suite struct SignalTests {
    private let corpus: PredictionCorpus
    private let snapshot: CitationSnapshot
    private let workspace: SignalWorkspace
    private let seeds: [Int]
    private let out: [Set<Int>]
    private let into: [Set<Int>]

    init() throws {
        corpus = SmallWorld.corpus(papers: 160, topics: 4, seed: 11)
        snapshot = CitationSnapshot(corpus: corpus, day: 1_140)
        workspace = SignalWorkspace(snapshot: snapshot)
        let source = try #require(LinkSplit(corpus: corpus, day: 1_140, end: 1_160, mode: .warm).sources.last)
        seeds = source.visible
        out = (0..<140).map { [corpus] in Set(corpus.references(of: $0)) }
        var citers = [Set<Int>](repeating: [], count: 140)
        for (paper, references) in out.enumerated() { for cited in references { citers[cited].insert(paper) } }
        into = citers
        workspace.evaluate(LinkQuery(corpus: corpus, paper: source.paper, seeds: seeds))
    }

    private func neighbours(_ paper: Int) -> [Int] { Array(out[paper]) + Array(into[paper]) }

    private func expectSignal(_ signal: LinkSignal, _ naive: (Int) -> Double) {
        let scores = workspace.scores(signal)
        for paper in 0..<140 {
            let value = naive(paper)
            #expect(abs(Double(scores[paper]) - value) <= 1e-4 * max(1, abs(value)), "\(signal) of \(paper)")
        }
    }

    @Test func adjacency() {
        func sum(_ v: Int, _ weight: (Int) -> Double) -> Double {
            seeds.reduce(0) { total, seed in
                total + Double(neighbours(seed).count { $0 == v }) * weight(seed)
            }
        }
        expectSignal(.commonNeighbours) { sum($0) { _ in 1 } }
        expectSignal(.adamicAdar) { v in
            sum(v) { 1 / ScalarMath.log(Double(max(neighbours($0).count, 2))) }
        }
        expectSignal(.resourceAllocation) { v in sum(v) { 1 / Double(neighbours($0).count) } }
        expectSignal(.citedBySeeds) { v in Double(seeds.count { out[$0].contains(v) }) }
        expectSignal(.citesSeeds) { v in Double(seeds.count { out[v].contains($0) }) }
    }

    @Test func coCitation() {
        func together(_ a: Int, _ b: Int) -> Double { Double(into[a].intersection(into[b]).count) }
        expectSignal(.coCitation) { v in
            seeds.reduce(0) { sum, seed in
                let norm = (Double(into[seed].count) * Double(into[v].count)).squareRoot()
                return sum + (norm > 0 ? together(seed, v) / norm : 0)
            }
        }
        expectSignal(.coCitedSeeds) { v in Double(seeds.count { together($0, v) > 0 }) }
        expectSignal(.coCitationWalk) { v in
            seeds.reduce(0.0) { sum, seed in
                sum
                    + into[seed].intersection(into[v]).reduce(0.0) {
                        $0 + 1 / Double(into[seed].count) / Double(out[$1].count)
                    }
            }
        }
    }

    @Test func listNeighbours() {
        expectSignal(.listNeighbours) { v in
            into[v].reduce(0.0) { sum, citer in
                let shared = Double(seeds.count { out[citer].contains($0) })
                return sum + shared / (Double(seeds.count) * Double(out[citer].count)).squareRoot()
            }
        }
    }

    @Test func coupling() {
        expectSignal(.coupling) { v in
            seeds.reduce(0.0) { sum, seed in
                let norm = (Double(out[seed].count) * Double(out[v].count)).squareRoot()
                return sum + (norm > 0 ? Double(out[seed].intersection(out[v]).count) / norm : 0)
            }
        }
    }

    @Test func walksAndKatz() {
        var mass = [Double](repeating: 0, count: 140)
        for seed in seeds { mass[seed] = 1 / Double(seeds.count) }
        var paths = [Double](repeating: 0, count: 140)
        for seed in seeds { paths[seed] = 1 }
        var katz = [Double](repeating: 0, count: 140)
        for (step, signal) in [LinkSignal.walk1, .walk2].enumerated() {
            var next = [Double](repeating: 0, count: 140)
            var longer = next
            for paper in 0..<140 {
                for other in neighbours(paper) {
                    next[other] += mass[paper] / Double(neighbours(paper).count)
                    longer[other] += 0.05 * paths[paper]
                }
            }
            (mass, paths) = (next, longer)
            for paper in 0..<140 { katz[paper] += longer[paper] }
            expectSignal(signal) { mass[$0] }
            if step == 1 { expectSignal(.katz) { katz[$0] } }
        }
    }

    @Test func bm25() {
        let words = (0..<160).map { [corpus] in corpus.words.counted($0) }
        let query = LinkQuery(corpus: corpus, paper: 150, seeds: [])
        workspace.evaluate(query)
        let lengths = (0..<140).map { words[$0].reduce(0) { $0 + $1.count } }
        let average = Double(lengths.reduce(0, +)) / 140
        func rarity(_ word: Int32) -> Double {
            let n = Double((0..<140).count { words[$0].contains { $0.word == word } })
            return n == 0 ? 0 : ScalarMath.log(1 + (140 - n + 0.5) / (n + 0.5))
        }
        expectSignal(.bm25) { v in
            query.words.reduce(0.0) { sum, item in
                guard let own = words[v].first(where: { $0.word == item.word }) else { return sum }
                let times = Double(own.count)
                let norm = 1.2 * (0.25 + 0.75 * Double(lengths[v]) / average)
                return sum + Double(item.count) * rarity(item.word) * times * 2.2 / (times + norm)
            }
        }
    }

    @Test func theTopOfManyIsThatOfASort() {
        var generator = SeededGenerator(seed: 4)
        let pairs = (0..<500).map { (Int32($0), Float(generator.below(40))) }
        let best = TopSelection.best(37, of: pairs)
        let sorted = pairs.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }.prefix(37)
        #expect(best.map(\.paper) == sorted.map(\.0))
    }
}
