/// What is measured of stores: how often each is asked what, how long it takes, how often it fails.
public struct StoreInstruments: Sendable {
    private let seconds: HistogramMetric
    private let errors: CounterMetric

    /// The instruments, in a registry.
    public init(_ registry: MetricRegistry) {
        seconds = registry.histogram(
            MetricDefinition(
                "cosci_store_call_duration_seconds",
                .histogram,
                help: "Time of calls of stores.",
                labels: ["store", "operation"],
                bounds: MetricBuckets.callSeconds
            )
        )
        errors = registry.counter(
            MetricDefinition(
                "cosci_store_errors",
                .counter,
                help: "Calls of stores that failed.",
                labels: ["store", "operation"]
            )
        )
    }

    /// What measures one operation of one store. Make it once.
    public func call(_ store: String, _ operation: String) -> CallMeter {
        CallMeter(seconds: seconds(store, operation), errors: errors(store, operation))
    }
}

/// Measures calls: time and failures. A call costs two looks at the clock and two atomic additions more.
public struct CallMeter: Sendable {
    let seconds: HistogramSeries
    let errors: CounterSeries

    /// Measures a call.
    public func callAsFunction<Value>(_ body: () throws -> Value) rethrows -> Value {
        let start = ContinuousClock.now
        defer { seconds.observe(ContinuousClock.now - start) }
        do {
            return try body()
        } catch {
            if !(error is CancellationError) { errors.increment() }
            throw error
        }
    }

    /// Measures a call, the waits in it too. One that is cancelled does not count as failed.
    nonisolated(nonsending) public func callAsFunction<Value>(
        _ body: nonisolated(nonsending) () async throws -> Value
    ) async rethrows -> Value {
        let start = ContinuousClock.now
        defer { seconds.observe(ContinuousClock.now - start) }
        do {
            return try await body()
        } catch {
            if !(error is CancellationError) { errors.increment() }
            throw error
        }
    }
}
