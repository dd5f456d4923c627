import ArgumentParser

/// `schedule`.
struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Enqueue work again and again, at times given as in cron.",
        discussion: """
            'schedule run', or a worker with --with-schedules, enqueues what is due; each time once, however many run. Times that \
            passed while none ran are reported and made up for once.

            EXAMPLES
              arxiv-cosci schedule add --cron '0 3 * * *' --time-zone Europe/Berlin nightly harvest --set physics:hep-th
              arxiv-cosci schedule list
              arxiv-cosci schedule run
            """,
        subcommands: [
            ScheduleAddCommand.self, ScheduleListCommand.self, SchedulePauseCommand.self, ScheduleResumeCommand.self,
            ScheduleRemoveCommand.self, ScheduleRunCommand.self,
        ]
    )
}
