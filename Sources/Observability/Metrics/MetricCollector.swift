/// Reads metrics at the moment when they are asked for, from something that counts by itself.
///
/// What is collected this way costs nothing until somebody looks.
public protocol MetricCollector: Sendable {
    /// Names it in the count of failures.
    var name: String { get }

    /// The metrics now. Throwing, or taking longer than the registry waits, leaves them out of this one answer.
    func collect() async throws -> [MetricSnapshot]
}

/// Names a collector in a registry.
public struct CollectorID: Hashable, Sendable {
    let slot: ObjectIdentifier
}

/// Calls a collector: never twice at once, and never for longer than it may take.
final class CollectorSlot: Sendable {
    let collector: any MetricCollector
    private let isBusy = Flag()

    init(_ collector: any MetricCollector) { self.collector = collector }

    /// The metrics; nil when the collector failed, took too long, or still has not ended an earlier call.
    func collect(within limit: Duration) async -> [MetricSnapshot]? {
        guard isBusy.raise() else { return nil }
        let (collector, isBusy) = (collector, isBusy)
        return await withCheckedContinuation { continuation in
            let answer = FirstAnswer(continuation)
            // Not children: a collector that does not heed its cancellation must not hold up the answer.
            let work = Task {
                let metrics = try? await collector.collect()
                isBusy.lower()
                answer.give(metrics)
            }
            answer.timer = Task {
                // Being cancelled means that the collector was in time.
                guard (try? await Task.sleep(for: limit)) != nil else { return }
                work.cancel()
                answer.give(nil)
            }
        }
    }
}
