import Observability

/// Measures what counting costs; see Benchmarks/metrics. Prints one JSON object of nanoseconds per operation.
///
///     metrics-benchmark THREADS
@main
enum MetricsBenchmark {
    private static let operations = 4_000_000
    private static let rounds = 5

    static func main() async {
        let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1
        let registry = MetricRegistry()
        let counter = registry.counter(MetricDefinition("b_events", .counter, help: "B.", labels: ["kind"]))
        let gauge = registry.gauge(MetricDefinition("b_level", .gauge, help: "B."))()
        let histogram = registry.histogram(MetricDefinition("b_seconds", .histogram, help: "B.", labels: ["kind"]))
        let call = StoreInstruments(registry).call("store", "call")
        let (series, times) = (counter("a"), histogram("a"))
        var figures: [(String, Double)] = []
        figures.append(("counter", await best(threads) { _ in series.increment() }))
        figures.append(("gauge", await best(threads) { _ in gauge.increment(by: 1) }))
        figures.append(("histogram", await best(threads) { times.observe(Double($0 & 1023) * 0.01) }))
        figures.append(("counter by label", await best(threads) { _ in counter("a").increment() }))
        figures.append(("measured call", await best(threads) { step in call { withExtendedLifetime(step) {} } }))
        for index in 0..<190 { histogram("\(index)").observe(1) }
        figures.append(("exposition of \(await lines(registry)) lines", await exposition(registry)))
        let text = figures.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
        print("{\(text)}")
    }

    /// The best of several rounds: nanoseconds for an operation of one thread, while all threads do the same.
    private static func best(_ threads: Int, _ body: @escaping @Sendable (Int) -> Void) async -> Double {
        var best = Double.infinity
        for _ in 0..<rounds {
            let begin = ContinuousClock.now
            await withTaskGroup { group in
                for _ in 0..<threads {
                    group.addTask {
                        for step in 0..<operations / threads { body(step) }
                    }
                }
            }
            best = min(best, (ContinuousClock.now - begin) / .nanoseconds(operations / threads))
        }
        return best
    }

    private static func exposition(_ registry: MetricRegistry) async -> Double {
        var best = Double.infinity
        for _ in 0..<20 {
            let begin = ContinuousClock.now
            _ = await registry.exposition()
            best = min(best, (ContinuousClock.now - begin) / .nanoseconds(1))
        }
        return best
    }

    private static func lines(_ registry: MetricRegistry) async -> Int {
        await registry.exposition().count { $0 == UInt8(ascii: "\n") }
    }
}
