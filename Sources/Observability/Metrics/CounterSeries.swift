public import CoreMetrics
internal import Synchronization

/// One series of a counter. Counting takes one atomic addition.
public final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    private let whole = Atomic<UInt64>(0)
    private let parts = AtomicDouble()

    init(bounds: [Double]) {}

    /// Counts once.
    public func increment() { whole.wrappingAdd(1, ordering: .relaxed) }

    /// Counts several times; a counter never goes back, so a negative number counts for nothing.
    public func increment(by amount: Int64) {
        guard amount > 0 else { return }
        whole.wrappingAdd(UInt64(amount), ordering: .relaxed)
    }

    /// Adds to the counter; what is not positive and finite counts for nothing.
    public func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        parts.add(amount)
    }

    /// Starts again from zero.
    public func reset() {
        whole.store(0, ordering: .relaxed)
        parts.store(0)
    }

    var value: MetricValue {
        let parts = parts.value
        let whole = whole.load(ordering: .relaxed)
        return parts == 0 ? .count(whole) : .number(Double(whole) + parts)
    }
}
