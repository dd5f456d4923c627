import Evaluation
import Testing

@Suite struct RankingMeasuresTests {
    /// By hand: relevant are a (grade 1), b (2) and x (1); gains 1/log2(2), 2/log2(4); ideal 2 + 1/log2(3) + 1/2.
    @Test func measuresGradedJudgements() {
        let measures = RankingMeasures(ranking: ["a", "z", "b", "y"], judgements: ["a": 1, "b": 2, "x": 1, "z": 0])
        #expect(abs(measures.ndcg10 - (1 + 1) / (2 + 0.630_929_753_6 + 0.5)) < 1e-9)
        #expect(abs(measures.recall100 - 2.0 / 3) < 1e-12)
        #expect(measures.reciprocalRank10 == 1)
    }

    @Test func countsOnlyTheFirstTen() {
        let ranking = (0..<10).map { "n\($0)" } + ["a"]
        let measures = RankingMeasures(ranking: ranking, judgements: ["a": 1])
        #expect(measures.ndcg10 == 0)
        #expect(measures.reciprocalRank10 == 0)
        #expect(measures.recall100 == 1)
    }

    @Test func hasNoValueWithoutRelevantDocuments() {
        let measures = RankingMeasures(ranking: ["a"], judgements: ["a": 0])
        #expect(measures.ndcg10 == 0 && measures.recall100 == 0 && measures.reciprocalRank10 == 0)
    }

    @Test func bootstrapIsRepeatableAndHoldsTheMean() {
        let values = (0..<200).map { Double($0 % 7) / 7 }
        let first = BootstrapInterval(values)
        #expect(first == BootstrapInterval(values))
        #expect(first.low < first.mean && first.mean < first.high)
        // The standard error is 0.286 / sqrt(200) = 0.0202; 1.96 of them on each side.
        #expect(abs((first.high - first.low) - 2 * 1.96 * 0.0202) < 0.01)
        #expect(BootstrapInterval([]).mean == 0)
    }
}
