import BatchProcessing
import Engine
import Foundation
import Observability
import ServiceLifecycle
import Synchronization

/// Works on jobs inside the server, and tells how far they are.
final class WorkerService: Service {
    private let store: any JobStore
    private let session: IngestSession
    private let drain: Duration
    private let log: WorkerLog
    private let meters = Mutex<[String: ProgressMeter]>([:])

    init(store: any JobStore, session: IngestSession, drain: Duration, log: WorkerLog) {
        self.store = store
        self.session = session
        self.drain = drain
        self.log = log
    }

    /// How far a job is; nil when it is not worked on here.
    func progress(_ job: String) -> ProgressSnapshot? {
        meters.withLock { $0[job] }?.snapshot()
    }

    /// Works until the server is asked to stop.
    func run() async throws {
        let stop = StopSignal()
        var configuration = JobWorkerConfiguration()
        configuration.name = "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier)"
        configuration.drain = drain
        let worker = JobWorker(store: store, configuration: configuration, report: log.tell) { job, stop in
            try await self.handle(job, stop)
        }
        await withGracefulShutdownHandler {
            await withTaskCancellationHandler {
                _ = await worker.run(stop: stop)
            } onCancel: {
                stop.raise(to: .hard)
            }
        } onGracefulShutdown: {
            stop.request()
        }
    }

    private func handle(_ job: Job, _ stop: StopSignal) async throws {
        defer { meters.withLock { $0[job.id] = nil } }
        try await WorkContext(job).run {
            try await session.handle(job, stop: stop) { meter in meters.withLock { $0[job.id] = meter } }
        }
    }
}
