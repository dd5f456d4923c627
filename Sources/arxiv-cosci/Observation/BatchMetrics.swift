import BatchProcessing
import Observability

/// The counts of batches as metrics.
struct BatchMetrics: MetricCollector {
    let name = "batch"
    let ledger: ProgressLedger

    func collect() async throws -> [MetricSnapshot] { Self.metrics(ledger.snapshots()) }

    static func metrics(_ snapshots: [ProgressSnapshot]) -> [MetricSnapshot] {
        var items = counter("items", "Items that ended, by outcome.", "outcome")
        var passed = counter("items_passed_over", "Items that had ended in an earlier run.")
        var attempts = counter("attempts", "Attempts that ended, by the class of their error.", "class")
        for snapshot in snapshots {
            let pipeline = snapshot.pipeline
            items.add([pipeline, "ok"], count: snapshot.done)
            items.add([pipeline, "skipped"], count: snapshot.skipped)
            items.add([pipeline, "failed"], count: snapshot.failed)
            items.add([pipeline, "dead"], count: snapshot.dead)
            passed.add([pipeline], count: snapshot.alreadyDone)
            attempts.add([pipeline, "ok"], count: snapshot.done + snapshot.skipped)
            for (name, count) in snapshot.failedAttempts { attempts.add([pipeline, name], count: count) }
        }
        return [items, passed, attempts, durations(snapshots)] + gauges(snapshots)
    }

    private static func durations(_ snapshots: [ProgressSnapshot]) -> MetricSnapshot {
        let bounds = ProgressMeter.durationBounds
        var metric = MetricSnapshot(
            MetricDefinition(
                "cosci_batch_item_duration_seconds",
                .histogram,
                help: "Time of the last attempt of items that ended.",
                labels: ["pipeline"],
                bounds: bounds
            )
        )
        for snapshot in snapshots {
            let counts = snapshot.durationBuckets.map { UInt64(clamping: $0) }
            let value = HistogramValue(bounds: bounds, counts: counts, sum: snapshot.durationSum)
            metric.add([snapshot.pipeline], .histogram(value))
        }
        return metric
    }

    private static func gauges(_ snapshots: [ProgressSnapshot]) -> [MetricSnapshot] {
        let figures: [(name: String, help: String, value: (ProgressSnapshot) -> Double?)] = [
            ("inflight", "Items under way.", { Double($0.inFlight) }),
            ("concurrency_limit", "Calls that may be under way at once.", { Double($0.concurrencyLimit) }),
            ("run_duration_seconds", "Time since the start of the run that is under way.", { $0.elapsed }),
            (
                "run_last_success_timestamp_seconds",
                "When a run last ended without failures, in seconds since 1970.", { $0.lastSuccess }
            ),
            ("checkpoint_age_seconds", "Time since the journal was forced to the disk.", { $0.checkpointAge }),
            (
                "breaker_state", "Whether the far side is left alone: 0 no, 1 it is tried, 2 yes.",
                { $0.breaker.map { Double($0 == .closed ? 0 : $0 == .halfOpen ? 1 : 2) } }
            ),
            ("retry_budget_ratio", "The part of the retries allowed that is left.", { $0.retryBudget }),
        ]
        return figures.map { figure in
            var metric = MetricSnapshot(
                MetricDefinition("cosci_batch_" + figure.name, .gauge, help: figure.help, labels: ["pipeline"])
            )
            for snapshot in snapshots {
                if let value = figure.value(snapshot) { metric.add([snapshot.pipeline], number: value) }
            }
            return metric
        }
    }

    private static func counter(_ name: String, _ help: String, _ label: String...) -> MetricSnapshot {
        MetricSnapshot(MetricDefinition("cosci_batch_" + name, .counter, help: help, labels: ["pipeline"] + label))
    }
}
