/// Everything that is known about a metric before anything is measured.
public struct MetricDefinition: Hashable, Sendable {
    /// How many series a metric has at most when nothing else is said.
    public static let standardSeriesLimit = 200

    /// The name of the family, without `_total` or `_info`: base units, the unit last (`cosci_cache_load_duration_seconds`).
    public let name: String
    /// One sentence about what is measured.
    public let help: String
    /// The kind.
    public let kind: MetricKind
    /// The names of its labels, in the order in which values are given.
    public let labels: [String]
    /// The upper bounds of a histogram's buckets, ascending, without the infinite one.
    public let bounds: [Double]
    /// How many series there may be; what is beyond goes to one whose labels are all ``LabelSet/other``.
    public let seriesLimit: Int

    /// A definition. Names are made fit for Prometheus; a counter's `_total` and an info's `_info` may be there or not.
    ///
    /// - Parameters:
    ///   - bounds: upper bounds of buckets, in any order; only histograms have any.
    ///   - seriesLimit: at least 1.
    public init(
        _ name: String,
        _ kind: MetricKind,
        help: String,
        labels: [String] = [],
        bounds: [Double] = MetricBuckets.requestSeconds,
        seriesLimit: Int = MetricDefinition.standardSeriesLimit
    ) {
        self.name = MetricName.family(name, kind)
        self.kind = kind
        self.help = help
        self.labels = labels.map(MetricName.label)
        self.bounds = kind == .histogram ? MetricBuckets.normalised(bounds) : []
        self.seriesLimit = max(1, seriesLimit)
    }

    /// The base unit that ends the name, as OpenMetrics' `# UNIT` line wants it; nil when it ends with none.
    public var unit: String? {
        ["seconds", "bytes", "ratio"].first { name.hasSuffix("_" + $0) }
    }

    /// The names of all samples that this metric writes: no other metric may use them.
    var sampleNames: [String] {
        switch kind {
        case .counter: [name, name + "_total", name + "_created"]
        case .gauge: [name]
        case .histogram: [name, name + "_bucket", name + "_sum", name + "_count", name + "_created"]
        case .summary: [name, name + "_sum", name + "_count", name + "_created"]
        case .info: [name, name + "_info"]
        }
    }
}

extension MetricDefinition {
    /// The same as a metric of another kind.
    func converted(to kind: MetricKind) -> MetricDefinition {
        MetricDefinition(name, kind, help: help, labels: labels, bounds: bounds, seriesLimit: seriesLimit)
    }
}
