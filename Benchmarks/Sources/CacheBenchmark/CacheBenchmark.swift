import Caching
import Dispatch
import Foundation
import Synchronization

/// Measures the cache; see Benchmarks/cache. Each command prints one JSON object.
///
///     cache-benchmark hits                       nanoseconds of a hit, one thread
///     cache-benchmark throughput THREADS         hits a second
///     cache-benchmark coalesce                   1,000 questions for one missing answer
///     cache-benchmark ratio FILE FORMAT CAPACITY POLICY
@main
enum CacheBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch arguments.first {
        case "hits": try await HitLatency().run()
        case "throughput":
            try await HitThroughput(threads: Int(arguments.dropFirst().first ?? "") ?? 2).run()
        case "coalesce": try await coalesce()
        case "ratio": try HitRatio(Array(arguments.dropFirst())).run()
        default: throw Usage()
        }
    }

    struct Usage: Error {}

    private static func coalesce() async throws {
        let cache = QueryCache()
        let key = CacheKey(CacheKind("coalesce"), 1)
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    try await cache.value(for: key) {
                        try await Task.sleep(for: .milliseconds(20))
                        return 1
                    }
                }
            }
            try await group.waitForAll()
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        show(["loads": Double(cache.statistics().total.loads), "milliseconds": seconds * 1000])
    }

    /// Prints figures.
    static func show(_ figures: [String: Double]) {
        let parts = figures.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        print("{\(parts.joined(separator: ","))}")
    }
}

/// A cache in which a number of answers lie, and the order in which they are asked for.
///
/// Keys and order lie in plain memory that is never given back: counting references to arrays that all threads share would be
/// measured as well.
struct Filled: @unchecked Sendable {
    static let kind = CacheKind("cites")
    let cache = QueryCache()
    let keys: UnsafePointer<CacheKey>
    let papers: UnsafePointer<String>
    let order: UnsafePointer<Int>
    let count: Int
    let questions: Int

    init(count: Int = 10_000, questions: Int = 1 << 20) async throws {
        self.count = count
        self.questions = questions
        let papers = (0..<count).map { "hep-th/\(9_700_000 + $0)" }
        let keys = papers.map { Self.key($0) }
        // Popular ones more often: the product of two even distributions.
        var state: UInt64 = 1
        let order = (0..<questions).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let (high, low) = (Double(state >> 48) / 65536, Double((state >> 16) & 0xffff) / 65536)
            return Int(high * low * Double(count))
        }
        self.papers = Self.plain(papers)
        self.keys = Self.plain(keys)
        self.order = Self.plain(order)
        for key in keys { _ = try await cache.value(for: key) { Array(repeating: 1, count: 10) } }
    }

    private static func plain<Element>(_ values: [Element]) -> UnsafePointer<Element> {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: values.count)
        memory.initialize(from: values, count: values.count)
        return UnsafePointer(memory)
    }

    /// The same answers in a dictionary behind a lock.
    func dictionary() -> [String: [Int]] {
        Dictionary(uniqueKeysWithValues: (0..<count).map { (papers[$0], Array(repeating: 1, count: 10)) })
    }

    static func key(_ paper: String) -> CacheKey { CacheKey(kind, paper, 20, true) }

    /// A question by the way without suspension.
    @inline(__always)
    func ask(_ key: CacheKey) -> Int { cache.cached(key, as: [Int].self)?.value.count ?? 0 }

    /// A question by the way that would load.
    @inline(__always)
    func askOrLoad(_ key: CacheKey) async throws -> Int {
        try await cache.value(for: key) { [Int]() }.count
    }
}
