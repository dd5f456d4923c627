import ArgumentParser
import BatchProcessing
import Caching
import Engine
import Observability
import Upstreams

/// Everything that this process measures, in one place: rooms below know no metrics, they count or can be asked.
final class Observation: Sendable {
    /// That of this process.
    static let shared = Observation()

    /// All metrics.
    let registry = MetricRegistry()
    /// Adds up what batches count.
    let ledger = ProgressLedger()
    /// What stores are measured with.
    let stores: StoreInstruments
    /// What workers and schedulers are measured with.
    let jobs: JobInstruments
    private let builds: HistogramMetric

    private init() {
        stores = StoreInstruments(registry)
        jobs = JobInstruments(registry)
        builds = registry.histogram(
            MetricDefinition(
                "cosci_index_build_duration_seconds",
                .histogram,
                help: "Time of building parts of the index that were stale.",
                labels: ["part"],
                bounds: MetricBuckets.workSeconds
            )
        )
        registry.add(ProcessCollector(version: ArxivCosci.configuration.version))
        registry.add(BatchMetrics(ledger: ledger))
    }

    /// Parts of the index were built.
    @Sendable
    func built(_ outcomes: [IndexOutcome]) {
        for outcome in outcomes where !outcome.wasCurrent && !outcome.isMissing {
            builds(outcome.part.rawValue).observe(outcome.duration)
        }
    }

    /// Shows what a cache counts, until the collector is removed or the cache is gone.
    func watch(_ cache: QueryCache) -> CollectorID { registry.add(CacheMetrics(cache)) }

    /// Shows what was asked of services, until the collector is removed.
    func watch(_ clients: UpstreamClients) -> CollectorID { registry.add(UpstreamMetrics(clients)) }

    /// Shows the queues of a job store, until the collector is removed.
    func watch(_ store: any JobStore) -> CollectorID { registry.add(QueueMetrics(store)) }

    /// Shows the state of a library's files, until the collector is removed.
    func watch(_ library: DerivedLibrary) -> CollectorID { registry.add(LibraryMetrics(library)) }
}
