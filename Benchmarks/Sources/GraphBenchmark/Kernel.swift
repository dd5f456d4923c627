import GraphKernel

/// What is timed.
enum Kernel: String {
    case pagerank
    case bfs
    case leiden
    case betweenness
    case components
    case coreness
    case path
    case neighbourhood
    case push

    /// Runs it a few times; prints the least time, and something that tells whether the result is right.
    func run(on snapshot: GraphSnapshot, threads: Int) {
        let rounds = snapshot.nodeCount < 100_000 ? 7 : 3
        switch self {
        case .pagerank:
            var pageRank = PageRank()
            pageRank.threads = threads
            report(rounds) { pageRank.ranks(of: snapshot).max() ?? 0 }
        case .bfs:
            var search = BreadthFirstSearch(.both)
            search.threads = threads
            let sources = Self.spread(10, snapshot.nodeCount)
            report(rounds, divisor: 10) {
                sources.reduce(0) { sum, source in
                    sum + search.distances(from: [source], in: snapshot).reduce(0.0) { $0 + Double(max($1, 0)) }
                }
            }
        case .leiden:
            let graph = UndirectedGraph(snapshot)
            var leiden = Leiden()
            leiden.threads = threads
            report(snapshot.nodeCount < 100_000 ? 3 : 1) {
                leiden.communities(of: graph).modularity(in: graph)
            }
        case .betweenness:
            let graph = UndirectedGraph(snapshot)
            let sources = Self.spread(snapshot.nodeCount < 100_000 ? 64 : 16, snapshot.nodeCount)
            var betweenness = Betweenness()
            betweenness.threads = threads
            report(min(rounds, 3), divisor: Double(sources.count)) {
                betweenness.dependencies(of: sources, in: graph).max() ?? 0
            }
        case .components:
            report(rounds) { Double(Components.weak(of: snapshot).count) }
        case .coreness:
            let graph = UndirectedGraph(snapshot)
            report(rounds) { Double(graph.coreness().max() ?? 0) }
        case .path, .neighbourhood, .push:
            reportQueries(on: snapshot)
        }
    }

    /// Nodes at even distances.
    private static func spread(_ count: Int, _ nodes: Int) -> [Int32] {
        (0..<count).map { Int32($0 * (nodes / count)) }
    }

    private func report(_ rounds: Int, divisor: Double = 1, _ body: () -> Double) {
        var (best, value) = (Double.infinity, 0.0)
        for _ in 0..<rounds {
            let clock = ContinuousClock()
            let start = clock.now
            value = body()
            best = min(best, GraphBenchmark.seconds(clock.now - start))
        }
        print("{\"seconds\": \(best / divisor), \"value\": \(value)}")
    }

    /// 1,000 questions about works all over the graph; prints the median, the 99th percentile and the greatest time.
    private func reportQueries(on snapshot: GraphSnapshot) {
        let nodes = snapshot.nodeCount
        var times: [Double] = []
        for index in 0..<1000 {
            let (one, other) = (Int32(index * 7919 % nodes), Int32((index * 104_729 + 17) % nodes))
            let clock = ContinuousClock()
            let start = clock.now
            switch self {
            case .path: _ = ShortestPaths(.both, limit: 10).between(one, other, in: snapshot)
            case .push:
                let seeds = snapshot.references(of: one).map { ScoredNode(node: $0, score: 1) }
                _ = PersonalisedPageRank(restart: 0.5, epsilon: 1e-6).push(from: seeds, in: snapshot).best(500)
            default: _ = Neighbourhood(around: [one], in: snapshot, .init(.both, depth: 2, limit: 500))
            }
            times.append(GraphBenchmark.seconds(clock.now - start))
        }
        times.sort()
        print("{\"seconds\": \(times[500]), \"p99\": \(times[990]), \"worst\": \(times[999])}")
    }
}
