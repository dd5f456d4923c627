import Testing

@testable import Observability

@Suite("Process")
struct ProcessTests {
    @Test
    func tellsOfThisProcess() async throws {
        let registry = MetricRegistry()
        registry.add(ProcessCollector(version: "1.2.3"))
        let text = NaiveExposition(await registry.exposition())
        #expect(text.errors == [])
        #expect((text.samples["process_cpu_seconds_total"] ?? 0) > 0)
        #expect(text.samples.keys.contains { $0.hasPrefix("cosci_build_info{") && $0.contains("version=\"1.2.3\"") })
        #if os(Linux)
            #expect((text.samples["process_resident_memory_bytes"] ?? 0) > 1_048_576)
            #expect((text.samples["process_virtual_memory_bytes"] ?? 0) > 1_048_576)
            #expect((text.samples["process_open_fds"] ?? 0) >= 1)
            #expect((text.samples["process_threads"] ?? 0) >= 1)
            #expect((text.samples["process_start_time_seconds"] ?? 0) > 1.6e9)
        #endif
    }

    @Test(arguments: ["", ")", "1 (a", "1 (a) b (c)) S", "1 (a) S x y z", String(repeating: "9 ", count: 100)])
    func anyFileIsRead(text: String) {
        var figures = ProcessFigures(cpuSeconds: 0)
        figures.adopt(stat: text)
    }

    @Test
    func namesOfProgramsMayHoldAnything() {
        var figures = ProcessFigures(cpuSeconds: 0)
        let fields = (3...52).map { $0 == 3 ? "S" : "\($0)" }.joined(separator: " ")
        figures.adopt(stat: "77 (a) b (c) " + ") " + fields)
        #expect(figures.threads == 20)
        #expect(figures.virtualBytes == 23)
    }
}
