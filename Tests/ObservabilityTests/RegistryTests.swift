import Testing

@testable import Observability

@Suite("Registry")
struct RegistryTests {
    private func read(_ registry: MetricRegistry) async -> NaiveExposition {
        NaiveExposition(await registry.exposition())
    }

    @Test
    func agreesWithANaiveCount() async {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededGenerator(seed)
        let registry = MetricRegistry()
        let counter = registry.counter(MetricDefinition("c_total", .counter, help: "C.", labels: ["b", "a"]))
        let gauge = registry.gauge(MetricDefinition("g", .gauge, help: "G.", labels: ["x"]))
        let bounds = [0.1, 1, 5]
        let histogram = registry.histogram(
            MetricDefinition("h_seconds", .histogram, help: "H.", labels: ["x"], bounds: bounds)
        )
        var expected: [String: Double] = [:]
        for _ in 0..<5000 {
            let one = ["", "α", "a\"\\b", "line\nbreak"].randomElement(using: &random)!
            let two = ["p", "q"].randomElement(using: &random)!
            let shown = one.replacing("\n", with: " ")
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                let amount = Int64.random(in: -5...10, using: &random)
                counter(one, two).increment(by: amount)
                expected["c_total{a=\"\(two)\",b=\"\(shown)\"}", default: 0] += Double(max(0, amount))
            case 1:
                let amount = Double(Int.random(in: -8...8, using: &random)) / 4
                counter(one, two).increment(by: amount)
                expected["c_total{a=\"\(two)\",b=\"\(shown)\"}", default: 0] += max(0, amount)
            case 2:
                let amount = Double(Int.random(in: -8...8, using: &random)) / 4
                gauge(one).increment(by: amount)
                expected["g{x=\"\(shown)\"}", default: 0] += amount
            default:
                let value = [0.1, 0.0625, 1, 3, 5.5, 100].randomElement(using: &random)!
                histogram(one).observe(value)
                let labels = "x=\"\(shown)\""
                for bound in bounds {
                    expected["h_seconds_bucket{\(labels),le=\"\(bound)\"}", default: 0] += value <= bound ? 1 : 0
                }
                expected["h_seconds_bucket{\(labels),le=\"+Inf\"}", default: 0] += 1
                expected["h_seconds_count{\(labels)}", default: 0] += 1
                expected["h_seconds_sum{\(labels)}", default: 0] += value
            }
        }
        let text = await read(registry)
        #expect(text.errors == [])
        #expect(Set(text.samples.keys) == Set(expected.keys).union(["cosci_metrics_conflicts_total"]))
        for (sample, value) in expected {
            #expect(abs((text.samples[sample] ?? .nan) - value) <= 1e-6, "seed \(seed): \(sample)")
        }
    }

    @Test
    func whatIsNotANumberCountsForNothing() async {
        let registry = MetricRegistry()
        let counter = registry.counter(MetricDefinition("c", .counter, help: "C."))()
        for amount in [Double.nan, .infinity, -1, -.infinity] { counter.increment(by: amount) }
        counter.increment(by: Int64.min)
        let histogram = registry.histogram(MetricDefinition("h", .histogram, help: "H.", bounds: [1]))()
        histogram.observe(.nan)
        histogram.observe(.infinity)
        let gauge = registry.gauge(MetricDefinition("g", .gauge, help: "G."))()
        gauge.increment(by: .nan)
        gauge.increment(by: 2)
        let text = await read(registry)
        #expect(text.samples["c_total"] == 0)
        #expect(text.samples["h_count"] == 0 && text.samples["h_sum"] == 0)
        #expect(text.samples["g"] == 2)
    }

    @Test
    func labelsBeyondTheLimitShareOneSeries() async {
        let registry = MetricRegistry()
        let counter = registry.counter(
            MetricDefinition("c", .counter, help: "C.", labels: ["path"], seriesLimit: 10)
        )
        for _ in 0..<2 {
            for index in 0..<100 { counter("/\(index)").increment() }
        }
        let text = await read(registry)
        #expect(text.samples.keys.filter { $0.hasPrefix("c_total") }.count == 11)
        #expect(text.samples["c_total{path=\"/9\"}"] == 2)
        #expect(text.samples["c_total{path=\"other\"}"] == 180)
        #expect(text.samples["cosci_metrics_refused_labels_total{metric=\"c\"}"] == 180)
    }

    @Test
    func aSeriesThatIsCalledOtherIsNotDoubled() async {
        let registry = MetricRegistry()
        let counter = registry.counter(MetricDefinition("c", .counter, help: "C.", labels: ["x"], seriesLimit: 1))
        counter("other").increment()
        counter("more").increment()
        let text = await read(registry)
        #expect(text.errors == [])
        #expect(text.samples["c_total{x=\"other\"}"] == 2)
    }

    @Test
    func aNameHasOneMeaning() async {
        let registry = MetricRegistry()
        registry.histogram(MetricDefinition("a", .histogram, help: "A."))().observe(1)
        registry.counter(MetricDefinition("a", .counter, help: "A."))().increment()
        registry.gauge(MetricDefinition("a_count", .gauge, help: "A."))().set(5.0)
        let text = await read(registry)
        #expect(text.errors == [])
        #expect(text.samples["a_count"] == 1)
        #expect(text.samples["cosci_metrics_conflicts_total"] == 2)
    }

    @Test
    func theSameStateGivesTheSameBytes() async {
        func exposition(_ order: [Int]) async -> [UInt8] {
            let registry = MetricRegistry()
            for index in order {
                registry.counter(MetricDefinition("m\(index % 7)", .counter, help: "M.", labels: ["x"]))("\(index)")
                    .increment()
            }
            return await registry.exposition(.openMetrics)
        }
        let first = await exposition(Array(0..<100))
        #expect(await exposition(Array(0..<100).reversed()) == first)
        #expect(await exposition(Array(0..<100).shuffled()) == first)
    }

    // MARK: Collectors

    private struct Given: MetricCollector {
        var name: String
        var answer: @Sendable () async throws -> [MetricSnapshot]

        func collect() async throws -> [MetricSnapshot] { try await answer() }
    }

    private static func level(_ value: Double, _ label: String = "a") -> MetricSnapshot {
        var metric = MetricSnapshot(MetricDefinition("level", .gauge, help: "Level.", labels: ["x"]))
        metric.add([label], number: value)
        return metric
    }

    @Test
    func collectorsAreReadInOrder() async {
        let registry = MetricRegistry()
        registry.add(Given(name: "one") { [Self.level(1), Self.level(7, "b")] })
        registry.add(Given(name: "two") { [Self.level(2), Self.level(3, "c")] })
        let text = await read(registry)
        #expect(text.errors == [])
        #expect(text.samples["level{x=\"a\"}"] == 1)
        #expect(text.samples["level{x=\"b\"}"] == 7)
        #expect(text.samples["level{x=\"c\"}"] == 3)
    }

    @Test
    func aCollectorThatFailsOrHangsIsLeftOut() async {
        let registry = MetricRegistry(patience: .milliseconds(50))
        registry.add(Given(name: "failing") { throw CancellationError() })
        registry.add(
            Given(name: "hanging") {
                // Does not heed cancellation.
                await withCheckedContinuation { continuation in
                    Task.detached {
                        try await Task.sleep(for: .seconds(1))
                        continuation.resume()
                    }
                }
                return [Self.level(1)]
            }
        )
        registry.add(Given(name: "good") { [Self.level(4)] })
        for round in 1...2 {
            let text = await read(registry)
            #expect(text.samples["level{x=\"a\"}"] == 4)
            for name in ["failing", "hanging"] {
                #expect(
                    text.samples["cosci_metrics_collector_failures_total{collector=\"\(name)\"}"] == Double(round)
                )
            }
        }
    }

    // MARK: Many threads

    @Test
    func nothingIsLostBetweenThreads() async {
        let registry = MetricRegistry()
        let counter = registry.counter(MetricDefinition("c", .counter, help: "C.", labels: ["x"], seriesLimit: 8))
        let histogram = registry.histogram(
            MetricDefinition("h", .histogram, help: "H.", labels: ["x"], bounds: [1, 2, 3])
        )
        let gauge = registry.gauge(MetricDefinition("g", .gauge, help: "G."))
        await withTaskGroup { group in
            for task in 0..<8 {
                group.addTask { @concurrent in
                    for step in 0..<5000 {
                        counter("\((task + step) % 12)").increment()
                        histogram("h").observe(Double(step % 5))
                        gauge().increment(by: step.isMultiple(of: 2) ? 1 : -1)
                    }
                }
            }
            group.addTask { @concurrent in
                for _ in 0..<50 {
                    let text = NaiveExposition(await registry.exposition())
                    #expect(text.errors == [])
                }
            }
        }
        let text = await read(registry)
        let counted = text.samples.filter { $0.key.hasPrefix("c_total") }
        #expect(counted.count == 9)
        #expect(counted.values.reduce(0, +) == 40_000)
        #expect(text.samples["h_count{x=\"h\"}"] == 40_000)
        #expect(text.samples["h_sum{x=\"h\"}"] == 80_000)
        #expect(text.samples["h_bucket{x=\"h\",le=\"1.0\"}"] == 16_000)
        #expect(text.samples["g"] == 0)
    }
}
