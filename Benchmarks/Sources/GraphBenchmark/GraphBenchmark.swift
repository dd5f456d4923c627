import Foundation
import GraphKernel

/// Times kernels on a graph; prints one JSON object. See Benchmarks/graph.
@main struct GraphBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "generate":
            let edges = CopyingModel(nodes: Int(arguments[2])!, references: Int(arguments[3])!).edges()
            try edges.withUnsafeBytes { Data($0) }.write(to: URL(filePath: arguments[4]))
            print("{\"edges\": \(edges.count)}")
        case "write":
            try write(edges: arguments[2], nodes: Int(arguments[3])!, to: arguments[4])
        case "open":
            try openGraph(arguments[2])
        case "run":
            let graph = CitationGraph(nodeCount: Int(arguments[3])!, edges: try edges(arguments[2]))
            Kernel(rawValue: arguments[4])!.run(on: graph.all, threads: Int(arguments[5])!)
        default:
            print("usage: graph-benchmark generate NODES REFERENCES FILE | write FILE NODES GRAPH | open GRAPH")
            print("       graph-benchmark run FILE NODES KERNEL THREADS")
        }
    }

    static func edges(_ path: String) throws -> [CitationEdge] {
        try Data(contentsOf: URL(filePath: path)).withUnsafeBytes { Array($0.bindMemory(to: CitationEdge.self)) }
    }

    private static func write(edges path: String, nodes: Int, to graph: String) throws {
        let input = CitationGraphInput(
            keys: (0..<nodes).map { "w\(1_000_000_000 + $0)" },
            dates: (0..<nodes).map { Int64($0) },
            edges: try edges(path)
        )
        let clock = ContinuousClock()
        let start = clock.now
        try CitationGraphWriter(path: graph, source: 1).write(input)
        print("{\"seconds\": \(seconds(clock.now - start))}")
    }

    /// Opening and a first question, which looks a work up by its key; median of many.
    private static func openGraph(_ path: String) throws {
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<101 {
            let start = clock.now
            let graph = try CitationGraph(path: path)
            guard let node = graph.node(of: "w\(1_000_000_000 + graph.nodeCount / 2)") else { fatalError("not found") }
            _ = graph.references(of: node).count
            times.append(seconds(clock.now - start))
        }
        print("{\"first\": \(times[0]), \"seconds\": \(times.sorted()[times.count / 2])}")
    }

    static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
