import Foundation
import GraphKernel
import MappedFiles
import Testing

@Suite struct CitationGraphTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func rowsHoldWhatTheEdgesSay(seed: UInt64) {
        let count = Int(seed) * 7 % 60 + 1
        let edges = RandomGraph.edges(nodeCount: count, edgeCount: count * 4, seed: seed)
        let graph = CitationGraph(nodeCount: count, edges: edges)
        let kept = Set(edges.filter { $0.source != $0.target })
        #expect(graph.edgeCount == kept.count)
        #expect(graph.losses.selfCitations == edges.count { $0.source == $0.target })
        #expect(graph.losses.duplicates == edges.count - graph.losses.selfCitations - kept.count)
        for limit in [0, count / 2, count] {
            let snapshot = GraphSnapshot(graph, nodeCount: limit)
            let inside = kept.filter { $0.source < limit && $0.target < limit }
            #expect(snapshot.edgeCount == inside.count)
            for node in 0..<Int32(count) {
                let cited = kept.filter { $0.source == node && $0.target < limit }.map(\.target).sorted()
                let citing = kept.filter { $0.target == node && $0.source < limit }.map(\.source).sorted()
                #expect(Array(snapshot.references(of: node)) == cited)
                #expect(Array(snapshot.citations(of: node)) == citing)
                var both: [Int32] = []
                snapshot.forEachNeighbour(of: node) { both.append($0) }
                #expect(both == Set(cited + citing).sorted())
            }
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func sharedNeighboursAreTheIntersection(seed: UInt64) {
        let snapshot = RandomGraph.make(nodeCount: 80, edgeCount: 900 + Int(seed) * 100, seed: seed)
        for node in 0..<Int32(80) {
            let (one, two) = (snapshot.references(of: node), snapshot.citations(of: 79 - node).prefix(below: 3))
            #expect(one.sharedCount(with: two) == Set(one).intersection(two).count)
            #expect(two.sharedCount(with: one) == Set(one).intersection(two).count)
        }
    }

    private var input: CitationGraphInput {
        // Positions: 0 = c (2001), 1 = b (1999), 2 = a (1999), 3 = x (unknown), 4 = d (2000).
        CitationGraphInput(
            keys: ["c", "b", "a", "x", "d"],
            dates: [2001, 1999, 1999, CitationGraphInput.unknownDate, 2000],
            edges: [
                CitationEdge(0, 1), CitationEdge(0, 1), CitationEdge(0, 2), CitationEdge(1, 1), CitationEdge(1, 4),
                CitationEdge(2, 1), CitationEdge(3, 0), CitationEdge(4, 2),
            ]
        )
    }

    @Test func numbersWorksByTime() {
        let graph = CitationGraph(input)
        #expect((0..<5).map { graph.key(of: $0) } == ["a", "b", "d", "c", "x"])
        #expect((0..<5).map { graph.date(of: $0) } == [1999, 1999, 2000, 2001, .max])
        #expect(["a", "b", "c", "d", "x", "y", ""].map { graph.node(of: $0) } == [0, 1, 3, 2, 4, nil, nil])
        #expect(Array(graph.references(of: 3)) == [0, 1])
        #expect(Array(graph.references(of: 1)) == [2])
        #expect(graph.losses.selfCitations == 1)
        #expect(graph.losses.duplicates == 1)
        #expect(graph.losses.laterReferences == 1)
        #expect(graph.prefix(asOf: 1998).nodeCount == 0)
        #expect(graph.prefix(asOf: 1999).nodeCount == 2)
        #expect(graph.prefix(before: 2000).nodeCount == 2)
        #expect(graph.prefix(asOf: 2000).nodeCount == 3)
        #expect(graph.prefix(asOf: .max - 1).nodeCount == 4)
        #expect(graph.all.nodeCount == 5)
        #expect(graph.all.citationCount(of: 0, since: 2001) == 1)
    }

    @Test func datesWorksByWhatCitesThem() {
        let unknown = CitationGraphInput.unknownDate
        var input = CitationGraphInput(
            keys: ["a", "b", "c", "d"],
            dates: [2001, 1999, unknown, unknown],
            edges: [CitationEdge(0, 2), CitationEdge(1, 2), CitationEdge(2, 3), CitationEdge(0, 1)]
        )
        input.inferDates()
        #expect(input.dates == [2001, 1999, 1999, unknown])
    }

    @Test func leavesOutLaterReferencesWhenAsked() {
        var input = input
        input.laterReferences = .dropped
        let graph = CitationGraph(input)
        #expect(graph.references(of: 1).isEmpty)
        #expect(Array(graph.references(of: 0)) == [1], "works of one date may cite each other")
        #expect(graph.losses.laterReferences == 1)
    }

    @Test func aFileGivesBackTheGraph() throws {
        let path = NSTemporaryDirectory() + "graph-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let losses = try CitationGraphWriter(path: path, source: 77).write(input)
        let (graph, memory) = (try CitationGraph(path: path), CitationGraph(input))
        #expect(graph.source == 77)
        #expect(graph.losses == losses)
        #expect(graph.losses == memory.losses)
        #expect(graph.edgeCount == memory.edgeCount)
        for node in 0..<5 as Range<Int32> {
            #expect(Array(graph.references(of: node)) == Array(memory.references(of: node)))
            #expect(Array(graph.citations(of: node)) == Array(memory.citations(of: node)))
            #expect(graph.key(of: node) == memory.key(of: node))
            #expect(graph.node(of: graph.key(of: node)) == node)
        }
    }

    @Test func anEmptyGraphIsAGraph() throws {
        let path = NSTemporaryDirectory() + "graph-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try CitationGraphWriter(path: path, source: 1).write(CitationGraphInput(keys: [], dates: [], edges: []))
        let graph = try CitationGraph(path: path)
        #expect(graph.nodeCount == 0)
        #expect(graph.node(of: "a") == nil)
        #expect(graph.prefix(asOf: 5).nodeCount == 0)
    }

    /// Whatever bytes stand in the sections: numbers stay in range, nothing crashes.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func survivesDamagedSections(seed: UInt64) throws {
        let path = NSTemporaryDirectory() + "graph-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try CitationGraphWriter(path: path, source: 1).write(input)
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        var numbers = SeededNumbers(seed: seed)
        let table = bytes.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: 40, as: UInt64.self)) }
        for _ in 0..<30 { bytes[.random(in: 64..<table, using: &numbers)] = .random(in: 0...255, using: &numbers) }
        try Data(bytes).write(to: URL(filePath: path))
        let graph = try CitationGraph(path: path)
        for snapshot in [graph.all, graph.prefix(asOf: 2000), GraphSnapshot(graph, nodeCount: 3)] {
            for node in 0..<Int32(graph.nodeCount) {
                #expect(snapshot.references(of: node).allSatisfy { snapshot.contains($0) })
                #expect(snapshot.citations(of: node).allSatisfy { snapshot.contains($0) })
                _ = graph.node(of: graph.key(of: node))
            }
        }
    }
}
