import Synchronization

/// Tells the store how jobs ended, many at once, and counts.
final class JobSettler: Sendable {
    private let store: any JobStore
    private let desk: WorkerDesk
    private let backoff: Backoff
    private let clock: any BatchClock
    private let classify: FailureClassifier
    private let report: @Sendable (JobWorkerEvent) -> Void
    private let tally = Mutex(JobWorkerResult())

    /// What was done so far.
    var result: JobWorkerResult { tally.withLock { $0 } }

    init(
        store: any JobStore,
        desk: WorkerDesk,
        backoff: Backoff,
        clock: any BatchClock,
        classify: @escaping FailureClassifier,
        report: @escaping @Sendable (JobWorkerEvent) -> Void
    ) {
        self.store = store
        self.desk = desk
        self.backoff = backoff
        self.clock = clock
        self.classify = classify
        self.report = report
    }

    /// Works until the desk is closed and everything is told.
    func run() async {
        while let ended = desk.takeEnded() {
            if ended.isEmpty { await desk.endsWaiting.wait() } else { await settle(ended) }
        }
    }

    private func settle(_ ended: [WorkerDesk.Ended]) async {
        var completed: [JobDelivery] = []
        var stopped: [JobDelivery] = []
        for entry in ended {
            switch entry.end {
            case .completed: completed.append(entry.delivery)
            case .stopped: stopped.append(entry.delivery)
            case .failed(let error): await settle(entry.delivery, failure: error)
            }
        }
        if !completed.isEmpty { await complete(completed) }
        if !stopped.isEmpty { await release(stopped) }
    }

    private func complete(_ deliveries: [JobDelivery]) async {
        let kept = await telling(deliveries) { try await self.store.complete(deliveries) }
        let tokens = Set((kept ?? []).map(\.token))
        for delivery in deliveries {
            if tokens.contains(delivery.token) {
                count(\.completed, .completed(delivery.job))
            } else {
                count(\.lost, .lost(delivery.job))
            }
        }
    }

    private func release(_ deliveries: [JobDelivery]) async {
        _ = await telling(deliveries) { try await self.store.release(deliveries) }
        for delivery in deliveries { count(\.released, .released(delivery.job)) }
    }

    private func settle(_ delivery: JobDelivery, failure error: any Error) async {
        let failure = classify(error)
        let text = "\(error)"
        let kept: Bool?
        if failure == .permanent || delivery.job.deliveries >= delivery.job.maximumDeliveries {
            kept = await telling([delivery]) { try await self.store.bury(delivery, error: text) }
            if kept == true { return count(\.buried, .buried(delivery.job, error: text)) }
        } else {
            var generator = SystemRandomNumberGenerator()
            var delay = backoff.delay(after: delivery.job.deliveries, using: &generator)
            if case .throttled(let asked?) = failure { delay = max(delay, asked) }
            let wait = delay
            kept = await telling([delivery]) { try await self.store.retry(delivery, after: wait, error: text) }
            if kept == true { return count(\.retried, .retrying(delivery.job, after: wait, error: text)) }
        }
        count(\.lost, .lost(delivery.job))
    }

    /// Tries until the store has heard it or the jobs are no longer in these hands; nil then.
    private func telling<Value>(_ deliveries: [JobDelivery], _ body: () async throws -> Value) async -> Value? {
        defer { desk.forget(deliveries) }
        var attempt = 0
        while true {
            do {
                return try await body()
            } catch {
                report(.storeFailed("\(error)"))
                attempt += 1
                let lapsed = desk.lapsed(at: clock.now()).map(\.token)
                let isLost = deliveries.allSatisfy { lapsed.contains($0.token) } || !isHeld(deliveries)
                guard !isLost, !Task.isCancelled else { return nil }
                // When cancelled it does not wait; the guard above ends the loop.
                try? await clock.sleep(for: min(.milliseconds(100 << min(attempt, 4)), .seconds(1)))
            }
        }
    }

    private func isHeld(_ deliveries: [JobDelivery]) -> Bool {
        let held = Set(desk.held.map(\.token))
        return deliveries.contains { held.contains($0.token) }
    }

    private func count(_ path: any WritableKeyPath<JobWorkerResult, Int> & Sendable, _ event: JobWorkerEvent) {
        tally.withLock { $0[keyPath: path] += 1 }
        report(event)
    }
}
