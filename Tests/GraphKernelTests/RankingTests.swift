import GraphKernel
import Testing

@Suite struct RankingTests {
    @Test(arguments: GraphFixture.names)
    func pageRankIsThatOfNetworkx(name: String) {
        let fixture = GraphFixture[name]
        let ranks = PageRank().ranks(of: fixture.snapshot)
        #expect(difference(ranks, fixture.pagerank) < 1e-9)
        #expect(abs(ranks.reduce(0, +) - 1) < 1e-12)
    }

    @Test func pageRankOfWorksThatCiteOnlyEarlierOnesTakesOneSweep() {
        let edges = RandomGraph.edges(nodeCount: 300, edgeCount: 2000, seed: 4).map {
            CitationEdge(max($0.source, $0.target), min($0.source, $0.target))
        }
        let snapshot = CitationGraph(nodeCount: 300, edges: edges).all
        var once = PageRank()
        once.maximumSweeps = 1
        #expect(difference(once.ranks(of: snapshot), PageRank().ranks(of: snapshot)) < 1e-15)
    }

    @Test func pageRankOfNothing() {
        #expect(PageRank().ranks(of: CitationGraph(nodeCount: 0, edges: []).all).isEmpty)
        #expect(PageRank().ranks(of: CitationGraph(nodeCount: 4, edges: []).all) == [0.25, 0.25, 0.25, 0.25])
    }

    @Test(arguments: GraphFixture.names)
    func pageRankWithStartsIsPersonalisedAlongReferences(name: String) {
        let fixture = GraphFixture[name]
        var starts = [Double](repeating: 0, count: fixture.nodes)
        for seed in fixture.seedNodes { starts[Int(seed.node)] += seed.score }
        let ranks = PageRank().ranks(of: fixture.snapshot, starts: starts)
        #expect(difference(ranks, fixture.personalised_references) < 1e-9)
    }

    @Test(arguments: GraphFixture.names)
    func personalisedPageRankIsThatOfNetworkx(name: String) {
        let fixture = GraphFixture[name]
        let both = PersonalisedPageRank().scores(from: fixture.seedNodes, in: fixture.snapshot)
        #expect(difference(both, fixture.personalised) < 1e-8)
        let along = PersonalisedPageRank(direction: .references)
        let references = along.scores(from: fixture.seedNodes, in: fixture.snapshot)
        #expect(difference(references, fixture.personalised_references) < 1e-8)
    }

    @Test(arguments: GraphFixture.names)
    func pushingComesAsNearAsItPromises(name: String) {
        let fixture = GraphFixture[name]
        let snapshot = fixture.snapshot
        for epsilon in [1e-3, 1e-5, 1e-8] {
            let rank = PersonalisedPageRank(restart: 0.3, epsilon: epsilon)
            let exact = rank.scores(from: fixture.seedNodes, in: snapshot)
            var pushed = [Double](repeating: 0, count: fixture.nodes)
            for item in rank.push(from: fixture.seedNodes, in: snapshot) { pushed[Int(item.node)] = item.score }
            for node in 0..<fixture.nodes {
                let degree = snapshot.referenceCount(of: Int32(node)) + snapshot.citationCount(of: Int32(node))
                #expect(pushed[node] <= exact[node] + 1e-9)
                #expect(exact[node] - pushed[node] <= epsilon * Double(max(degree, 1)) + 1e-9)
            }
        }
    }

    @Test(arguments: ["hep-th", "dense"])
    func hubsAndAuthoritiesAreThoseOfNetworkx(name: String) {
        let fixture = GraphFixture[name]
        let scores = HITS().scores(of: fixture.snapshot)
        #expect(difference(scores.hubs, fixture.hubs) < 1e-7)
        #expect(difference(scores.authorities, fixture.authorities) < 1e-7)
    }

    @Test func theBestAreTheFirstOfAll() {
        var numbers = SeededNumbers(seed: 9)
        let items = (0..<500 as Range<Int32>).map {
            ScoredNode(node: $0, score: Double(UInt8.random(in: 0...20, using: &numbers)))
        }
        let sorted = items.sorted { $0.score != $1.score ? $0.score > $1.score : $0.node < $1.node }
        for count in [0, 1, 7, 499, 500, 900] { #expect(items.best(count) == Array(sorted.prefix(count))) }
    }
}
