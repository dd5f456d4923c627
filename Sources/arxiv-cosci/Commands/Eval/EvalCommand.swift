import ArgumentParser

/// `eval`.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measure how good answers are.",
        subcommands: [EvalCacheCommand.self, EvalLinksCommand.self]
    )
}
