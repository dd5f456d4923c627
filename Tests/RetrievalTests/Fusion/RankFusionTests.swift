import Retrieval
import Testing

@Suite struct RankFusionTests {
    private let plain = FusionWeights(lexical: 2, semantic: 1, influence: 0.5, proximity: 0)

    @Test func addsNormalisedScores() throws {
        let hits = RankFusion(weights: plain).fuse(
            [
                FusionCandidate(id: 4, lexical: 5, semantic: 0.5), FusionCandidate(id: 2, lexical: 10),
                FusionCandidate(id: 9, semantic: 0.75, influence: 2),
            ],
            ideal: 20
        )
        #expect(hits.map(\.id) == [9, 2, 4])
        // 9: 0 + 0.75 + 1; 2: 2 x 10 / 20 + the least cosine; 4: 0.5 + 0.5.
        #expect(hits.map(\.score) == [1.75, 1.5, 1.0])
        #expect(hits.map(\.lexical.rank) == [nil, 1, 2])
        #expect(hits.map(\.semantic.rank) == [1, nil, 2])
        #expect(hits.map(\.graph.rank) == [1, nil, nil])
        #expect(hits[0].graph.contribution == 1)
    }

    @Test func breaksTiesByNumberAndNeedsNoCandidates() {
        let fusion = RankFusion(weights: plain)
        #expect(fusion.fuse([]).isEmpty && fusion.seeds([]).isEmpty)
        #expect(fusion.fuse([7, 3, 5].map { FusionCandidate(id: $0, lexical: 1) }).map(\.id) == [3, 5, 7])
    }

    @Test func startsWalksAtTheBest() throws {
        let fusion = RankFusion()
        let seeds = fusion.seeds(fusion.fuse((0..<100).map { FusionCandidate(id: $0, semantic: 1 - Float($0) / 100) }))
        #expect(seeds.map(\.id) == Array(0..<RankFusion.seedCount))
        #expect(abs(seeds.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
        #expect(zip(seeds, seeds.dropFirst()).allSatisfy { $0.weight > $1.weight })
    }

    @Test func comparesCitationsWithinAYear() {
        let values = CitationInfluence.values(citations: [0, 30, 0, 3, 1], years: [1990, 1990, 1990, 2003, 2003])
        #expect(values[0] == 0 && values[1] > values[3] && values[3] > values[4])
        // 30 citations where the mean is 10; 3 where it is 2.
        #expect(abs(values[1] - 1.386_294_4) < 1e-6 && abs(values[3] - 0.916_290_7) < 1e-6)
    }
}
