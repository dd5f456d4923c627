import Caching
import Dispatch
import Synchronization

/// Hits a second on several threads at once, in millions.
struct HitThroughput {
    let threads: Int
    private static let perThread = 2_000_000

    func run() async throws {
        let filled = try await Filled()
        let table = Mutex(filled.dictionary())
        let mask = filled.questions - 1
        var figures: [String: Double] = [:]
        figures["cached"] = measure { filled.ask(filled.keys[filled.order[$0 & mask]]) }
        figures["key_cached"] = measure {
            filled.ask(Filled.key(filled.papers[filled.order[$0 & mask]]))
        }
        figures["dictionary"] = measure { place in
            table.withLock { $0[filled.papers[filled.order[place & mask]]]?.count ?? 0 }
        }
        figures["value"] = try await measureAsync {
            try await filled.askOrLoad(filled.keys[filled.order[$0 & mask]])
        }
        CacheBenchmark.show(figures)
    }

    private func measure(_ ask: @Sendable (Int) -> Int) -> Double {
        let start = ContinuousClock.now
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            var found = 0
            for place in 0..<Self.perThread { found &+= ask(place &+ thread &* 400_009) }
            precondition(found > 0)
        }
        return Double(threads * Self.perThread) / ((ContinuousClock.now - start) / .microseconds(1))
    }

    private func measureAsync(_ ask: @escaping @Sendable (Int) async throws -> Int) async throws
        -> Double
    {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for thread in 0..<threads {
                group.addTask {
                    var found = 0
                    for place in 0..<Self.perThread { found &+= try await ask(place &+ thread &* 400_009) }
                    precondition(found > 0)
                }
            }
            try await group.waitForAll()
        }
        return Double(threads * Self.perThread) / ((ContinuousClock.now - start) / .microseconds(1))
    }
}
