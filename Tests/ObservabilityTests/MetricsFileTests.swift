import Foundation
import Testing

@testable import Observability

@Suite("Metrics in a file")
struct MetricsFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "metrics-\(UUID())")

    @Test
    func readersSeeWholeFiles() async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let registry = MetricRegistry()
        let counter = registry.counter(MetricDefinition("c", .counter, help: "C.", labels: ["x"]))
        for index in 0..<150 { counter("\(index)").increment() }
        let path = folder.appending(path: "m.prom").path()
        let file = MetricsFile(path, registry)
        try await file.write()
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask { @concurrent in
                    for _ in 0..<25 { try await file.write() }
                }
            }
            group.addTask { @concurrent in
                for _ in 0..<100 {
                    let text = NaiveExposition(Array(try Data(contentsOf: URL(filePath: path))))
                    #expect(text.errors == [])
                    #expect(text.samples.count == 151)
                }
            }
            try await group.waitForAll()
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["m.prom"])
    }

    @Test
    func sayWhatIsWrong() async {
        let file = MetricsFile(folder.path() + "/missing/m.prom", MetricRegistry())
        let failure = await #expect(throws: MetricsFile.Failure.self) { try await file.write() }
        #expect(failure?.description.contains("/missing/m.prom") == true)
    }
}
