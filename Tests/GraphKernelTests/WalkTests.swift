import GraphKernel
import Testing

@Suite struct WalkTests {
    @Test(arguments: GraphFixture.names)
    func distancesAreThoseOfNetworkx(name: String) {
        let fixture = GraphFixture[name]
        #expect(BreadthFirstSearch(.both).distances(from: [0], in: fixture.snapshot) == fixture.distances)
        let last = Int32(fixture.nodes - 1)
        let references = BreadthFirstSearch(.references).distances(from: [last], in: fixture.snapshot)
        #expect(references == fixture.distances_references)
    }

    /// Large enough for steps that search backwards; compared with relaxing all edges until nothing changes.
    @Test(arguments: [GraphDirection.references, .citations, .both])
    func distancesAreTheLeastOnes(direction: GraphDirection) {
        for seed in 0..<6 as Range<UInt64> {
            let (count, edgeCount) = (2000, Int(seed + 1) * 1500)
            let edges = RandomGraph.edges(nodeCount: count, edgeCount: edgeCount, seed: seed)
            let snapshot = CitationGraph(nodeCount: count, edges: edges).all
            let sources: [Int32] = [3, 77]
            var expected = [Int32](repeating: .max, count: count)
            for source in sources { expected[Int(source)] = 0 }
            var isChanged = true
            while isChanged {
                isChanged = false
                for edge in edges {
                    for (from, to) in [(edge.source, edge.target), (edge.target, edge.source)] {
                        if direction == .references, from != edge.source { continue }
                        if direction == .citations, from == edge.source { continue }
                        guard expected[Int(from)] < .max, expected[Int(from)] + 1 < expected[Int(to)] else { continue }
                        expected[Int(to)] = expected[Int(from)] + 1
                        isChanged = true
                    }
                }
            }
            for index in expected.indices where expected[index] == .max { expected[index] = -1 }
            for threads in [1, 2] {
                var search = BreadthFirstSearch(direction)
                search.threads = threads
                #expect(search.distances(from: sources, in: snapshot) == expected, "seed \(seed)")
            }
        }
    }

    @Test func distancesEndWhereTheyShould() {
        let snapshot = GraphFixture["hep-th"].snapshot
        var search = BreadthFirstSearch(.both)
        search.maximumDistance = 1
        let distances = search.distances(from: [5], in: snapshot)
        #expect(distances.count { $0 == 1 } == snapshot.degree(of: 5))
        #expect(distances.max() == 1)
    }

    @Test(arguments: GraphFixture.names)
    func shortestPathsAreThoseOfNetworkx(name: String) {
        let fixture = GraphFixture[name]
        let snapshot = fixture.snapshot
        for expected in fixture.paths {
            let search = ShortestPaths(expected.direction == "both" ? .both : .references, limit: 3)
            let result = search.between(expected.from, expected.to, in: snapshot)
            #expect(result?.count ?? 0 == expected.count, "\(expected.from) \(expected.to) \(expected.direction)")
            #expect(result?.paths ?? [] == expected.first)
            if let first = expected.first.first { #expect(result?.length == first.count - 1) }
        }
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func allShortestPathsAreFound(seed: UInt64) {
        let snapshot = RandomGraph.make(nodeCount: 40, edgeCount: 30 + Int(seed) * 6, seed: seed)
        for direction in [GraphDirection.both, .references, .citations] {
            for (start, end) in [(0, 39), (5, 20), (17, 3), (8, 8)] as [(Int32, Int32)] {
                let expected = Self.allPaths(start, end, snapshot, direction)
                let result = ShortestPaths(direction, limit: 1000).between(start, end, in: snapshot)
                #expect(result?.paths ?? [] == expected, "seed \(seed) \(direction) \(start) \(end)")
                #expect(result?.count ?? 0 == UInt64(expected.count))
            }
        }
    }

    private static func allPaths(
        _ start: Int32,
        _ end: Int32,
        _ snapshot: GraphSnapshot,
        _ direction: GraphDirection
    ) -> [[Int32]] {
        var paths = [[start]]
        for _ in 0..<snapshot.nodeCount {
            let done = paths.filter { $0.last == end }
            if !done.isEmpty { return done.sorted { $0.lexicographicallyPrecedes($1) } }
            let seen = Set(paths.joined())
            paths = paths.flatMap { path -> [[Int32]] in
                var next: Set<Int32> = []
                if direction != .citations { next.formUnion(snapshot.references(of: path[path.count - 1])) }
                if direction != .references { next.formUnion(snapshot.citations(of: path[path.count - 1])) }
                return next.subtracting(seen).sorted().map { path + [$0] }
            }
        }
        return []
    }

    @Test func anUnknownWorkHasNoPath() {
        let snapshot = GraphSnapshot(GraphFixture["hep-th"].snapshot.graph, nodeCount: 10)
        #expect(ShortestPaths().between(3, 10, in: snapshot) == nil)
        #expect(ShortestPaths().between(-1, 3, in: snapshot) == nil)
    }

    @Test func aNeighbourhoodHasTheMostCitedFirst() {
        let snapshot = GraphFixture["hep-th"].snapshot
        let whole = Neighbourhood(around: [10], in: snapshot, .init(.both, depth: 2, limit: 1000))
        let distances = BreadthFirstSearch(.both).distances(from: [10], in: snapshot)
        #expect(Set(whole.members.map(\.node)) == Set((0..<300).filter { (0...2).contains(distances[Int($0)]) }))
        #expect(whole.members.allSatisfy { distances[Int($0.node)] == $0.depth })
        #expect(!whole.isCut)
        let cut = Neighbourhood(around: [10], in: snapshot, .init(.both, depth: 1, limit: 4))
        let best = distances.indices.filter { distances[$0] == 1 }.map { Int32($0) }.sorted {
            let (left, right) = (snapshot.citationCount(of: $0), snapshot.citationCount(of: $1))
            return left != right ? left > right : $0 < $1
        }
        #expect(cut.members.map(\.node) == [10] + best.prefix(3))
        #expect(cut.isCut)
        #expect(cut.found == [1, best.count])
        let nodes = Set(cut.members.map(\.node))
        let edges = GraphFixture["hep-th"].edges.filter { nodes.contains($0[0]) && nodes.contains($0[1]) }
        #expect(cut.edges == edges.map { CitationEdge($0[0], $0[1]) })
    }
}
