import ArgumentParser
import BatchProcessing
import Engine
import Foundation
import Observability

/// `worker`.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Work on the jobs of queues, beside as many other workers as you like.",
        discussion: """
            Jobs come from commands with --enqueue and from schedules. A worker that dies loses nothing: another one takes its jobs \
            when their lease is over. SIGTERM or Ctrl-C lets it finish its jobs; the second one puts them back at once.

            EXAMPLES
              arxiv-cosci worker
              arxiv-cosci worker --queues urgent,default --concurrency 4
              arxiv-cosci worker --until-empty --json
            """
    )

    @Option(
        help: ArgumentHelp(
            "Where to look for jobs, most important queue first, separated by commas.",
            valueName: "names"
        )
    )
    var queues = "default"

    @Option(help: ArgumentHelp("How many jobs at once.", valueName: "n"))
    var concurrency = 1

    @Option(help: ArgumentHelp("After so much silence a job goes to another worker (1 to 3600).", valueName: "seconds"))
    var lease = 30

    @Option(help: ArgumentHelp("How long jobs may go on when the worker is asked to stop.", valueName: "seconds"))
    var drain = 25

    @Flag(help: "End when no job is waiting, delayed or running in these queues.")
    var untilEmpty = false

    @Flag(help: "Enqueue the jobs of schedules as well, when their times come.")
    var withSchedules = false

    @Flag(help: "Answer as one JSON document at the end.")
    var json = false

    @Flag(name: .shortAndLong, help: "Do not tell of each job.")
    var quiet = false

    @Option(
        help: ArgumentHelp("Keep this file up to date with metrics in Prometheus' text format.", valueName: "file"),
        completion: .file()
    )
    var metricsFile: String?

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        guard (1...256).contains(concurrency) else { throw ValidationError("--concurrency: 1 to 256") }
        guard (1...3600).contains(lease) else { throw ValidationError("--lease: 1 to 3600 seconds") }
        guard (0...86_400).contains(drain) else { throw ValidationError("--drain: 0 to 86400 seconds") }
        guard !names.isEmpty, names.allSatisfy(RunOptions.isName) else {
            throw ValidationError("--queues: names of letters, digits, '-', '_' and '.', separated by commas")
        }
    }

    private var names: [String] { queues.split(separator: ",").map(String.init) }

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            let runtime = try await IngestRuntime(settings)
            let result: JobWorkerResult
            do {
                result = try await JobAccess.with(settings) { access in
                    try await MetricsFileKeeper.keeping(metricsFile) {
                        await work(on: access, runtime.session(), try WorkerLog(settings, isQuiet: quiet))
                    }
                }
                await runtime.close()
            } catch {
                await runtime.close()
                throw error
            }
            if json {
                try JSONOutput.print(result)
            } else if !quiet {
                Terminal.standardOutput.write(
                    "\(result.completed) jobs done, \(result.retried) put back for later, \(result.buried) dead, "
                        + "\(result.released) put back unfinished, \(result.lost) lost to others\n"
                )
            }
            if result.buried > 0 {
                throw CommandFailure(
                    code: .partlyDone,
                    message: "'arxiv-cosci batch dead' tells why jobs were given up"
                )
            }
        }
    }

    private func work(
        on access: JobAccess,
        _ session: IngestSession,
        _ log: WorkerLog
    ) async -> JobWorkerResult {
        let stop = StopSignal()
        let signals = InterruptSignals(stop)
        defer { signals.stop() }
        if !quiet {
            Terminal.standardError.write(
                "working on \(names.joined(separator: ", ")) in \(access.place); Ctrl-C stops\n"
            )
        }
        let worker = JobWorker(store: access.store, configuration: configuration, report: log.tell) { job, stop in
            try await WorkContext(job).run { try await session.handle(job, stop: stop) }
        }
        return await withTaskGroup { group in
            if withSchedules {
                let scheduler = JobScheduler(store: access.store, report: log.tell)
                group.addTask { await scheduler.run(stop: stop) }
            }
            let result = await worker.run(stop: stop)
            group.cancelAll()
            return result
        }
    }

    private var configuration: JobWorkerConfiguration {
        var configuration = JobWorkerConfiguration()
        configuration.queues = names
        configuration.name = "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier)"
        configuration.concurrency = concurrency
        configuration.lease = .seconds(lease)
        configuration.heartbeat = .milliseconds(lease * 1000 / 3)
        configuration.untilEmpty = untilEmpty
        configuration.drain = .seconds(drain)
        return configuration
    }
}
