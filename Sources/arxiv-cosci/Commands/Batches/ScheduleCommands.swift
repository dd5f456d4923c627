import Answers
import ArgumentParser
import BatchProcessing
import Engine
import Foundation

/// `schedule add`.
struct ScheduleAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a schedule, or replace the one of the same name.",
        discussion: """
            EXAMPLES
              arxiv-cosci schedule add --cron '0 3 * * *' --time-zone Europe/Berlin nightly harvest --set physics:hep-th
              arxiv-cosci schedule add --cron @weekly list fetch --ids-from reading-list.txt --with-citations
            """
    )

    @Option(
        help: ArgumentHelp(
            "When: minute hour day month weekday, or @hourly, @daily, @weekly, @monthly.",
            valueName: "times"
        )
    )
    var cron: String

    @Option(help: ArgumentHelp("Where the clock is that the times refer to, as in Europe/Berlin.", valueName: "zone"))
    var timeZone = "UTC"

    @Option(help: ArgumentHelp("The queue.", valueName: "name"))
    var queue = "default"

    @OptionGroup var options: LibraryOptions

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp(
            "A name for it (letters, digits, '-', '_', '.'), then fetch, download, harvest or ingest with what belongs to it.",
            valueName: "name command"
        )
    )
    var words: [String]

    private var name: String { words.first ?? "" }

    func validate() throws {
        guard RunOptions.isName(name) else {
            throw ValidationError("a name of letters, digits, '-', '_' and '.' is needed, at most 64")
        }
        guard RunOptions.isName(queue) else { throw ValidationError("--queue: letters, digits, '-', '_' and '.' only") }
    }

    private func work() throws -> [IngestJob] {
        let kinds: [any IngestCommand.Type] = [
            FetchCommand.self, DownloadCommand.self, HarvestCommand.self, IngestFilesCommand.self,
        ]
        guard let kind = kinds.first(where: { $0.configuration.commandName == words.dropFirst().first }) else {
            throw ValidationError(
                "'\(words.dropFirst().first ?? "")': fetch, download, harvest or ingest can be scheduled"
            )
        }
        do {
            return try kind.parse(Array(words.dropFirst(2))).work()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw ValidationError(kind.message(for: error))
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let work = try work()
            let settings = try await options.settings()
            let jobs = try QueuedWork.jobs(work, settings: settings)
            let schedule = JobSchedule(
                name: name,
                cron: cron,
                timeZone: timeZone,
                requests: try jobs.map { try $0.request(queue: queue) }
            )
            let (times, zone): (CronExpression, TimeZone)
            do {
                (times, zone) = try JobScheduler.times(of: schedule)
            } catch let error as CronExpression.Invalid {
                throw CommandFailure.badInput("\(error)")
            }
            guard let next = times.next(after: Int64(Date().timeIntervalSince1970), in: zone) else {
                throw CommandFailure.badInput("--cron '\(cron)': there is no such time")
            }
            try await JobAccess.with(settings) { try await JobScheduler(store: $0.store).save(schedule) }
            Terminal.standardOutput.write("\(name): next at \(TimeText.of(Double(next))), \(jobs.count) jobs\n")
        }
    }
}

/// `schedule list`.
struct ScheduleListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show all schedules, with their last and next times."
    )

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            var list: [ScheduleJSON] = []
            if try JobAccess.exists(settings) {
                list = try await JobAccess.with(settings) { access in
                    var list: [ScheduleJSON] = []
                    for schedule in try await access.store.schedules() {
                        list.append(
                            ScheduleJSON(schedule, last: try await access.store.lastFiring(schedule: schedule.name))
                        )
                    }
                    return list
                }
            }
            if json { return try JSONOutput.print(["schedules": list]) }
            let text = list.map { $0.line + "\n" }.joined()
            Terminal.standardOutput.write(text.isEmpty ? "no schedules\n" : text)
        }
    }
}

private struct ScheduleJSON: Encodable {
    var name: String
    var cron: String
    var timeZone: String
    var paused: Bool
    var jobs: [String]
    var next: Nullable<String>
    var since: Nullable<String>

    enum CodingKeys: String, CodingKey {
        case name, cron, paused, jobs, next, since
        case timeZone = "time_zone"
    }

    init(_ schedule: JobSchedule, last: Int64?) {
        name = schedule.name
        cron = schedule.cron
        timeZone = schedule.timeZone
        paused = schedule.isPaused
        jobs = schedule.requests.map(\.kind)
        since = Nullable(last.map { TimeText.of(Double($0)) })
        // A schedule of which the times cannot be read is shown without the next one.
        let times = try? JobScheduler.times(of: schedule)
        let time = times?.cron.next(after: Int64(Date().timeIntervalSince1970), in: times?.zone ?? .gmt)
        next = Nullable(schedule.isPaused ? nil : time.map { TimeText.of(Double($0)) })
    }

    var line: String {
        let when = paused ? "paused" : "next \(next.value ?? "never")"
        return "\(name)  \(cron) (\(timeZone))  \(Set(jobs).sorted().joined(separator: ", "))  \(when)"
    }
}

/// `schedule pause`.
struct SchedulePauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pause", abstract: "Let a schedule rest.")

    @Argument(help: "The schedule.")
    var name: String

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await ScheduleChange.setPaused(true, name, options)
        Terminal.standardOutput.write("\(name) rests; 'arxiv-cosci schedule resume \(name)' wakes it\n")
    }
}

/// `schedule resume`.
struct ScheduleResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Wake a schedule that rests; the times in between are not made up for."
    )

    @Argument(help: "The schedule.")
    var name: String

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await ScheduleChange.setPaused(false, name, options)
        Terminal.standardOutput.write("\(name) goes on\n")
    }
}

/// `schedule remove`.
struct ScheduleRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove schedules; jobs that wait stay in their queues."
    )

    @Argument(help: "The schedules.")
    var names: [String]

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            try await JobAccess.with(try await options.settings()) { access in
                for name in names {
                    guard try await access.store.removeSchedule(name) else { throw ScheduleChange.unknown(name) }
                    Terminal.standardOutput.write("\(name) is removed\n")
                }
            }
        }
    }
}

/// `schedule run`.
struct ScheduleRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Enqueue what is due, until stopped; workers do the work."
    )

    @Flag(help: "Only what is due now, then end.")
    var once = false

    @Flag(name: .shortAndLong, help: "Tell only of what was missed or went wrong.")
    var quiet = false

    @Option(
        help: ArgumentHelp("Keep this file up to date with metrics in Prometheus' text format.", valueName: "file"),
        completion: .file()
    )
    var metricsFile: String?

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            let log = try WorkerLog(settings, isQuiet: quiet)
            try await JobAccess.with(settings) { access in
                await MetricsFileKeeper.keeping(metricsFile) {
                    await fire(JobScheduler(store: access.store, report: log.tell))
                }
            }
        }
    }

    private func fire(_ scheduler: JobScheduler) async {
        guard !once else {
            _ = await scheduler.fireDue()
            return
        }
        let stop = StopSignal()
        let signals = InterruptSignals { stop.request() }
        await scheduler.run(stop: stop)
        signals.stop()
    }
}

/// Changes of schedules.
private enum ScheduleChange {
    static func setPaused(_ isPaused: Bool, _ name: String, _ options: LibraryOptions) async throws {
        try await CommandFailure.reported {
            try await JobAccess.with(try await options.settings()) { access in
                guard var schedule = try await access.store.schedules().first(where: { $0.name == name }) else {
                    throw unknown(name)
                }
                guard schedule.isPaused != isPaused else { return }
                schedule.isPaused = isPaused
                try await JobScheduler(store: access.store).save(schedule)
            }
        }
    }

    static func unknown(_ name: String) -> CommandFailure {
        .nothingFound("no schedule '\(name)'; 'arxiv-cosci schedule list' shows all")
    }
}
