import ArgumentParser
import Foundation
import ReplayKit

/// Plays arXiv, Semantic Scholar and OpenAlex on this machine.
@main
struct ReplayServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay-server",
        abstract:
            "Plays arXiv, Semantic Scholar and OpenAlex on this machine, from recordings and lists of real papers.",
        discussion: """
            Prints {"port":N} when it is ready, and serves until it is ended. GET /__statistics tells what was asked (with \
            ?ids=1 every paper), POST /__control changes what goes wrong: {"faults":[{"kind":"status","status":503,\
            "retry_after":2,"path":"query","count":3}]}, {"outage":true}, {"clear":true}, {"expire_tokens":true}, \
            {"reset":true}.
            """
    )

    @Option(help: "A file in the form of the arXiv metadata snapshot (.gz as well), whose papers are served.")
    var library: [String] = []

    @Option(help: "A list of citations between them: two identifiers a line (.gz as well).")
    var citations: [String] = []

    @Option(help: "A folder of recorded answers, which are served for the same questions.")
    var recordings: [String] = []

    @Option(help: "A folder with PDFs and sources, named like their articles (hep-th_9901001.pdf).")
    var files: String?

    @Option(help: "Make up a file of this many bytes for every paper of the library without one.")
    var madeUpFiles: Int?

    @Option(help: "The most papers to take from each library.")
    var limit: Int?

    @Option(help: "The port; 0 takes a free one.")
    var port = 0

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Flag(help: "Enforce the services' rules: requests that come too fast are counted and answered 429 or 503.")
    var rule = false

    @Option(help: "Divide the times of the rules by this.")
    var compress = 1.0

    @Option(help: "The part of a rule's time by which requests may come early.")
    var tolerance = 0.1

    @Option(help: "Hold every answer back for this many seconds.")
    var latency = 0.0

    @Option(help: "Records of one OAI-PMH page.")
    var page = 1000

    @Flag(help: "Tell the size of OAI-PMH lists, as arXiv did until 2025.")
    var listSize = false

    @Option(
        help: "Let something go wrong: KIND:name=value,… (status, slow, stall, cut, close, empty, garbage, redirect)."
    )
    var fault: [String] = []

    func run() async throws {
        var content = ReplayContent()
        for path in library { try content.addLibrary(path, limit: limit ?? .max) }
        for path in citations { try content.addCitations(path) }
        for folder in recordings { content.addRecordings(folder) }
        content.serveFiles(files, madeUpSize: madeUpFiles)
        var configuration = ReplayConfiguration(content: content)
        configuration.host = host
        configuration.port = port
        configuration.rules = rule ? PaceRule.services(compression: compress) : [:]
        configuration.tolerance = tolerance
        configuration.latency = latency
        configuration.recordsPerPage = page
        configuration.tellsListSize = listSize
        configuration.faults = try fault.map { text in
            guard let fault = ReplayFault(argument: text) else { throw ValidationError("no fault: '\(text)'") }
            return fault
        }
        let server = try await ReplayServer(configuration)
        let summary =
            "\(content.paperCount) papers, \(content.citationCount) citations, \(content.recordingCount) recorded answers\n"
        FileHandle.standardError.write(Data(summary.utf8))
        FileHandle.standardOutput.write(Data("{\"port\":\(server.port)}\n".utf8))
        await server.run()
    }

    func validate() throws {
        guard compress > 0, (0...1).contains(tolerance), page > 0, latency >= 0 else {
            throw ValidationError("--compress and --page must be positive, --tolerance 0 to 1, --latency not negative")
        }
    }
}
