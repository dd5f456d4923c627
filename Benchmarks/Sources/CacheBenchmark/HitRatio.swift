import Caching
import Foundation

/// The part of a trace's requests that a policy answers, in percent, and how long a request took.
struct HitRatio {
    private let path: String
    private let format: CacheTraceFormat
    private let capacity: Int
    private let policy: EvictionPolicyName

    init(_ arguments: [String]) throws {
        guard arguments.count == 4, let format = CacheTraceFormat(rawValue: arguments[1]),
            let capacity = Int(arguments[2]), let policy = EvictionPolicyName(rawValue: arguments[3])
        else { throw CacheBenchmark.Usage() }
        (path, self.format, self.capacity, self.policy) = (arguments[0], format, capacity, policy)
    }

    func run() throws {
        let bytes = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        var reader = CacheTraceReader(format: format)
        var simulation = CacheSimulation(policy: policy, capacity: capacity)
        let start = ContinuousClock.now
        bytes.withUnsafeBytes { simulation.replay($0, from: &reader) }
        simulation.finish(&reader)
        let nanoseconds = (ContinuousClock.now - start) / .nanoseconds(1)
        CacheBenchmark.show([
            "requests": Double(simulation.requests),
            "percent": 100 * simulation.hitRatio,
            "nanoseconds": nanoseconds / Double(max(1, simulation.requests)),
        ])
    }
}
