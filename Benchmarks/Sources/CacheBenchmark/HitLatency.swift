import Caching
import Synchronization

/// Nanoseconds of a hit on one thread: the median over groups of 64 questions.
struct HitLatency {
    private static let group = 64
    private static let groups = 1 << 14

    func run() async throws {
        let filled = try await Filled()
        var figures: [String: Double] = [:]
        figures["key"] = measure { Filled.key(filled.papers[filled.order[$0]]).bytes.count }
        figures["cached"] = measure { filled.ask(filled.keys[filled.order[$0]]) }
        figures["key_cached"] = measure { filled.ask(Filled.key(filled.papers[filled.order[$0]])) }
        figures["value"] = try await measureAsync {
            try await filled.askOrLoad(filled.keys[filled.order[$0]])
        }
        figures["key_value"] = try await measureAsync {
            try await filled.askOrLoad(Filled.key(filled.papers[filled.order[$0]]))
        }
        let table = Mutex(filled.dictionary())
        figures["dictionary"] = measure { place in
            table.withLock { $0[filled.papers[filled.order[place]]]?.count ?? 0 }
        }
        CacheBenchmark.show(figures)
    }

    private func measure(_ ask: (Int) -> Int) -> Double {
        var times: [Double] = []
        var found = 0
        for number in 0..<Self.groups {
            let start = ContinuousClock.now
            for place in number * Self.group..<(number + 1) * Self.group { found &+= ask(place) }
            times.append((ContinuousClock.now - start) / .nanoseconds(1) / Double(Self.group))
        }
        precondition(found > 0)
        return median(times)
    }

    private func measureAsync(_ ask: (Int) async throws -> Int) async throws -> Double {
        var times: [Double] = []
        var found = 0
        for number in 0..<Self.groups {
            let start = ContinuousClock.now
            for place in number * Self.group..<(number + 1) * Self.group {
                found &+= try await ask(place)
            }
            times.append((ContinuousClock.now - start) / .nanoseconds(1) / Double(Self.group))
        }
        precondition(found > 0)
        return median(times)
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
