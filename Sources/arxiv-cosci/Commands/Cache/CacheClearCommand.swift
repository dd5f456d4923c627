import Answers
import ArgumentParser
import Caching
import Engine
import Foundation

/// `cache clear`.
struct CacheClearCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Forget all kept answers of this library, and the figures about them.",
        discussion: """
            In a Redis that is shared with others nothing but this library's answers is touched.

            EXAMPLES
              arxiv-cosci cache clear
              arxiv-cosci cache clear --yes --json
            """
    )

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    /// The JSON form of what was cleared; how many answers Redis held is not known.
    private struct Answer: Encodable {
        var cleared = true
        var entries: Nullable<Int>
    }

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            try confirm(try settings.resolve(.library).value)
            let access = try QueryAccess(settings, isRecording: false)
            var count = 0
            try await CacheChange.make(access) { count = try await $0.clear() }
            access.records.remove()
            let isCounted = access.tier?.name != "redis"
            if json { return try JSONOutput.print(Answer(entries: Nullable(isCounted ? count : nil))) }
            Terminal.standardOutput.write(
                isCounted ? "\(count) answers are forgotten\n" : "all answers are forgotten\n"
            )
        }
    }

    private func confirm(_ library: String) throws {
        if yes { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure.badInput("this forgets all kept answers of \(library): say --yes")
        }
        Terminal.standardError.write("Forget all kept answers of \(library.printable)? [y/N] ")
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
            throw CommandFailure(code: .interrupted, message: "nothing was changed")
        }
    }
}
