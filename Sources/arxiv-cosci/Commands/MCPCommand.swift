import ArgumentParser
import BatchProcessing
import Engine
import Foundation
import MCPServer

/// `mcp`.
struct MCPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Serve the library to AI agents by the Model Context Protocol, on standard input and output.",
        discussion: """
            An agent starts this command and talks to it: it can search, read records, walk the citation graph, ask for missing \
            citations and export bibliographies. With --write it can also fetch papers from the network and read files into the library. \
            Nothing but messages goes to standard output; what happens is told on standard error.

            Revisions 2024-11-05 to 2025-11-25 and 2026-07-28 of the protocol are spoken.

            EXAMPLES
              arxiv-cosci mcp
              arxiv-cosci mcp --library ~/papers --write
              claude mcp add arxiv -- arxiv-cosci mcp
            """
    )

    @Flag(help: "Let the agent add papers: fetch them from the network, read files of this machine.")
    var write = false

    @Option(help: ArgumentHelp("How many calls are worked on side by side (default: processors).", valueName: "n"))
    var concurrency: Int?

    @OptionGroup var caching: CacheOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if let concurrency, !(1...256).contains(concurrency) { throw ValidationError("--concurrency: 1 to 256") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            if write { _ = try LibraryAccess.creating(try settings.resolve(.library).value) }
            let progress = ProgressLine(isQuiet: false, isJSON: true)
            let access = try QueryAccess(settings, isCaching: !caching.isOff) { progress.update($0) }
            let server = MCPServer(
                access.queries,
                version: ArxivCosci.configuration.version,
                additional: ShelfTools(access.shelves).all + (write ? LibraryWriting(settings).tools : [])
            ) { message in
                Terminal.standardError.write("arxiv-cosci mcp: \(message.printable)\n")
            }
            let session = MCPSession(server, caller: MCPCaller(mayWrite: write, mayReadFiles: write))
            let width = concurrency ?? ProcessInfo.processInfo.activeProcessorCount
            await StandardStreamServer(session, width: width).run()
            await access.close()
        }
    }
}

/// Adds to the library for agents: at once, as batches with a journal.
private struct LibraryWriting: Sendable {
    private let settings: Settings

    init(_ settings: Settings) {
        self.settings = settings
    }

    var tools: [Tool] {
        [
            WritingTools.fetch { try await perform($0) },
            WritingTools.ingest { try await perform($0) },
        ]
    }

    private func perform(_ job: IngestJob) async throws -> WritingTools.Outcome {
        let runtime = try await IngestRuntime(settings)
        do {
            let session = runtime.session()
            let stop = StopSignal()
            let run = try session.begin(job)
            let report = try await withTaskCancellationHandler {
                try await session.run(run, stop: stop, meter: ProgressMeter(pipeline: job.kind))
            } onCancel: {
                stop.request()
            }
            await runtime.close()
            return .done(report)
        } catch {
            await runtime.close()
            throw error
        }
    }
}
