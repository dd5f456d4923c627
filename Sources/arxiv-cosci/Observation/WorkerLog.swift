import BatchProcessing
import Foundation
import Logging
import Observability

/// Tells what workers and schedulers do: on standard error, a line each for people or as JSON (`LOG_FORMAT`), and to the metrics.
struct WorkerLog: Sendable {
    private let isQuiet: Bool
    private let logger: Logger?

    /// A log.
    ///
    /// - Parameter isQuiet: tells only of what was missed or went wrong.
    init(_ settings: Settings, isQuiet: Bool) throws {
        self.isQuiet = isQuiet
        let configuration = try LogConfiguration(settings)
        logger = configuration.style == .json ? configuration.logger("worker") : nil
    }

    /// Tells of a job.
    @Sendable
    func tell(_ event: JobWorkerEvent) {
        Observation.shared.jobs.note(event)
        if let logger { return log(event, logger) }
        guard !isQuiet else { return }
        switch event {
        case .started(let job): write("\(job.id): begins\(job.deliveries > 1 ? ", delivery \(job.deliveries)" : "")")
        case .completed(let job): write("\(job.id): done")
        case .retrying(let job, let delay, let error):
            write("\(job.id): again in \(DurationText.of(delay.inSeconds)): \(error)")
        case .buried(let job, let error): write("\(job.id): dead: \(error)")
        case .released(let job): write("\(job.id): put back unfinished")
        case .lost(let job): write("\(job.id): somebody else's by now")
        case .storeFailed(let error): write("the queue cannot be reached; trying again: \(error)")
        }
    }

    /// Tells of a schedule.
    @Sendable
    func tell(_ event: JobSchedulerEvent) {
        Observation.shared.jobs.note(event)
        if let logger { return log(event, logger) }
        switch event {
        case .fired where isQuiet: return
        default: write(Self.text(event))
        }
    }

    private static func text(_ event: JobSchedulerEvent) -> String {
        switch event {
        case .fired(let schedule, let time, let jobs):
            "schedule \(schedule): \(TimeText.of(Double(time))): \(jobs.joined(separator: ", "))"
        case .stillBusy(let schedule, let time, let jobs):
            "schedule \(schedule): passed over \(TimeText.of(Double(time))): \(jobs.joined(separator: ", ")) has not ended"
        case .missed(let schedule, let times, let first, let last):
            "schedule \(schedule): missed \(times) times from \(TimeText.of(Double(first))) to "
                + "\(TimeText.of(Double(last))); made up for once"
        case .failed(let schedule, let error):
            "\(schedule.map { "schedule \($0)" } ?? "schedules"): \(error)"
        }
    }

    private func write(_ text: String) {
        Terminal.standardError.write(TimeText.of(Date().timeIntervalSince1970) + "  " + text.printable + "\n")
    }

    // MARK: JSON

    private func log(_ event: JobWorkerEvent, _ logger: Logger) {
        func log(_ level: Logger.Level, _ message: Logger.Message, _ job: Job, error: String? = nil) {
            guard !isQuiet || level >= .warning else { return }
            var metadata: Logger.Metadata = [
                "queue": "\(job.queue)", "kind": "\(job.kind)", "delivery": "\(job.deliveries)",
            ]
            if let error { metadata["error"] = "\(error)" }
            WorkContext.$current.withValue(WorkContext(job)) { logger.log(level: level, message, metadata: metadata) }
        }
        switch event {
        case .started(let job): log(.info, "job begins", job)
        case .completed(let job): log(.info, "job done", job)
        case .retrying(let job, _, let error): log(.warning, "job will be tried again", job, error: error)
        case .buried(let job, let error): log(.error, "job given up", job, error: error)
        case .released(let job): log(.info, "job put back unfinished", job)
        case .lost(let job): log(.warning, "job belongs to somebody else by now", job)
        case .storeFailed(let error):
            logger.error("the queue cannot be reached; trying again", metadata: ["error": "\(error)"])
        }
    }

    private func log(_ event: JobSchedulerEvent, _ logger: Logger) {
        switch event {
        case .fired(let schedule, _, let jobs):
            guard !isQuiet else { return }
            logger.info("schedule fired", metadata: ["schedule": "\(schedule)", "jobs": .array(jobs.map { "\($0)" })])
        case .stillBusy(let schedule, _, _), .missed(let schedule, _, _, _):
            logger.warning("\(Self.text(event))", metadata: ["schedule": "\(schedule)"])
        case .failed(let schedule, let error):
            logger.error("schedule failed", metadata: ["schedule": "\(schedule ?? "")", "error": "\(error)"])
        }
    }
}

extension WorkContext {
    /// The context of a job: its identifier, and its part of the trace that its payload carries.
    init(_ job: Job) {
        self.init(jobID: job.id, trace: TracedPayload.trace(in: job.payload)?.child())
    }
}
