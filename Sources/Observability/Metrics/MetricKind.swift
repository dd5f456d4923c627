/// What a metric measures, as Prometheus and OpenMetrics tell kinds apart.
public enum MetricKind: String, Hashable, Sendable, CaseIterable {
    /// Only grows, from zero at the start of the process.
    case counter
    /// Goes up and down.
    case gauge
    /// Counts observations in buckets, and sums them up.
    case histogram
    /// Counts observations and sums them up.
    case summary
    /// Facts about the process, told by labels; its value is 1.
    case info
}

/// Upper bounds of the buckets of histograms.
public enum MetricBuckets {
    /// Durations of requests in seconds, as OpenTelemetry's semantic conventions advise for HTTP.
    public static let requestSeconds = [
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ]

    /// Durations in seconds of calls that may stay inside the process.
    public static let callSeconds = [
        0.000_01, 0.000_025, 0.000_1, 0.000_25, 0.001, 0.002_5, 0.01, 0.025, 0.1, 0.25, 1, 2.5, 10,
    ]

    /// Durations in seconds of work that may take minutes.
    public static let workSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

    /// Sizes in bytes, in steps of four from 256 bytes to 64 megabytes.
    public static let bytes = (4...13).map { Double(1 << (2 * $0)) }

    /// Bounds as a histogram takes them: finite, each once, ascending.
    static func normalised(_ bounds: [Double]) -> [Double] {
        var result: [Double] = []
        for bound in bounds.sorted() where bound.isFinite && bound != result.last { result.append(bound) }
        return result
    }
}
