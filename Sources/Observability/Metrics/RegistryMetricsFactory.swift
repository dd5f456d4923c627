public import CoreMetrics

/// The backend of swift-metrics: what libraries measure goes to a registry.
///
/// A metric that the registry knows by definition takes its help text, buckets and limit from there; of others the name is made fit
/// for Prometheus. Timers are kept in seconds, and their names end with `_seconds`.
public struct RegistryMetricsFactory: MetricsFactory {
    private let registry: MetricRegistry
    private let standardBounds: [Double]

    /// A backend, for `MetricsSystem.bootstrap`.
    ///
    /// - Parameter standardBounds: the buckets of recorders that nobody has defined.
    public init(_ registry: MetricRegistry, standardBounds: [Double] = MetricBuckets.bytes) {
        self.registry = registry
        self.standardBounds = standardBounds
    }

    // MARK: Making

    /// The counter of this name and labels.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    /// The counter of this name and labels; the same as ``makeCounter(label:dimensions:)`` gives.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        counter(label, dimensions)
    }

    /// The gauge of this name and labels.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    /// A histogram, or, without aggregation, a gauge with the last value.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        aggregate ? histogram(MetricName.metric(label), dimensions, standardBounds) : gauge(label, dimensions)
    }

    /// A histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = MetricName.metric(label)
        let named = name.hasSuffix("_seconds") ? name : name + "_seconds"
        return histogram(named, dimensions, MetricBuckets.requestSeconds)
    }

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterSeries {
        let family: MetricFamily<CounterSeries> = family(label, .counter, [])
        return family.series(Self.labels(dimensions))
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
        let family: MetricFamily<GaugeSeries> = family(label, .gauge, [])
        return family.series(Self.labels(dimensions))
    }

    private func histogram(_ name: String, _ dimensions: [(String, String)], _ bounds: [Double]) -> HistogramSeries {
        let family: MetricFamily<HistogramSeries> = family(name, .histogram, bounds)
        return family.series(Self.labels(dimensions))
    }

    private func family<Series: MetricSeries>(
        _ label: String,
        _ kind: MetricKind,
        _ bounds: [Double]
    ) -> MetricFamily<Series> {
        let name = MetricName.family(label, kind)
        let known = registry.definition(name).flatMap { $0.kind == kind ? $0 : nil }
        let help = "The \(kind.rawValue) '\(label)' of a library."
        let definition = known ?? MetricDefinition(name, kind, help: help, bounds: bounds)
        return registry.family(definition, kind, isDeclared: false)
    }

    private static func labels(_ dimensions: [(String, String)]) -> LabelSet {
        dimensions.isEmpty ? .none : LabelSet(dimensions.map { (name: $0.0, value: $0.1) })
    }

    // MARK: Destroying

    /// Takes the series out of the exposition.
    public func destroyCounter(_ handler: any CounterHandler) { registry.removeSeries(handler) }

    /// Takes the series out of the exposition.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        registry.removeSeries(handler)
    }

    /// Takes the series out of the exposition.
    public func destroyMeter(_ handler: any MeterHandler) { registry.removeSeries(handler) }

    /// Takes the series out of the exposition.
    public func destroyRecorder(_ handler: any RecorderHandler) { registry.removeSeries(handler) }

    /// Takes the series out of the exposition.
    public func destroyTimer(_ handler: any TimerHandler) { registry.removeSeries(handler) }
}
