import BatchProcessing
import Engine
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// Works on jobs inside the server, and tells how far they are.
final class WorkerService: Service {
    private let store: any JobStore
    private let session: IngestSession
    private let drain: Duration
    private let logger: Logger
    private let meters = Mutex<[String: ProgressMeter]>([:])

    init(store: any JobStore, session: IngestSession, drain: Duration, logger: Logger) {
        self.store = store
        self.session = session
        self.drain = drain
        self.logger = logger
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
        let worker = JobWorker(store: store, configuration: configuration, report: tell) { job, stop in
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
        try await session.handle(job, stop: stop) { meter in meters.withLock { $0[job.id] = meter } }
    }

    @Sendable
    private func tell(_ event: JobWorkerEvent) {
        switch event {
        case .started(let job): log(job, .info, "job begins")
        case .completed(let job): log(job, .info, "job done")
        case .retrying(let job, let delay, let error):
            log(job, .warning, "job again in \(Int(delay.inSeconds)) s", error)
        case .buried(let job, let error): log(job, .error, "job given up", error)
        case .released(let job): log(job, .info, "job put back unfinished")
        case .lost(let job): log(job, .warning, "job is somebody else's by now")
        case .storeFailed(let error):
            logger.warning("queue cannot be reached", metadata: ["error": .string("\(error)")])
        }
    }

    private func log(_ job: Job, _ level: Logger.Level, _ text: String, _ error: (any Sendable)? = nil) {
        var metadata: Logger.Metadata = ["job_id": .string(job.id), "kind": .string(job.kind)]
        if let error { metadata["error"] = .string("\(error)") }
        logger.log(level: level, "\(text)", metadata: metadata)
    }
}
