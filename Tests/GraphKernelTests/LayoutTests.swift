import Testing

@testable import GraphKernel

@Suite struct LayoutTests {
    /// Forces over all pairs.
    private static func exactForces(
        _ layout: ForceAtlas2,
        _ graph: UndirectedGraph,
        _ points: [LayoutPoint]
    ) -> [LayoutPoint] {
        (0..<graph.nodeCount).map { node in
            let (own, mass) = (points[node], Double(graph.degree(of: Int32(node)) + 1))
            let length = (own.x * own.x + own.y * own.y).squareRoot()
            var force = LayoutPoint(
                x: -layout.gravity * mass * own.x / length,
                y: -layout.gravity * mass * own.y / length
            )
            for other in 0..<graph.nodeCount where other != node {
                let (dx, dy) = (own.x - points[other].x, own.y - points[other].y)
                let factor = layout.scaling * mass * Double(graph.degree(of: Int32(other)) + 1) / (dx * dx + dy * dy)
                force.x += dx * factor
                force.y += dy * factor
                if graph.neighbours(of: Int32(node)).contains(Int32(other)) {
                    force.x -= dx
                    force.y -= dy
                }
            }
            return force
        }
    }

    @Test func theTreeGivesTheForcesOfAllPairs() {
        let graph = UndirectedGraph(GraphFixture["hep-th"].snapshot)
        let points = ForceAtlas2.spiral(graph.nodeCount)
        let masses = (0..<Int32(graph.nodeCount)).map { Double(graph.degree(of: $0) + 1) }
        var layout = ForceAtlas2()
        let expected = Self.exactForces(layout, graph, points)
        func error() -> Double {
            let forces = layout.forces(graph, points, masses)
            let errors = zip(forces, expected).map { ($0.x - $1.x) * ($0.x - $1.x) + ($0.y - $1.y) * ($0.y - $1.y) }
            let lengths = expected.map { $0.x * $0.x + $0.y * $0.y }
            return (errors.reduce(0, +) / lengths.reduce(0, +)).squareRoot()
        }
        layout.coarseness = 0
        #expect(error() < 1e-12)
        layout.coarseness = 0.5
        #expect(error() < 0.02)
        layout.coarseness = 1.2
        #expect(error() < 0.2)
    }

    @Test func linkedWorksComeNear() {
        let graph = UndirectedGraph(GraphFixture["hep-th"].snapshot)
        var layout = ForceAtlas2()
        layout.steps = 60
        let points = layout.layout(graph)
        #expect(points == layout.layout(graph), "the same graph has the same places")
        #expect(points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        func distance(_ one: Int, _ two: Int) -> Double {
            let (dx, dy) = (points[one].x - points[two].x, points[one].y - points[two].y)
            return (dx * dx + dy * dy).squareRoot()
        }
        var (linked, other, links, others) = (0.0, 0.0, 0.0, 0.0)
        for one in 0..<graph.nodeCount {
            for two in 0..<one {
                if graph.neighbours(of: Int32(one)).contains(Int32(two)) {
                    linked += distance(one, two)
                    links += 1
                } else {
                    other += distance(one, two)
                    others += 1
                }
            }
        }
        #expect(linked / links < 0.8 * other / others)
    }

    @Test func smallGraphsHavePlaces() {
        for (count, edges) in [(0, []), (1, []), (2, [CitationEdge(1, 0)]), (3, [])] as [(Int, [CitationEdge])] {
            let points = ForceAtlas2().layout(UndirectedGraph(CitationGraph(nodeCount: count, edges: edges).all))
            #expect(points.count == count)
            #expect(points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        }
    }
}
