import ArgumentParser

/// `eval`.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measure how good answers are.",
        subcommands: [EvalRetrievalCommand.self, EvalLinksCommand.self, EvalCacheCommand.self]
    )
}
