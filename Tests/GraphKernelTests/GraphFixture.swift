import Foundation
import GraphKernel

/// A graph with what networkx and igraph say about it; see Fixtures/make_fixtures.py.
struct GraphFixture: Decodable {
    struct Paths: Decodable {
        var from: Int32
        var to: Int32
        var direction: String
        var count: UInt64
        var first: [[Int32]]
    }

    var nodes: Int
    var edges: [[Int32]]
    var seeds: [[Double]]
    var pagerank: [Double]
    var personalised: [Double]
    var personalised_references: [Double]
    var hubs: [Double]
    var authorities: [Double]
    var katz: [Double]
    var coreness: [Int32]
    var weak: [[Int32]]
    var strong: [[Int32]]
    var betweenness: [Double]
    var constraint: [Double?]
    var effective_size: [Double?]
    var bridges: [[Int32]]
    var pairs: [[Int32]]
    var adamic_adar: [Double]
    var resource_allocation: [Double]
    var jaccard: [Double]
    var distances: [Int32]
    var distances_references: [Int32]
    var paths: [Paths]
    var cocitation: [Int]
    var bibcoupling: [Int]
    var leiden_modularity: Double

    /// All of them, by name.
    static let all: [String: GraphFixture] = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/graphs.json")
        // swift-format-ignore: NeverUseForceTry
        return try! JSONDecoder().decode([String: GraphFixture].self, from: Data(contentsOf: path))
    }()

    static let names = all.keys.sorted()

    static subscript(name: String) -> GraphFixture { all[name]! }

    var snapshot: GraphSnapshot {
        CitationGraph(nodeCount: nodes, edges: edges.map { CitationEdge($0[0], $0[1]) }).all
    }

    var seedNodes: [ScoredNode] { seeds.map { ScoredNode(node: Int32($0[0]), score: $0[1]) } }
}

/// The greatest difference of two lists of the same length; infinite for others.
func difference(_ left: [Double], _ right: [Double]) -> Double {
    guard left.count == right.count else { return .infinity }
    return zip(left, right).reduce(0) { max($0, abs($1.0 - $1.1)) }
}
