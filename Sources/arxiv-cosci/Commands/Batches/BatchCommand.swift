import ArgumentParser

/// `batch`.
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Run, follow, resume and repair work on many items.",
        discussion: """
            Every fetch, download and ingest is a batch with a journal in the library: it can be interrupted or killed at any moment \
            and goes on where it was. Work that was put into a queue shows up here as jobs.

            EXAMPLES
              arxiv-cosci batch list
              arxiv-cosci batch show last --failures
              arxiv-cosci batch resume last
              arxiv-cosci batch dead --retry
            """,
        subcommands: [
            BatchRunCommand.self, BatchListCommand.self, BatchShowCommand.self, BatchResumeCommand.self,
            BatchRetryCommand.self, BatchCancelCommand.self, BatchDeadCommand.self, BatchRemoveCommand.self,
        ]
    )
}

/// `batch run`.
struct BatchRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Start a batch: the same as the commands by themselves.",
        subcommands: [FetchCommand.self, DownloadCommand.self, IngestFilesCommand.self, HarvestCommand.self]
    )
}
