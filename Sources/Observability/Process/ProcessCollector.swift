/// The metrics that every Prometheus client gives about its process, under their usual names, and what the program is.
public struct ProcessCollector: MetricCollector {
    /// `process`.
    public let name = "process"
    private let version: String

    /// A collector.
    ///
    /// - Parameter version: the version of the program.
    public init(version: String) { self.version = version }

    /// Processor time, memory, open files, start, build.
    public func collect() async throws -> [MetricSnapshot] {
        let figures = ProcessFigures.now()
        var metrics: [MetricSnapshot] = []
        func add(_ name: String, _ kind: MetricKind, _ help: String, _ value: MetricValue?) {
            guard let value else { return }
            var metric = MetricSnapshot(MetricDefinition(name, kind, help: help))
            metric.add([], value)
            metrics.append(metric)
        }
        let cpu = MetricValue.number(figures.cpuSeconds)
        add("process_cpu_seconds", .counter, "Processor time of the program and of the system for it.", cpu)
        add(
            "process_resident_memory_bytes",
            .gauge,
            "Memory that is resident.",
            figures.residentBytes.map { .count($0) }
        )
        add("process_virtual_memory_bytes", .gauge, "Memory that is mapped.", figures.virtualBytes.map { .count($0) })
        add("process_threads", .gauge, "Threads.", figures.threads.map { .count($0) })
        add("process_open_fds", .gauge, "Files that are open.", figures.openFiles.map { .count($0) })
        add("process_max_fds", .gauge, "Files that may be open.", figures.fileLimit.map { .count($0) })
        let start = figures.startTime.map { MetricValue.number($0) }
        add("process_start_time_seconds", .gauge, "When the process began, in seconds since 1970.", start)
        var build = MetricSnapshot(
            MetricDefinition("cosci_build", .info, help: "What the program is.", labels: ["version", "compiler"])
        )
        build.add([version, Self.compiler], .count(1))
        return metrics + [build]
    }

    private static var compiler: String {
        #if compiler(>=6.4)
            "swift >= 6.4"
        #elseif compiler(>=6.3)
            "swift 6.3"
        #else
            "swift 6.2"
        #endif
    }
}
