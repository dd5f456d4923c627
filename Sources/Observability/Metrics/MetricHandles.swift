/// A counter with its labels: gives the series to count in.
public struct CounterMetric: Sendable {
    let family: MetricFamily<CounterSeries>

    /// The series with these values, in the order of the definition's labels. Keep it where it is counted often.
    ///
    /// - Complexity: one look-up in a hash table under a lock.
    public func callAsFunction(_ values: String...) -> CounterSeries { family.series(values: values) }

    /// The series with these values.
    public func series(_ values: [String]) -> CounterSeries { family.series(values: values) }
}

/// A gauge with its labels: gives the series to set.
public struct GaugeMetric: Sendable {
    let family: MetricFamily<GaugeSeries>

    /// The series with these values, in the order of the definition's labels. Keep it where it is set often.
    ///
    /// - Complexity: one look-up in a hash table under a lock.
    public func callAsFunction(_ values: String...) -> GaugeSeries { family.series(values: values) }

    /// The series with these values.
    public func series(_ values: [String]) -> GaugeSeries { family.series(values: values) }
}

/// A histogram with its labels: gives the series to observe with.
public struct HistogramMetric: Sendable {
    let family: MetricFamily<HistogramSeries>

    /// The series with these values, in the order of the definition's labels. Keep it where it is observed with often.
    ///
    /// - Complexity: one look-up in a hash table under a lock.
    public func callAsFunction(_ values: String...) -> HistogramSeries { family.series(values: values) }

    /// The series with these values.
    public func series(_ values: [String]) -> HistogramSeries { family.series(values: values) }
}
