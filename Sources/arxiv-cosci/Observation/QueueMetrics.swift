import BatchProcessing
import Observability

/// How many jobs stand where, as metrics.
struct QueueMetrics: MetricCollector {
    /// So many queues are shown, by name.
    private static let maximum = 50

    let name = "queues"
    private let store: any JobStore

    init(_ store: any JobStore) { self.store = store }

    func collect() async throws -> [MetricSnapshot] {
        var depth = MetricSnapshot(
            MetricDefinition(
                "cosci_batch_queue_depth",
                .gauge,
                help: "Jobs by queue and state.",
                labels: ["queue", "state"]
            )
        )
        var age = MetricSnapshot(
            MetricDefinition(
                "cosci_batch_queue_oldest_age_seconds",
                .gauge,
                help: "For how long the oldest job that waits has been ready.",
                labels: ["queue"]
            )
        )
        for queue in try await store.queues().prefix(Self.maximum) {
            let counts = try await store.counts(queue: queue)
            for state in JobState.allCases { depth.add([queue, state.rawValue], count: counts.states[state] ?? 0) }
            age.add([queue], number: counts.oldestWaitingAge ?? 0)
        }
        return [depth, age]
    }
}
