import Synchronization

/// Takes jobs from a store, works on them, and tells the store how they ended.
///
/// A job belongs to the worker as long as its heartbeats reach the store; when they do not for the length of a lease, work on the job is
/// cancelled, since somebody else may have it. A store that cannot be reached is tried again until it can.
public struct JobWorker: Sendable {
    /// Works on one job. Throwing a permanent error gives the job up, any other error lets it start again, `CancellationError` after a
    /// stop puts it back untouched.
    public typealias Handler = @Sendable (Job, StopSignal) async throws -> Void

    private let store: any JobStore
    private let configuration: JobWorkerConfiguration
    private let clock: any BatchClock
    private let classify: FailureClassifier
    private let report: @Sendable (JobWorkerEvent) -> Void
    private let handler: Handler

    /// A worker.
    ///
    /// - Parameters:
    ///   - report: is told what happens, on any thread.
    ///   - handler: works on a job.
    public init(
        store: any JobStore,
        configuration: JobWorkerConfiguration,
        clock: any BatchClock = SystemBatchClock(),
        classify: @escaping FailureClassifier = FailureClass.of,
        report: @escaping @Sendable (JobWorkerEvent) -> Void = { _ in },
        handler: @escaping Handler
    ) {
        self.store = store
        self.configuration = configuration
        self.clock = clock
        self.classify = classify
        self.report = report
        self.handler = handler
    }

    /// Works until it is asked to stop, or, when so configured, the queues are empty.
    ///
    /// A soft stop takes no new jobs and lets those begun finish within ``JobWorkerConfiguration/drain``; a hard stop, and what
    /// is left then, puts them back.
    public func run(stop: StopSignal) async -> JobWorkerResult {
        let desk = WorkerDesk()
        let settler = JobSettler(
            store: store,
            desk: desk,
            backoff: configuration.backoff,
            clock: clock,
            classify: classify,
            report: report
        )
        let observer = stop.observe { level in
            desk.roomMade.wake()
            if level == .hard { desk.stopAll(.hard) }
        }
        defer { stop.removeObserver(observer) }
        // Not children: what ended is told even when this task is cancelled.
        let settling = Task { await settler.run() }
        await withTaskGroup { group in
            group.addTask { await hold(desk) }
            await feed(desk, stop)
            group.addTask { await limitDrain(desk, stop) }
            await Task { while desk.running > 0 { await desk.roomMade.wait() } }.value
            desk.close()
            await settling.value
            group.cancelAll()
        }
        return settler.result
    }

    // MARK: Taking

    private func feed(_ desk: WorkerDesk, _ stop: StopSignal) async {
        while stop.level == .none, !Task.isCancelled {
            let free = configuration.concurrency - desk.running
            guard free > 0 else {
                await desk.roomMade.wait()
                continue
            }
            do {
                let leaseEnd = clock.now() + configuration.lease
                let deliveries = try await store.take(
                    queues: configuration.queues,
                    worker: configuration.name,
                    limit: free,
                    lease: configuration.lease,
                    wait: configuration.wait
                )
                for delivery in deliveries { begin(delivery, desk, leaseEnd: leaseEnd) }
                guard deliveries.isEmpty, configuration.untilEmpty, desk.isEmpty else { continue }
                if try await isEverythingDone() { return }
            } catch is CancellationError {
                return
            } catch {
                report(.storeFailed("\(error)"))
                // When cancelled it does not wait; the next turn of the loop sees it.
                try? await clock.sleep(for: .seconds(1))
            }
        }
    }

    private func begin(_ delivery: JobDelivery, _ desk: WorkerDesk, leaseEnd: Duration) {
        let jobStop = StopSignal()
        desk.begin(delivery, stop: jobStop, leaseEnd: leaseEnd)
        report(.started(delivery.job))
        // Not a child task: losing one job cancels its task alone. It is waited for through the desk.
        let task = Task {
            do {
                try await handler(delivery.job, jobStop)
                desk.end(delivery, .completed)
            } catch {
                let isStop = jobStop.level > .none && (error is CancellationError || Task.isCancelled)
                desk.end(delivery, isStop ? .stopped : .failed(error))
            }
        }
        desk.attach(task, to: delivery)
    }

    private func isEverythingDone() async throws -> Bool {
        for queue in configuration.queues {
            let states = try await store.counts(queue: queue).states
            for state in [JobState.waiting, .delayed, .running] where states[state, default: 0] > 0 { return false }
        }
        return true
    }

    private func limitDrain(_ desk: WorkerDesk, _ stop: StopSignal) async {
        // Being cancelled only ends the wait.
        if stop.level < .hard { try? await clock.sleep(for: configuration.drain) }
        // Also when this task was cancelled: either nothing runs any more, or everything has to end.
        desk.stopAll(.hard)
    }

    // MARK: Holding

    private func hold(_ desk: WorkerDesk) async {
        var pause = configuration.heartbeat
        while true {
            do { try await clock.sleep(for: pause) } catch { return }
            let held = desk.held
            guard !held.isEmpty else { continue }
            let leaseEnd = clock.now() + configuration.lease
            do {
                let kept = Set(try await store.extend(held, lease: configuration.lease).map(\.token))
                desk.extend(held.filter { kept.contains($0.token) }, leaseEnd: leaseEnd)
                desk.lose(held.filter { !kept.contains($0.token) })
                pause = configuration.heartbeat
            } catch is CancellationError {
                return
            } catch {
                report(.storeFailed("\(error)"))
                desk.lose(desk.lapsed(at: clock.now()))
                pause = min(configuration.heartbeat, .seconds(1))
            }
        }
    }
}
