import Foundation
import GraphKernel
import Testing

@Suite struct TimeTests {
    /// The cheapest of all sequences of states, by trying every one.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func burstsAreTheCheapestExplanation(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let totals = (0..<10).map { _ in Int.random(in: 1...60, using: &numbers) }
        let relevant = totals.map { total in
            Int.random(in: 0...max(1, total / Int.random(in: 1...6, using: &numbers)), using: &numbers)
        }
        let (sum, all) = (Double(relevant.reduce(0, +)), Double(totals.reduce(0, +)))
        guard sum > 0, sum < all else { return }
        let rates = [sum / all, min(2 * sum / all, 0.9999)]
        func cost(_ states: [Int]) -> Double {
            var (value, last) = (0.0, 0)
            for (index, state) in states.enumerated() {
                if state > last { value += log(10.0) }
                last = state
                let (hits, misses) = (Double(relevant[index]), Double(totals[index] - relevant[index]))
                value -= hits * log(rates[state]) + misses * log(1 - rates[state])
            }
            return value
        }
        let best = (0..<1024).map { mask in cost((0..<10).map { mask >> $0 & 1 }) }.min() ?? 0
        let bursts = BurstDetection().bursts(relevant: relevant, totals: totals)
        var states = [Int](repeating: 0, count: 10)
        for burst in bursts { for index in burst.range { states[index] = 1 } }
        #expect(abs(cost(states) - best) < 1e-9, "seed \(seed)")
        #expect(bursts.allSatisfy { $0.weight > 0 })
    }

    @Test func aBurstIsFoundWhereItIs() {
        let relevant = [5, 4, 6, 5, 40, 45, 38, 6, 5, 4]
        let totals = [Int](repeating: 200, count: 10)
        let bursts = BurstDetection().bursts(relevant: relevant, totals: totals)
        #expect(bursts.map(\.range) == [4..<7])
        #expect(BurstDetection().bursts(relevant: [0, 0], totals: [5, 5]).isEmpty)
        #expect(BurstDetection().bursts(relevant: [], totals: []).isEmpty)
        #expect(BurstDetection().bursts(relevant: [5, 5], totals: [5, 5]).isEmpty)
    }

    @Test func aTrendIsALineOfLeastSquares() throws {
        let exact = try #require(TrendLine(through: [1, 3, 5, 7]))
        #expect(abs(exact.slope - 2) < 1e-12 && abs(exact.intercept - 1) < 1e-12 && exact.slopeError < 1e-12)
        // By numpy.polyfit([0, 1, 2, 3, 4], [2, 1, 4, 3, 7], 1, cov=True).
        let line = try #require(TrendLine(through: [2, 1, 4, 3, 7]))
        #expect(abs(line.slope - 1.2) < 1e-12 && abs(line.intercept - 1) < 1e-12)
        #expect(abs(line.slopeError - 0.476_095_228_569_523_8) < 1e-12)
        #expect(TrendLine(through: [4]) == nil)
        #expect(TrendLine(relevant: [1, 0, 2], totals: [2, 0, 2])?.slope == 0.5)
    }

    /// Search path counts by walking every way.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func theMainPathFollowsTheMostWays(seed: UInt64) throws {
        let snapshot = RandomGraph.make(nodeCount: 14, edgeCount: 40, seed: seed)
        let members = (0..<14 as Range<Int32>).filter { $0 != 5 }
        var counts: [CitationEdge: Double] = [:]
        func older(_ node: Int32) -> [Int32] { snapshot.references(of: node).filter { $0 < node && $0 != 5 } }
        func walk(_ node: Int32, _ path: [CitationEdge]) {
            let next = older(node)
            if next.isEmpty { for edge in path { counts[edge, default: 0] += 1 } }
            for other in next { walk(other, path + [CitationEdge(node, other)]) }
        }
        for node in members where !snapshot.citations(of: node).contains(where: { $0 > node && $0 != 5 }) {
            walk(node, [])
        }
        let path = MainPath(of: snapshot, among: members)
        let greatest = try #require(counts.values.max())
        #expect(abs(path.logCounts.reduce(-.infinity, max) - log(greatest)) < 1e-9)
        for (index, pair) in zip(path.nodes, path.nodes.dropFirst()).enumerated() {
            let count = try #require(counts[CitationEdge(pair.1, pair.0)])
            #expect(abs(path.logCounts[index] - log(count)) < 1e-9, "seed \(seed)")
        }
        #expect(older(path.nodes[0]).isEmpty)
        #expect(MainPath(of: snapshot, among: []).nodes.isEmpty)
    }
}
