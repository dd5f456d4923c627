import API
import ArgumentParser
import Engine
import Foundation
import Logging
import ServiceLifecycle

/// `serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the library to browsers and programs: REST, documents, the web app.",
        discussion: """
            Listens on this machine only, unless --host says otherwise. Reading is open there; changing things needs a key \
            ('arxiv-cosci key create'). /docs tells what there is. SIGTERM or Ctrl-C lets requests and jobs that are begun end.

            EXAMPLES
              arxiv-cosci serve --open
              arxiv-cosci serve --port 8080 --no-worker
              arxiv-cosci serve --host 0.0.0.0 --reads-need-key
            """
    )

    @Option(help: ArgumentHelp("The address to listen on (API_HOST).", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The port to listen on (API_PORT); 0 takes a free one.", valueName: "n"))
    var port: Int?

    @Option(help: ArgumentHelp("The folder of the web app (API_WEB).", valueName: "dir"), completion: .directory)
    var web: String?

    @Flag(help: "Write a link for yourself that may change things as well; it can be used once.")
    var open = false

    @Flag(help: "Do not work on jobs; other workers do.")
    var noWorker = false

    @Flag(help: "Reading needs a key too.")
    var readsNeedKey = false

    @Option(help: ArgumentHelp("How many threads compute; default: one per processor.", valueName: "n"))
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            "How long requests and jobs may go on when the server is asked to stop.",
            valueName: "seconds"
        )
    )
    var drain = 25

    @OptionGroup var caching: CacheOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if let port, !(0...65_535).contains(port) { throw ValidationError("--port: 0 to 65535") }
        if let threads, !(1...256).contains(threads) { throw ValidationError("--threads: 1 to 256") }
        guard (0...3600).contains(drain) else { throw ValidationError("--drain: 0 to 3600 seconds") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var flags: [String: String] = [:]
            flags[SettingDefinition.apiHost.key] = host
            flags[SettingDefinition.apiPort.key] = port.map(String.init)
            flags[SettingDefinition.apiWeb.key] = web
            let settings = try await options.settings(flags: flags)
            let runtime = try await ServeRuntime(settings, self)
            do {
                try await runtime.run()
                await runtime.close()
            } catch {
                await runtime.close()
                throw CommandFailure.serving(error)
            }
        }
    }
}

extension CommandFailure {
    /// Why the server could not start or go on.
    fileprivate static func serving(_ error: any Error) -> any Error {
        error is CommandFailure || error is CancellationError
            ? error : CommandFailure(code: .serverFailed, message: "the server could not go on: \(error)")
    }
}
