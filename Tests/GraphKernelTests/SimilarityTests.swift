import GraphKernel
import Testing

@Suite struct SimilarityTests {
    @Test(arguments: GraphFixture.names)
    func closenessIsThatOfNetworkx(name: String) {
        let fixture = GraphFixture[name]
        let snapshot = fixture.snapshot
        let measures: [(NeighbourMeasure, [Double])] = [
            (.adamicAdar, fixture.adamic_adar), (.resourceAllocation, fixture.resource_allocation),
            (.jaccard, fixture.jaccard),
        ]
        for (measure, expected) in measures {
            let values = fixture.pairs.map { snapshot.closeness($0[0], $0[1], by: measure) }
            #expect(difference(values, expected) < 1e-11)
        }
    }

    @Test(arguments: GraphFixture.names)
    func couplingIsThatOfIgraph(name: String) {
        let fixture = GraphFixture[name]
        let snapshot = fixture.snapshot
        #expect(fixture.pairs.map { snapshot.coupling($0[0], $0[1], by: .coCitation) } == fixture.cocitation)
        #expect(fixture.pairs.map { snapshot.coupling($0[0], $0[1], by: .bibliographic) } == fixture.bibcoupling)
    }

    @Test(arguments: GraphFixture.names, NeighbourMeasure.allCases)
    func theClosestAreFoundFromTheNeighbours(name: String, measure: NeighbourMeasure) {
        let snapshot = GraphFixture[name].snapshot
        for node in [2, 11, 40] as [Int32] {
            var neighbours: [Int32] = []
            snapshot.forEachNeighbour(of: node) { neighbours.append($0) }
            let expected = (0..<Int32(snapshot.nodeCount)).filter { $0 != node }.map {
                ScoredNode(node: $0, score: snapshot.closeness(node, $0, by: measure))
            }.filter { $0.score > 0 }
            let found = snapshot.closest(toNeighbours: neighbours, by: measure, excluding: [node], limit: 1000)
            #expect(Set(found.map(\.node)) == Set(expected.map(\.node)))
            for item in found {
                #expect(abs(item.score - snapshot.closeness(node, item.node, by: measure)) < 1e-11)
            }
            for (left, right) in zip(found, found.dropFirst()) { #expect(left.precedes(right)) }
        }
    }

    @Test(arguments: GraphFixture.names, CitationCoupling.allCases)
    func theMostCoupledAreFound(name: String, kind: CitationCoupling) {
        let snapshot = GraphFixture[name].snapshot
        let nodes: [Int32] = [1, 30]
        for isNormalised in [false, true] {
            let found = snapshot.mostCoupled(with: nodes, by: kind, isNormalised: isNormalised, limit: 1000)
            for other in 0..<Int32(snapshot.nodeCount) where !nodes.contains(other) {
                let expected = nodes.reduce(0) { sum, node in
                    sum
                        + (isNormalised
                            ? snapshot.normalisedCoupling(node, other, by: kind)
                            : Double(snapshot.coupling(node, other, by: kind)))
                }
                let score = found.first { $0.node == other }?.score ?? 0
                #expect(abs(score - expected) < 1e-12)
            }
        }
    }

    @Test(arguments: GraphFixture.names)
    func katzIsTheSumOfPowers(name: String) {
        let fixture = GraphFixture[name]
        var values = [Double](repeating: 0, count: fixture.nodes)
        for item in TruncatedKatz().scores(from: fixture.seedNodes, in: fixture.snapshot) {
            values[Int(item.node)] = item.score
        }
        #expect(difference(values, fixture.katz) < 1e-11)
    }

    @Test func anAccumulatorIsCleanAfterReset() {
        let scores = ScoreAccumulator(nodeCount: 10)
        scores.add(2, to: 3)
        scores.add(1, to: 3)
        scores.add(5, to: 7)
        #expect(scores.scores == [ScoredNode(node: 3, score: 3), ScoredNode(node: 7, score: 5)])
        scores.reset()
        #expect(scores.scores.isEmpty)
        #expect(scores[3] == 0)
    }
}
