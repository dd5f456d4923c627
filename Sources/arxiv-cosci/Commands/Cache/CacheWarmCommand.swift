import ArgumentParser
import Engine
import Foundation

/// `cache warm`.
struct CacheWarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "warm",
        abstract: "Find the answers anew that were asked for most and took longest.",
        discussion: """
            An import does this by itself for a moment (CACHE_WARM_SECONDS). The process gives way to others.

            EXAMPLES
              arxiv-cosci cache warm
              arxiv-cosci cache warm --seconds 60 --limit 200
            """
    )

    @Option(help: ArgumentHelp("When to stop (default 10).", valueName: "n"))
    var seconds = 10.0

    @Option(name: .shortAndLong, help: ArgumentHelp("How many questions at most.", valueName: "n"))
    var limit = 512

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if !(seconds > 0 && seconds <= 86_400) { throw ValidationError("--seconds: a number above 0 is needed") }
        if limit < 1 { throw ValidationError("--limit: a number from 1 is needed") }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            let report = try await CacheWarming.run(settings, budget: .seconds(seconds), limit: limit)
            guard let report else { throw CommandFailure.badInput("nothing is kept: the cache is switched off") }
            if json { return try JSONOutput.print(report) }
            var text = "\(report.warmed) answers are ready"
            if report.failed > 0 { text += ", \(report.failed) could not be found" }
            if report.left > 0 { text += ", for \(report.left) there was no time" }
            Terminal.standardOutput.write(text + "\n")
        }
    }
}

/// Warms a library's cache with what was asked before.
enum CacheWarming {
    /// Asks again what was asked most, giving way to other processes.
    ///
    /// - Returns: nil when nothing is kept.
    static func run(_ settings: Settings, budget: Duration, limit: Int) async throws -> WarmQueries.Report? {
        let access = try QueryAccess(settings, isRecording: false)
        guard access.cache != nil else { return nil }
        let questions = access.records.sum().questions.prefix(limit)
        guard !questions.isEmpty else {
            await access.close()
            return .nothing
        }
        // The process is about to end, or does nothing else.
        setpriority(.init(PRIO_PROCESS.rawValue), 0, 10)
        do {
            let report = try await WarmQueries(access.queries)(Array(questions), budget: budget)
            await access.close()
            return report
        } catch {
            await access.close()
            throw error
        }
    }

    /// Warms after an import, as long as the settings allow; what fails is left to whoever asks next.
    static func afterImport(_ settings: Settings) async {
        // A wrong setting is told by the commands that need it; the import is done by now.
        guard let seconds = try? Double(settings.resolve(.cacheWarmSeconds).value), seconds > 0 else { return }
        _ = try? await run(settings, budget: .seconds(seconds), limit: 64)
    }
}
