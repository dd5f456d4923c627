import Testing

@testable import Prediction

@Suite struct ProtocolTests {
    private static let corpus = SmallWorld.corpus(seed: 1)

    @Test func papersAreNumberedByTimeAndImpossibleCitationsDropped() {
        func paper(_ id: String, _ day: Int32) -> PredictionPaper {
            PredictionPaper(id: id, day: day, title: id, abstract: "", authors: [], categories: [])
        }
        let papers = [paper("c", 5), paper("a", 9), paper("b", 5)]
        let corpus = PredictionCorpus(papers: papers, citations: [(1, 0), (1, 0), (0, 1), (2, 2), (0, 2), (2, 0)])
        #expect(corpus.ids == ["b", "c", "a"])
        #expect(corpus.references(of: 2) == [1])
        // Of two papers of one day each may cite the other.
        #expect(corpus.references(of: 0) == [1] && corpus.references(of: 1) == [0])
        #expect(corpus.droppedCitations == 3)
        #expect(corpus.count(before: 5) == 0 && corpus.count(before: 6) == 2 && corpus.count(before: 100) == 3)
    }

    @Test(arguments: [LinkSplit.Mode.warm, .cold])
    func aSplitHidesAFifthOrAll(mode: LinkSplit.Mode) {
        let corpus = Self.corpus
        let split = LinkSplit(corpus: corpus, day: 1_300, end: 1_400, mode: mode)
        #expect(!split.sources.isEmpty)
        for source in split.sources {
            let all = corpus.references(of: source.paper).filter { $0 < 300 }
            #expect(all.count >= 5)
            #expect((source.visible + source.hidden).sorted() == all)
            #expect(source.hidden.count == (mode == .warm ? (all.count + 4) / 5 : all.count))
        }
        #expect(split == LinkSplit(corpus: corpus, day: 1_300, end: 1_400, mode: mode))
        let other = LinkSplit(corpus: corpus, day: 1_300, end: 1_400, mode: mode, seed: 43)
        #expect((split == other) == false)
    }

    @Test func theFoldsOfASplitHideEveryReferenceOnce() {
        let splits = (0..<5).map { LinkSplit(corpus: Self.corpus, day: 1_300, end: 1_400, mode: .warm, fold: $0) }
        var hidden: [Int: [Int]] = [:]
        for source in splits.flatMap(\.sources) { hidden[source.paper, default: []] += source.hidden }
        for source in splits[0].sources {
            #expect(hidden[source.paper]?.sorted() == (source.visible + source.hidden).sorted())
        }
    }

    @Test func ranksCountWhatIsAboveAndHalfOfWhatIsEqual() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<50 {
            let count = 30
            let scores = (0..<count).map { _ in Float(generator.below(6)) }
            var papers = Array(0..<count)
            generator.shuffle(&papers)
            let source = LinkSplit.Source(
                paper: papers[0],
                visible: papers[1..<6].sorted(),
                hidden: papers[6..<9].sorted()
            )
            let ranking = SourceRanking(source: source, known: count, negatives: [])
            let ranks = scores.withUnsafeBufferPointer { ranking.ranks($0) }
            for (reference, rank) in zip(source.hidden, ranks) {
                let rivals = papers[9...].map { scores[$0] }
                let naive =
                    1 + Double(rivals.count { $0 > scores[reference] })
                    + Double(rivals.count { $0 == scores[reference] }) / 2
                #expect(rank == naive)
            }
        }
    }

    @Test func areasAreThoseOfMannAndWhitney() {
        let scores: [Float] = [5, 4, 4, 1, 0, 9]
        let source = LinkSplit.Source(paper: 99, visible: [], hidden: [0, 1])
        let ranking = SourceRanking(source: source, known: 6, negatives: [[2, 3], [], [5]])
        let outcome = scores.withUnsafeBufferPointer { ranking.outcome($0) }
        #expect(outcome.areas == [3.5 / 4, nil, 0])
    }

    @Test func theBootstrapHoldsTheMeanAndTheDifference() throws {
        func outcome(_ value: Double) -> SourceOutcome {
            SourceOutcome(
                reciprocalRanks: value,
                within10: value,
                within20: value,
                within50: value,
                hidden: 1,
                areas: [nil, nil, nil]
            )
        }
        var generator = SeededGenerator(seed: 5)
        let low = (0..<300).map { _ in outcome(generator.unit()) }
        let high = low.map { outcome($0.reciprocalRanks + 0.1) }
        let bootstrap = SourceBootstrap(sources: 300, seed: 1)
        let summary = bootstrap.summary(of: "low", low)
        #expect(summary.reciprocalRank.interval.contains(summary.reciprocalRank.value))
        let width = summary.reciprocalRank.interval.upperBound - summary.reciprocalRank.interval.lowerBound
        // 2 · 1.96 · √(1/12 / 300)
        #expect(abs(width - 0.0653) < 0.012)
        let difference = bootstrap.difference("high", high, minus: "low", low)
        #expect(abs(difference.reciprocalRank.interval.lowerBound - 0.1) < 1e-9)
    }
}
