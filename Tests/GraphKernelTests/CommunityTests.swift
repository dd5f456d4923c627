import GraphKernel
import Testing

@Suite struct CommunityTests {
    @Test(arguments: GraphFixture.names)
    func communitiesAreAsGoodAsThoseOfIgraph(name: String) {
        let fixture = GraphFixture[name]
        let graph = UndirectedGraph(fixture.snapshot)
        var leiden = Leiden()
        leiden.iterations = 10
        let communities = leiden.communities(of: fixture.snapshot)
        // igraph's is the best of ten runs to convergence.
        #expect(communities.modularity(in: graph) > fixture.leiden_modularity - 0.01)
        #expect(leiden.communities(of: graph) == communities)
        leiden.threads = 2
        #expect(leiden.communities(of: graph) == communities, "threads change nothing")
    }

    @Test(arguments: 0..<12 as Range<UInt64>, [Leiden.Quality.undirected, .directed])
    func communitiesHangTogether(seed: UInt64, quality: Leiden.Quality) {
        let snapshot = RandomGraph.make(nodeCount: 200, edgeCount: 150 + Int(seed) * 60, seed: seed)
        let graph = UndirectedGraph(snapshot)
        var leiden = Leiden()
        leiden.quality = quality
        leiden.seed = seed
        leiden.randomness = seed % 2 == 0 ? 0.01 : 1
        let communities = leiden.communities(of: snapshot)
        #expect(communities.labels.count == 200)
        #expect(communities.sizes.reduce(0, +) == 200)
        for members in communities.members() {
            let part = graph.induced(by: members)
            var reached: Set<Int32> = [0]
            var queue: [Int32] = [0]
            while let node = queue.popLast() {
                for other in part.neighbours(of: node) where reached.insert(other).inserted { queue.append(other) }
            }
            #expect(reached.count == members.count, "seed \(seed)")
        }
        #expect(leiden.communities(of: snapshot) == communities, "the same seed gives the same communities")
    }

    /// No work would gain by moving to another community, when iterated to the end.
    @Test(arguments: 0..<6 as Range<UInt64>, [Leiden.Quality.undirected, .directed])
    func noMoveOfAWorkIsBetter(seed: UInt64, quality: Leiden.Quality) {
        let snapshot = RandomGraph.make(nodeCount: 40, edgeCount: 160, seed: seed)
        let graph = UndirectedGraph(snapshot)
        var leiden = Leiden()
        leiden.quality = quality
        leiden.iterations = 30
        let found = leiden.communities(of: snapshot)
        func value(_ labels: [Int32]) -> Double {
            let partition = NodePartition(raw: labels)
            return quality == .directed
                ? partition.directedModularity(in: snapshot) : partition.modularity(in: graph)
        }
        let best = value(found.labels)
        for node in 0..<40 {
            for label in 0..<Int32(found.count) {
                var labels = found.labels
                labels[node] = label
                #expect(value(labels) <= best + 1e-12, "seed \(seed) node \(node)")
            }
        }
    }

    @Test func twoCliquesAreTwoCommunities() {
        var edges: [CitationEdge] = [CitationEdge(9, 0)]
        for start in [0, 5] as [Int32] {
            for one in start..<start + 5 { for two in start..<one { edges.append(CitationEdge(one, two)) } }
        }
        let snapshot = CitationGraph(nodeCount: 12, edges: edges).all
        for quality in [Leiden.Quality.undirected, .directed] {
            var leiden = Leiden()
            leiden.quality = quality
            let communities = leiden.communities(of: snapshot)
            #expect(communities.labels == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 3])
            #expect(communities.sizes == [5, 5, 1, 1])
        }
        #expect(Leiden().communities(of: CitationGraph(nodeCount: 0, edges: []).all).count == 0)
    }

    /// Modularity by its definition, over all pairs.
    @Test(arguments: 0..<5 as Range<UInt64>)
    func modularityIsTheSumOverPairs(seed: UInt64) {
        let snapshot = RandomGraph.make(nodeCount: 20, edgeCount: 60, seed: seed)
        let graph = UndirectedGraph(snapshot)
        let partition = NodePartition(raw: (0..<20).map { Int32(($0 * 7 + Int(seed)) % 4) })
        var (value, directed) = (0.0, 0.0)
        let (edges, citations) = (Double(graph.edgeCount), Double(snapshot.edgeCount))
        for one in 0..<20 as Range<Int32> {
            for two in 0..<20 as Range<Int32> where partition.labels[Int(one)] == partition.labels[Int(two)] {
                let linked = graph.neighbours(of: one).contains(two) ? 1.0 : 0
                value += (linked - Double(graph.degree(of: one) * graph.degree(of: two)) / (2 * edges)) / (2 * edges)
                let cites = snapshot.references(of: one).contains(two) ? 1.0 : 0
                let chance = Double(snapshot.referenceCount(of: one) * snapshot.citationCount(of: two)) / citations
                directed += (cites - chance) / citations
            }
        }
        #expect(abs(partition.modularity(in: graph) - value) < 1e-12)
        #expect(abs(partition.directedModularity(in: snapshot) - directed) < 1e-12)
    }

    @Test func distinctiveTermsTellCommunitiesApart() {
        // Term 0 is everywhere, 1 in the first community, 2 in the second, 3 in one work only.
        let terms: [[Int32]] = (0..<40).map { node in
            [0] + (node < 20 ? [1] : [2]) + (node == 0 ? [3] : []) + (node % 2 == 0 ? [4] : [])
        }
        let partition = NodePartition(raw: (0..<40).map { $0 < 20 ? 0 : 1 })
        let found = DistinctiveTerms().terms(of: partition, terms: terms, termCount: 5, limit: 1)
        #expect(found.map { $0.map(\.term) } == [[1], [2]])
        #expect(found[0][0].count == 20)
        let all = DistinctiveTerms().terms(of: partition, terms: terms, termCount: 5, limit: 10)
        #expect(!all[0].contains { $0.term == 3 || $0.term == 2 })
    }
}
