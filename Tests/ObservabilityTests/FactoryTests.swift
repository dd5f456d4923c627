import CoreMetrics
import Metrics
import Testing

@testable import Observability

@Suite("swift-metrics")
struct FactoryTests {
    private let registry = MetricRegistry()
    private var factory: RegistryMetricsFactory { RegistryMetricsFactory(registry) }

    private func samples() async -> [String: Double] {
        let text = NaiveExposition(await registry.exposition())
        #expect(text.errors == [])
        return text.samples
    }

    @Test
    func everyKindArrives() async {
        let counter = Counter(label: "lib.requests", dimensions: [("path", "/a"), ("code", "200")], factory: factory)
        counter.increment(by: 3)
        // The same labels in another order are the same series.
        Counter(label: "lib.requests", dimensions: [("code", "200"), ("path", "/a")], factory: factory).increment()
        FloatingPointCounter(label: "lib.energy", factory: factory).increment(by: 0.5)
        Meter(label: "lib.level", factory: factory).set(4)
        Gauge(label: "lib.gauge", factory: factory).record(2.5)
        Recorder(label: "lib.size", factory: factory).record(1000)
        Timer(label: "lib.time", factory: factory).recordMilliseconds(30)
        Timer(label: "lib.wait_seconds", factory: factory).recordNanoseconds(7_000_000_000)
        let samples = await samples()
        #expect(samples["lib_requests_total{code=\"200\",path=\"/a\"}"] == 4)
        #expect(samples["lib_requests_total"] == nil)
        #expect(samples["lib_energy_total"] == 0.5)
        #expect(samples["lib_level"] == 4)
        #expect(samples["lib_gauge"] == 2.5)
        #expect(samples["lib_size_bucket{le=\"256.0\"}"] == 0)
        #expect(samples["lib_size_bucket{le=\"1024.0\"}"] == 1)
        #expect(samples["lib_time_seconds_bucket{le=\"0.025\"}"] == 0)
        #expect(samples["lib_time_seconds_bucket{le=\"0.05\"}"] == 1)
        #expect(samples["lib_wait_seconds_sum"] == 7)
    }

    @Test
    func definitionsHold() async {
        _ = registry.histogram(MetricDefinition("lib_time_seconds", .histogram, help: "Known.", bounds: [60]))
        Timer(label: "lib.time", factory: factory).recordSeconds(2)
        let text = NaiveExposition(await registry.exposition())
        #expect(text.helps["lib_time_seconds"] == "Known.")
        #expect(text.samples["lib_time_seconds_bucket{le=\"60.0\"}"] == 1)
    }

    @Test
    func resetStartsAgain() async {
        let counter = Counter(label: "c", factory: factory)
        counter.increment(by: 10)
        counter.reset()
        counter.increment()
        #expect(await samples()["c_total"] == 1)
    }

    @Test
    func destroyedSeriesAreGone() async {
        let one = Counter(label: "c", dimensions: [("x", "1")], factory: factory)
        let two = Counter(label: "c", dimensions: [("x", "2")], factory: factory)
        let timer = Timer(label: "t", factory: factory)
        one.increment()
        two.increment()
        timer.recordSeconds(1)
        one.destroy()
        #expect(await samples()["c_total{x=\"1\"}"] == nil)
        #expect(await samples()["c_total{x=\"2\"}"] == 1)
        two.destroy()
        timer.destroy()
        // Nobody declared them: their names are free again.
        Meter(label: "c", factory: factory).set(1)
        let samples = await samples()
        #expect(samples["c"] == 1)
        #expect(samples.keys.allSatisfy { !$0.hasPrefix("t_") })
        #expect(samples["cosci_metrics_conflicts_total"] == 0)
    }
}
