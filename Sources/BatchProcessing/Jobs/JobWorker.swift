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
        await withTaskGroup { group in
            group.addTask { await settler.run() }
            group.addTask { await hold(desk) }
            await feed(desk, stop)
            await drain(desk, stop)
            desk.close()
            await group.next()
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

    private func drain(_ desk: WorkerDesk, _ stop: StopSignal) async {
        let end = clock.now() + configuration.drain
        var level = StopSignal.Level.none
        while desk.running > 0 {
            let isLate = clock.now() >= end || Task.isCancelled || stop.level == .hard
            if isLate, level < .hard {
                level = .hard
                desk.stopAll(.hard)
            }
            // Jobs wake the desk; the pause bounds how late the end of the patience is seen.
            try? await clock.sleep(for: .milliseconds(20))
            if Task.isCancelled { await desk.roomMade.wait() }
        }
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
                lose(held.filter { !kept.contains($0.token) }, desk)
                pause = configuration.heartbeat
            } catch is CancellationError {
                return
            } catch {
                report(.storeFailed("\(error)"))
                lose(desk.lapsed(at: clock.now()), desk)
                pause = min(configuration.heartbeat, .seconds(1))
            }
        }
    }

    /// What ended in the meantime is the settler's, which learns from the store whose it is.
    private func lose(_ deliveries: [JobDelivery], _ desk: WorkerDesk) {
        desk.lose(deliveries)
    }
}
