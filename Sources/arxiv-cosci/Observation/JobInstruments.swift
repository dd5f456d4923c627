import BatchProcessing
import Observability
import Synchronization

/// What is measured of workers and schedulers, from the events that they tell.
final class JobInstruments: Sendable {
    private let ended: CounterMetric
    private let seconds: HistogramMetric
    private let running: GaugeSeries
    private let leasesLost: CounterSeries
    private let failures: CounterSeries
    private let firings: CounterMetric
    private let starts = Mutex<[String: ContinuousClock.Instant]>([:])

    init(_ registry: MetricRegistry) {
        ended = registry.counter(
            MetricDefinition(
                "cosci_worker_jobs",
                .counter,
                help: "Jobs that left the worker, by how.",
                labels: ["kind", "outcome"]
            )
        )
        seconds = registry.histogram(
            MetricDefinition(
                "cosci_worker_job_duration_seconds",
                .histogram,
                help: "Time that jobs were worked on.",
                labels: ["kind"],
                bounds: MetricBuckets.workSeconds
            )
        )
        let runningJobs = MetricDefinition("cosci_worker_running_jobs", .gauge, help: "Jobs that are worked on now.")
        running = registry.gauge(runningJobs)()
        let lost = MetricDefinition(
            "cosci_batch_lease_lost",
            .counter,
            help: "Jobs whose lease was lost while they ran."
        )
        leasesLost = registry.counter(lost)()
        let failed = MetricDefinition(
            "cosci_worker_store_failures",
            .counter,
            help: "Times that the queue could not be reached."
        )
        failures = registry.counter(failed)()
        firings = registry.counter(
            MetricDefinition(
                "cosci_schedule_firings",
                .counter,
                help: "Times of schedules, by what became of them.",
                labels: ["schedule", "outcome"],
                seriesLimit: 100
            )
        )
    }

    /// A worker tells something.
    @Sendable
    func note(_ event: JobWorkerEvent) {
        switch event {
        case .started(let job):
            running.increment(by: 1)
            starts.withLock { $0[job.id] = .now }
        case .completed(let job): end(job, "completed")
        case .retrying(let job, _, _): end(job, "retried")
        case .buried(let job, _): end(job, "buried")
        case .released(let job): end(job, "released")
        case .lost(let job):
            leasesLost.increment()
            end(job, "lost")
        case .storeFailed: failures.increment()
        }
    }

    private func end(_ job: Job, _ outcome: String) {
        ended(job.kind, outcome).increment()
        guard let start = starts.withLock({ $0.removeValue(forKey: job.id) }) else { return }
        running.decrement(by: 1)
        seconds(job.kind).observe(ContinuousClock.now - start)
    }

    /// A scheduler tells something.
    @Sendable
    func note(_ event: JobSchedulerEvent) {
        switch event {
        case .fired(let schedule, _, _): firings(schedule, "fired").increment()
        case .stillBusy(let schedule, _, _): firings(schedule, "busy").increment()
        case .missed(let schedule, let times, _, _): firings(schedule, "missed").increment(by: Int64(times))
        case .failed(let schedule, _): firings(schedule ?? "", "failed").increment()
        }
    }
}
