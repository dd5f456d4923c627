import GraphKernel
import Testing

@Suite struct StructureTests {
    @Test(arguments: GraphFixture.names)
    func componentsAreThoseOfNetworkx(name: String) {
        let fixture = GraphFixture[name]
        #expect(Set(Components.weak(of: fixture.snapshot).members()) == Set(fixture.weak))
        let strong = Components.strong(of: fixture.snapshot)
        #expect(Set(strong.members()) == Set(fixture.strong))
        #expect(strong.sizes == strong.sizes.sorted(by: >))
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func partsAreWhatASearchReaches(seed: UInt64) {
        let snapshot = RandomGraph.make(nodeCount: 500, edgeCount: 60 + Int(seed) * 40, seed: seed)
        let parts = Components.weak(of: snapshot)
        for (label, members) in parts.members().enumerated() {
            let distances = BreadthFirstSearch(.both).distances(from: [members[0]], in: snapshot)
            let reached = (0..<500 as Range<Int32>).filter { distances[Int($0)] >= 0 }
            #expect(reached == members, "seed \(seed) part \(label)")
        }
        #expect(parts.sizes.reduce(0, +) == 500)
    }

    @Test(arguments: GraphFixture.names)
    func corenessAndBridgesAreThoseOfNetworkx(name: String) {
        let fixture = GraphFixture[name]
        let graph = UndirectedGraph(fixture.snapshot)
        #expect(graph.coreness() == fixture.coreness)
        #expect(graph.bridges() == fixture.bridges.map { CitationEdge($0[0], $0[1]) })
    }

    @Test(arguments: GraphFixture.names)
    func structuralHolesAreThoseOfNetworkx(name: String) {
        let fixture = GraphFixture[name]
        let graph = UndirectedGraph(fixture.snapshot)
        for node in 0..<fixture.nodes {
            let hole = graph.structuralHole(of: Int32(node))
            #expect((hole == nil) == (fixture.constraint[node] == nil))
            guard let hole, let constraint = fixture.constraint[node], let size = fixture.effective_size[node] else {
                continue
            }
            #expect(abs(hole.constraint - constraint) < 1e-11)
            #expect(abs(hole.effectiveSize - size) < 1e-10)
        }
    }

    @Test(arguments: GraphFixture.names)
    func betweennessIsThatOfNetworkx(name: String) {
        let fixture = GraphFixture[name]
        let graph = UndirectedGraph(fixture.snapshot)
        let values = Betweenness().exact(in: graph)
        let scale = max(1, fixture.betweenness.max() ?? 1)
        #expect(difference(values, fixture.betweenness) < 1e-9 * scale)
        var two = Betweenness()
        two.threads = 2
        #expect(two.exact(in: graph) == values)
        #expect(difference(two.sampled(in: graph, pivots: fixture.nodes), values) < 1e-9 * scale)
        let sample = two.sampled(in: graph, pivots: 20)
        #expect(sample == Betweenness().sampled(in: graph, pivots: 20))
        #expect(sample.count { $0 > 0 } > 0)
    }

    @Test func theUndirectedGraphIsSimple() {
        let snapshot = RandomGraph.make(nodeCount: 70, edgeCount: 900, seed: 3)
        for cut in [70, 30] {
            let part = GraphSnapshot(snapshot.graph, nodeCount: cut)
            for threads in [1, 2] {
                let graph = UndirectedGraph(part, threads: threads)
                #expect(graph.nodeCount == cut)
                for node in 0..<Int32(cut) {
                    let both = Set(part.references(of: node)).union(part.citations(of: node))
                    #expect(Array(graph.neighbours(of: node)) == both.sorted())
                }
            }
        }
        let graph = UndirectedGraph(snapshot)
        let nodes: [Int32] = [9, 3, 44, 20]
        let part = graph.induced(by: nodes)
        for one in 0..<4 {
            let expected = (0..<4).filter { graph.neighbours(of: nodes[one]).contains(nodes[$0]) }.map { Int32($0) }
            #expect(Array(part.neighbours(of: Int32(one))) == expected)
        }
    }
}
