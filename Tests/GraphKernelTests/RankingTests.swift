import Testing

@testable import GraphKernel

@Suite struct RankingTests {
    @Test(arguments: GraphFixture.names)
    func pageRankIsThatOfNetworkx(name: String) {
        let fixture = GraphFixture[name]
        let ranks = PageRank().ranks(of: fixture.snapshot)
        #expect(difference(ranks, fixture.pagerank) < 1e-9)
        #expect(abs(ranks.reduce(0, +) - 1) < 1e-12)
    }

    /// Graphs with many circles, with few, and with none, against the walk computed step by step.
    @Test(arguments: 0..<12 as Range<UInt64>)
    func pageRankIsStationary(seed: UInt64) {
        let edges = RandomGraph.edges(nodeCount: 300, edgeCount: 500 + Int(seed) * 200, seed: seed).enumerated().map {
            let (low, high) = (min($1.source, $1.target), max($1.source, $1.target))
            let isForward = seed % 3 == 0 || (seed % 3 == 1 && $0 % 20 == 0)
            return isForward ? CitationEdge(low, high) : CitationEdge(high, low)
        }
        let all = edges + (seed % 3 == 0 ? edges.map { CitationEdge($0.target, $0.source) } : [])
        let snapshot = CitationGraph(nodeCount: 300, edges: all).all
        var walk = [Double](repeating: 1 / 300, count: 300)
        for _ in 0..<400 {
            var next = [Double](repeating: 0, count: 300)
            var anew = 0.15
            for node in 0..<300 as Range<Int32> {
                let references = snapshot.references(of: node)
                if references.isEmpty { anew += 0.85 * walk[Int(node)] }
                for target in references { next[Int(target)] += 0.85 * walk[Int(node)] / Double(references.count) }
            }
            walk = next.map { $0 + anew / 300 }
        }
        #expect(difference(PageRank().ranks(of: snapshot), walk) < 1e-11, "seed \(seed)")
        var (one, two) = (PageRank(), PageRank())
        (one.blockSize, two.blockSize, two.threads) = (32, 32, 2)
        let ranks = one.ranks(of: snapshot)
        #expect(difference(ranks, walk) < 1e-11 && ranks == two.ranks(of: snapshot), "seed \(seed)")
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
