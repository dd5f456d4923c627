public import CoreMetrics
internal import Synchronization

/// One series of a histogram with fixed buckets. Observing takes two atomic additions and no lock.
public final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    private let bounds: [Double]
    // One counter per bound and one above; freed in deinit, and only read and added to atomically.
    private nonisolated(unsafe) let counts: UnsafeMutablePointer<Atomic<UInt64>>
    private let sum = AtomicDouble()

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = .allocate(capacity: bounds.count + 1)
        for index in 0...bounds.count { (counts + index).initialize(to: Atomic(0)) }
    }

    deinit {
        counts.deinitialize(count: bounds.count + 1)
        counts.deallocate()
    }

    /// Observes a value. One that is not finite is passed over: it would spoil the sum for good.
    public func observe(_ value: Double) {
        guard value.isFinite else { return }
        var index = 0
        bounds.withUnsafeBufferPointer { bounds in
            while index < bounds.count, value > bounds[index] { index += 1 }
        }
        counts[index].wrappingAdd(1, ordering: .relaxed)
        sum.add(value)
    }

    /// Observes a duration, in seconds.
    public func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        observe(Double(seconds) + Double(attoseconds) * 1e-18)
    }

    /// Observes a value.
    public func record(_ value: Int64) { observe(Double(value)) }

    /// Observes a value.
    public func record(_ value: Double) { observe(value) }

    /// Observes a duration, in seconds whatever unit its owner prefers: metrics are kept in base units.
    public func recordNanoseconds(_ duration: Int64) { observe(Double(duration) / 1e9) }

    var value: MetricValue {
        // The number of observations is the sum of these, so that it never contradicts them.
        let counts = (0...bounds.count).map { self.counts[$0].load(ordering: .relaxed) }
        return .histogram(HistogramValue(bounds: bounds, counts: counts, sum: sum.value))
    }
}
