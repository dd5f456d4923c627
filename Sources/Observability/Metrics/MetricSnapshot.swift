/// The value of a series at one moment.
public enum MetricValue: Hashable, Sendable {
    /// A number of events.
    case count(UInt64)
    /// Any number.
    case number(Double)
    /// Observations by bucket.
    case histogram(HistogramValue)
    /// Observations and their sum.
    case summary(count: UInt64, sum: Double)
}

/// A histogram at one moment.
public struct HistogramValue: Hashable, Sendable {
    /// The upper bounds of the buckets, ascending, without the infinite one.
    public var bounds: [Double]
    /// Observations by bucket, not cumulative: one per bound and one above.
    public var counts: [UInt64]
    /// The sum of all observations.
    public var sum: Double

    /// A histogram; missing counts are taken as zero, further ones are left out.
    public init(bounds: [Double], counts: [UInt64], sum: Double) {
        self.bounds = bounds
        let missing = max(0, bounds.count + 1 - counts.count)
        self.counts = Array(counts.prefix(bounds.count + 1)) + [UInt64](repeating: 0, count: missing)
        self.sum = sum
    }

    /// The number of observations.
    public var count: UInt64 { counts.reduce(0, &+) }
}

/// One series at one moment.
public struct SeriesSnapshot: Hashable, Sendable {
    /// Its labels.
    public var labels: LabelSet
    /// Its value.
    public var value: MetricValue

    /// A series.
    public init(labels: LabelSet, value: MetricValue) {
        self.labels = labels
        self.value = value
    }
}

/// A metric with all its series at one moment.
public struct MetricSnapshot: Hashable, Sendable {
    /// What the metric is.
    public var definition: MetricDefinition
    /// Its series.
    public var series: [SeriesSnapshot] = []

    /// A metric without series.
    public init(_ definition: MetricDefinition) { self.definition = definition }

    /// Adds a series.
    ///
    /// - Parameter labels: values in the order of the definition's labels; missing ones are empty, further ones are left out.
    public mutating func add(_ labels: [String] = [], _ value: MetricValue) {
        let pairs = definition.labels.enumerated().map { (name: $1, value: $0 < labels.count ? labels[$0] : "") }
        series.append(SeriesSnapshot(labels: LabelSet(pairs), value: value))
    }

    /// Adds a series that counts events; what is negative counts as none.
    public mutating func add(_ labels: [String] = [], count: some BinaryInteger) {
        add(labels, .count(UInt64(clamping: count)))
    }

    /// Adds a series with any number.
    public mutating func add(_ labels: [String] = [], number: Double) { add(labels, .number(number)) }
}
