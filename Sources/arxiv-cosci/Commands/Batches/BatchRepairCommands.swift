import ArgumentParser
import BatchProcessing
import Engine
import Foundation

/// `batch resume`.
struct BatchResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a batch that was interrupted; what is done is passed over.",
        discussion: """
            EXAMPLES
              arxiv-cosci batch resume last
              arxiv-cosci batch resume 20260131-1207 --json
            """
    )

    @Argument(help: "The batch, by its name or the beginning of it; 'last' is the newest.")
    var batch = "last"

    @OptionGroup var running: RunOptions
    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let runtime = try await IngestRuntime(try await options.settings(), concurrency: running.concurrency)
            let run = try runtime.catalogue.open(batch)
            if run.isCancelled { try run.unmarkCancelled() }
            try await BatchRunner(runtime, running).resume(run)
        }
    }
}

/// `batch retry`.
struct BatchRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Try the failed and dead items of a batch, or dead jobs, once more.",
        discussion: """
            EXAMPLES
              arxiv-cosci batch retry last
              arxiv-cosci batch retry --job fetch-0123abcd
            """
    )

    @Argument(help: "The batch, by its name or the beginning of it; 'last' is the newest.")
    var batch = "last"

    @Option(
        name: .customLong("job"),
        help: ArgumentHelp("A dead job instead of a batch; may be repeated.", valueName: "id")
    )
    var jobs: [String] = []

    @OptionGroup var running: RunOptions
    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            guard jobs.isEmpty else { return try await retryJobs(settings) }
            let runtime = try await IngestRuntime(settings, concurrency: running.concurrency)
            let run = try runtime.catalogue.open(batch)
            let forgotten = try run.forgetFailures()
            guard forgotten > 0 else {
                throw CommandFailure.nothingFound("\(run.id): no item has failed")
            }
            try await BatchRunner(runtime, running).resume(run)
        }
    }

    private func retryJobs(_ settings: Settings) async throws {
        let revived = try await JobAccess.with(settings) { try await $0.store.revive(jobs) }
        if running.json { try JSONOutput.print(["revived": revived]) }
        if revived == 0 { throw CommandFailure.nothingFound("none of these jobs is dead") }
        if !running.json { Terminal.standardOutput.write("\(revived) jobs wait again\n") }
    }
}

/// `batch cancel`.
struct BatchCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Give up a batch, or jobs of a queue; what is done stays.",
        discussion: """
            A batch that is running stops after the items that are begun. 'batch resume' takes it up again after all.

            EXAMPLES
              arxiv-cosci batch cancel last
              arxiv-cosci batch cancel --job fetch-0123abcd
            """
    )

    @Argument(help: "The batch, by its name or the beginning of it; 'last' is the newest.")
    var batch: String?

    @Option(name: .customLong("job"), help: ArgumentHelp("A job; may be repeated.", valueName: "id"))
    var jobs: [String] = []

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if batch == nil, jobs.isEmpty { throw ValidationError("name a batch, or jobs with --job") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            var cancelled: [String] = []
            if let batch {
                let run = try BatchCatalogue(settings).open(batch)
                try run.markCancelled()
                cancelled.append(run.id)
            }
            var count = 0
            if !jobs.isEmpty {
                count = try await JobAccess.with(settings) { try await $0.store.cancel(jobs) }
            }
            if json {
                try JSONOutput.print(CancelJSON(batches: cancelled, jobs: count))
            } else {
                for id in cancelled { Terminal.standardOutput.write("\(id) is cancelled\n") }
                if !jobs.isEmpty { Terminal.standardOutput.write("\(count) jobs are cancelled\n") }
            }
            if cancelled.isEmpty, count == 0 { throw CommandFailure.nothingFound("nothing to cancel") }
        }
    }
}

private struct CancelJSON: Encodable {
    var batches: [String]
    var jobs: Int
}

/// `batch remove`.
struct BatchRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Forget batches with their journals; what they put into the library stays.",
        discussion: """
            EXAMPLES
              arxiv-cosci batch remove 20260131-1207 --yes
            """
    )

    @Argument(help: "The batches.")
    var batches: [String]

    @Flag(help: "Do it: a batch that is removed cannot be resumed.")
    var yes = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let catalogue = try BatchCatalogue(try await options.settings())
            for batch in batches {
                let run = try catalogue.open(batch)
                guard yes else {
                    throw CommandFailure.badInput("\(run.id) could not be resumed afterwards; --yes removes it")
                }
                try catalogue.remove(run)
                Terminal.standardOutput.write("\(run.id) is removed\n")
            }
        }
    }
}
