/// What the registry counts about itself.
struct OwnMetrics: Sendable {
    /// Definitions that could not be shown, because their names are taken.
    let conflicts: CounterSeries
    /// Calls of collectors without an answer.
    let failures: MetricFamily<CounterSeries>
    private let refused: MetricFamily<CounterSeries>
    private let conflictFamily: MetricFamily<CounterSeries>

    init() {
        conflictFamily = MetricFamily(
            MetricDefinition(
                "cosci_metrics_conflicts",
                .counter,
                help: "Metrics that are not shown, because their names belong to others."
            ),
            refused: { _ in }
        )
        conflicts = conflictFamily.series(.none)
        failures = MetricFamily(
            MetricDefinition(
                "cosci_metrics_collector_failures",
                .counter,
                help: "Times that metrics could not be read, by what reads them.",
                labels: ["collector"]
            ),
            refused: { _ in }
        )
        refused = MetricFamily(
            MetricDefinition(
                "cosci_metrics_refused_labels",
                .counter,
                help: "Look-ups of labels that went to the series 'other', because their metric has too many.",
                labels: ["metric"],
                seriesLimit: 1000
            ),
            refused: { _ in }
        )
    }

    /// The metrics.
    var families: [any AnyMetricFamily] { [conflictFamily, failures, refused] }

    /// Counts labels that were refused to a metric.
    @Sendable
    func refuse(_ metric: String) { refused.series(values: [metric]).increment() }
}
