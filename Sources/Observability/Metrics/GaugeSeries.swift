public import CoreMetrics

/// One series of a gauge: the last value that was set, or a level that goes up and down.
public final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    private let number = AtomicDouble()

    init(bounds: [Double]) {}

    /// Sets the value.
    public func set(_ value: Double) { number.store(value) }

    /// Sets the value.
    public func set(_ value: Int64) { number.store(Double(value)) }

    /// Raises the level; what is not finite is passed over, as it could never be taken back.
    public func increment(by amount: Double) {
        if amount.isFinite { number.add(amount) }
    }

    /// Lowers the level.
    public func decrement(by amount: Double) { increment(by: -amount) }

    /// Sets the value: what a recorder without aggregation does.
    public func record(_ value: Int64) { set(value) }

    /// Sets the value: what a recorder without aggregation does.
    public func record(_ value: Double) { set(value) }

    var value: MetricValue { .number(number.value) }
}
